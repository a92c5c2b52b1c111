"""Spec cases, and several of them laid together as one data set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from segsmith.definitions.catalog import Entity, EventSource, ObjectSource
from segsmith.definitions.parse import Definitions
from segsmith.reference.histories import History
from tests.support.columns import between_tables, read_instant, source_name, typed_tables
from tests.support.written import definitions_of, read_plain

SPEC_FOLDER = Path(__file__).parent.parent / "spec"
DEFAULT_AS_OF = "2026-03-31T12:00:00"
Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class SpecCase:
    """One file: tables, definitions and who is in, by hand.

    `pending` says why no warehouse can be asked yet. A case that is `alone` is never laid
    together with others: its members hang on the very keys, or on who else there is.
    """

    name: str
    title: str
    text: str
    as_of: datetime
    time_zone: str
    tables: Tables
    segments: tuple[dict[str, Any], ...]
    members: dict[str, frozenset[str]]
    history: History
    stages: dict[str, list[str]]
    pending: str = ""
    alone: bool = False

    @property
    def definitions(self) -> Definitions:
        """The case's definitions over the shared catalog."""
        return definitions_of(self.segments, self.time_zone, stages=self.stages)

    @property
    def typed_tables(self) -> Tables:
        """The case's tables, every column typed."""
        return typed_tables(self.definitions, self.tables)


@cache
def spec_cases() -> tuple[SpecCase, ...]:
    """Every case, by path."""
    files = sorted(SPEC_FOLDER.glob("*/*.yml"))
    return tuple(_read(path) for path in files if path.parent.name != "catalog")


def cases_named(patterns: Iterable[str]) -> tuple[SpecCase, ...]:
    """The cases of these names, which may hold `*`; no other file is read."""
    files = sorted({path for name in patterns for path in SPEC_FOLDER.glob(f"{name}.yml")})
    return tuple(_read(path) for path in files)


def _read(path: Path) -> SpecCase:
    written = read_plain(path)
    unknown = written.keys() - {
        "title",
        "text",
        "as_of",
        "time_zone",
        "tables",
        "definitions",
        "history",
        "stages",
        "pending",
        "alone",
    }
    assert not unknown, f"{path}: {unknown}"
    segments, members = [], {}
    for key, rest in written["definitions"].items():
        segment = {"segment": key, **rest}
        # A static segment has `members` of its own.
        expected = segment.pop("are") if "are" in segment else segment.pop("members")
        assert len(set(expected)) == len(expected), f"{path}: {key} names somebody twice"
        members[key] = frozenset(expected)
        segments.append(segment)
    return SpecCase(
        name=f"{path.parent.name}/{path.stem}",
        title=written["title"],
        text=written["text"].strip(),
        as_of=read_instant(written.get("as_of", DEFAULT_AS_OF)),
        time_zone=written.get("time_zone", "UTC"),
        tables={name: _rows(table) for name, table in written["tables"].items()},
        segments=tuple(segments),
        members=members,
        stages=written.get("stages", {}),
        history={key: _instants(by) for key, by in written.get("history", {}).items()},
        pending=written.get("pending", ""),
        alone=written.get("alone", False),
    )


def _instants(written: dict[str, Any]) -> dict[str, list[datetime]]:
    """By contact: when it entered, exited, entered, ..."""
    found = {who: [read_instant(str(t)) for t in times] for who, times in written.items()}
    assert all(times == sorted(set(times)) for times in found.values()), written
    return found


def _rows(table: list[list[Any]]) -> list[dict[str, Any]]:
    header, *rows = table
    return [dict(zip(header, row, strict=True)) for row in rows]


@dataclass(frozen=True)
class SpecBatch:
    """Cases of one as-of and time zone as one data set: each case's keys carry its name."""

    as_of: datetime
    time_zone: str
    cases: tuple[SpecCase, ...]

    @property
    def name(self) -> str:
        """The instant and zone, or the lone case, for a test's id."""
        if self.cases[0].alone:
            return self.cases[0].name
        return f"{self.as_of.isoformat()} {self.time_zone}"

    @property
    def segments(self) -> list[dict[str, Any]]:
        """The definitions of every case; their keys are unique over all cases."""
        return [segment for case in self.cases for segment in case.segments]

    @property
    def stages(self) -> dict[str, list[str]]:
        """The sets of stages of every case."""
        return {name: order for case in self.cases for name, order in case.stages.items()}

    @property
    def definitions(self) -> Definitions:
        """The definitions of every case, parsed."""
        return definitions_of(self.segments, self.time_zone, stages=self.stages)

    @property
    def tables(self) -> Tables:
        """The rows of every case, typed."""
        found: Tables = {}
        for case in self.cases:
            for name, rows in case.typed_tables.items():
                columns = _key_columns(case.definitions, name)
                found.setdefault(name, []).extend(_marked(row, columns, case) for row in rows)
        return found

    @property
    def history(self) -> History:
        """The transitions of every case before the run."""
        return {
            key: {f"{case.name} {contact}": times for contact, times in by_contact.items()}
            for case in self.cases
            for key, by_contact in case.history.items()
        }

    def expected(self) -> dict[str, frozenset[str]]:
        """By segment: the members among the contacts of the segment's own case."""
        return {
            key: frozenset(_mark(case) + member for member in members)
            for case in self.cases
            for key, members in case.members.items()
        }

    def own_members(self, found: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Found members, of each segment only those of its own case."""
        return {
            key: frozenset(m for m in found[key] if m.startswith(_mark(case)))
            for case in self.cases
            for key in case.members
            if key in found
        }


def spec_batches(cases: Iterable[SpecCase] | None = None) -> Iterator[SpecBatch]:
    """Every case, in as few data sets as there are instants and zones."""
    groups: dict[tuple[datetime, str, str], list[SpecCase]] = {}
    for case in cases or spec_cases():
        alone = case.name if case.alone else ""
        groups.setdefault((case.as_of, case.time_zone, alone), []).append(case)
    for (as_of, time_zone, _), found in sorted(groups.items()):
        yield SpecBatch(as_of, time_zone, tuple(found))


def _key_columns(definitions: Definitions, name: str) -> list[str]:
    """The columns of a table that hold keys of entities, events or objects, or lead to them."""
    between = between_tables(definitions)
    if name in between:
        return [c for c in between[name][1] if c.endswith("_id")]
    source = next(s.model for s in definitions.sources if source_name(s.model) == name)
    if isinstance(source, Entity):
        return [source.key.column, *(r.by for r in source.relations.values())]
    if isinstance(source, EventSource):
        return [source.key, source.entity_key]
    if isinstance(source, ObjectSource):
        return [source.key, source.entity_key or source.reached_by[-1].theirs]
    return [source.entity_key]


def _mark(case: SpecCase) -> str:
    """What stands before the keys of a case that is laid together with others."""
    return "" if case.alone else f"{case.name} "


def _marked(row: dict[str, Any], columns: list[str], case: SpecCase) -> dict[str, Any]:
    marks = {c: f"{_mark(case)}{row[c]}" for c in columns if row[c] is not None}
    return {**row, **marks}
