"""The data of a batch told otherwise: a stranger more, later events, everything moved in time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from segsmith.definitions.catalog import Entity, EventSource
from segsmith.reference.calendar import MICROSECOND
from segsmith.reference.histories import History
from tests.property.scene import TEXTS
from tests.support.columns import source_name
from tests.support.spec_cases import Tables
from tests.support.written import definitions_of

Written = dict[str, Any]
Row = dict[str, Any]
STRANGER = "c99 stranger"
SHIFT = timedelta(days=37, hours=5, minutes=11, seconds=13)

_CALENDAR_KEYS = frozenset(
    (
        "anniversary",
        "days_from_today",
        "distinct_days",
        "in_period",
        "last_calendar_days",
        "month_is",
        "not_on_day",
        "on_day",
        "today",
    )
)
_CALENDAR_TEXT = re.compile(
    r"\d{4}-\d\d-\d\d"  # a day, as opposed to an instant
    r"|\d+ (month|year)s?"  # steps of the calendar
    r"|.*\b(month|year|from_epoch)\(.*|.*\bas (date|instant)\b.*",
    re.DOTALL,
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")


def with_stranger(tables: Tables) -> Tables:
    """One contact more, with rows like the first contact's, who shares nothing with anybody."""
    found = {name: [*rows] for name, rows in tables.items()}
    model = tables["contact"][0]["contact_id"]
    for source in _sources():
        rows = found[source_name(source)]
        if isinstance(source, Entity):
            if source.entity == "contact":
                relations = {r.by: None for r in source.relations.values() if r.by}
                rows.append({**rows[0], "contact_id": STRANGER, **relations})
            continue
        owner = getattr(source, "entity_key", None)
        if owner is None:
            continue
        mine = [{**row, owner: STRANGER} for row in rows if row[owner] == model]
        rows += [_renamed(source, row, f"stranger's {n}") for n, row in enumerate(mine)]
    return found


def with_later_events(tables: Tables, as_of: datetime) -> Tables:
    """Every third event happens once more, later than as-of."""
    found = {name: [*rows] for name, rows in tables.items()}
    for source in _sources():
        if isinstance(source, EventSource):
            rows = found[source_name(source)]
            for number, row in enumerate(rows[::3]):
                later = as_of + (number % 4 * timedelta(days=number) or MICROSECOND)
                rows.append(_renamed(source, {**row, source.occurred_at: later}, f"late {number}"))
    return found


def moved(tables: Tables) -> Tables:
    """Every instant of the data later by the shift; dates, which are calendar words, stay."""
    return {
        name: [
            {
                column: value + SHIFT if isinstance(value, datetime) else value
                for column, value in row.items()
            }
            for row in rows
        ]
        for name, rows in tables.items()
    }


def moved_history(history: History) -> History:
    """Every transition later by the shift."""
    return {
        key: {contact: [moment + SHIFT for moment in seen] for contact, seen in found.items()}
        for key, found in history.items()
    }


def moved_rule(written: Any) -> Any:
    """A rule whose literal instants are later by the shift."""
    if isinstance(written, dict):
        return {key: moved_rule(value) for key, value in written.items()}
    if isinstance(written, list):
        return [moved_rule(value) for value in written]
    if isinstance(written, str) and _INSTANT.fullmatch(written):
        return (datetime.fromisoformat(written) + SHIFT).isoformat()
    return written


def free_of_calendar(segments: list[Written]) -> list[Written]:
    """The segments that know no calendar, nor do those they refer to."""
    return _without(segments, lambda one: any(_is_calendar(*pair) for pair in _pairs(one)))


def free_of_others(segments: list[Written]) -> list[Written]:
    """The segments in which nobody's place hangs on who else is there: rank forms are not."""
    return _without(segments, lambda one: any(key == "top" for key, _ in _pairs(one)))


def _without(segments: list[Written], is_out: Any) -> list[Written]:
    out = {one["segment"] for one in segments if is_out(one)}
    kept = segments
    while True:
        left = [s for s in kept if s["segment"] not in out and not _named(s.get("where")) & out]
        if len(left) == len(kept):
            return kept
        out |= {s["segment"] for s in kept} - {s["segment"] for s in left}
        kept = left


def _is_calendar(key: str, value: Any) -> bool:
    if key in _CALENDAR_KEYS:
        return True
    if not isinstance(value, str):
        return False
    if _CALENDAR_TEXT.fullmatch(value) or (value in TEXTS and _INSTANT.fullmatch(value)):
        return True
    return any(re.search(rf"\b{name}\b", value) for name in _date_names())


def _date_names() -> Iterator[str]:
    for source in _sources():
        for name, attribute in _attributes(source).items():
            if attribute.type == "date":
                yield name


def _attributes(source: Any) -> dict[str, Any]:
    found: dict[str, Any] = getattr(source, "attributes", None) or getattr(source, "properties", {})
    return found


def _pairs(written: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every key of a definition with what stands under it."""
    if isinstance(written, dict):
        for name, value in written.items():
            yield from _pairs(value, name)
    elif isinstance(written, list):
        for value in written:
            yield from _pairs(value, key)
    if key:
        yield key, written


def _named(written: Any) -> set[str]:
    """Texts that may name a segment, also one of a related entity."""
    return {text.removeprefix("account.") for text in _texts(written)}


def _texts(written: Any) -> set[str]:
    return set(re.findall(r'"((?:[^"\\]|\\.)*)"', json.dumps(written, default=str)))


def _renamed(source: Any, row: Row, key: str) -> Row:
    return {**row, source.key: key} if hasattr(source, "key") else row


def _sources() -> Iterable[Any]:
    return [document.model for document in definitions_of([]).sources]
