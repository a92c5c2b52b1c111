"""Conditions on events in their order: the first and last one, patterns in time, sequences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from segsmith.definitions.scalars import Duration, parse_duration
from segsmith.reference.calendar import Clock, step
from tests.property.scene import DURATIONS, Scene
from tests.property.scopes import EVENTS, Scope
from tests.property.strategies_events import WINDOWS, event_rules, event_window

Written = dict[str, Any]
IN_TIME_FORMS = (
    "first_is",
    "last_is",
    "regularly",
    "regularly",
    "regularly with a count",
    "stopped",
    "restarted",
    "restarted",
    "sequence",
    "sequence within",
    "sequence within",
    "sequence without",
    "sequence not followed",
    "sequence not followed",
    "sequence of more steps",
)
_COUNTS = (
    {"at_least": 2},
    {"is": 0},
    {"is_not": 1},
    {"at_most": 1},
    {"between": [1, 2]},
    {"less_than": {"attribute": "score"}},
)
_SHORT = DURATIONS[:8]
_ANY_EVENT: tuple[tuple[str | list[str], Scope | None], ...] = (*EVENTS, ("any", None))


@st.composite
def conditions_in_time(draw: DrawFn, scene: Scene, form: str) -> Written:
    """A condition of one of the forms."""
    kind, _, rest = form.partition(" ")
    match kind:
        case "sequence":
            return _sequence(draw, scene, rest)
        case "first_is" | "last_is":
            event, scope = draw(st.sampled_from(EVENTS))
            on_one: Written = {"event": event, kind: draw(event_rules(scene, scope))}
            on_one |= event_window(draw, scene, draw(st.sampled_from(("none", *WINDOWS))))
            return on_one | _where(draw, scene, scope)
    events, own_scope = draw(st.sampled_from(_ANY_EVENT))
    pattern = _pattern(draw, kind)
    if rest:
        pattern["count"] = draw(st.sampled_from(_COUNTS))
    return {"event": events, kind: pattern} | _where(draw, scene, own_scope)


def _pattern(draw: DrawFn, kind: str) -> Written:
    if kind == "regularly":
        of_last = draw(st.integers(1, 5))
        in_at_least = draw(st.integers(1, of_last))
        period = draw(st.sampled_from(DURATIONS[1:]))
        return {"period": period, "of_last": of_last, "in_at_least": in_at_least}
    if kind == "stopped":
        shorter = draw(st.integers(0, len(DURATIONS) - 3))
        # 1 month and 30 days are of one length in some months.
        longer = draw(st.integers(shorter + 2, len(DURATIONS) - 1))
        return {"did_within": DURATIONS[longer], "not_within": DURATIONS[shorter]}
    first, second = draw(st.sampled_from(DURATIONS)), draw(st.sampled_from(_SHORT))
    return {"did_within": first, "not_for": second}


def _where(draw: DrawFn, scene: Scene, scope: Scope | None) -> Written:
    if scope is None or draw(st.integers(0, 3)):
        return {}
    return {"where": draw(event_rules(scene, scope))}


def _sequence(draw: DrawFn, scene: Scene, form: str) -> Written:
    count = draw(st.integers(3, 4)) if form == "of more steps" else 2
    if form == "not followed":
        count = draw(st.sampled_from((1, 1, 2)))
    steps: list[Written] = []
    for number in range(count):
        item = _events(draw, scene)
        must = number == count - 1
        if number and ((form == "within" and must) or draw(st.integers(0, 2)) == 0):
            item["within"] = draw(st.sampled_from(DURATIONS))
        if number and ((form == "without" and must) or draw(st.integers(0, 3)) == 0):
            item["without"] = _without(draw, scene)
        steps.append(item)
    if form == "not followed":
        within = draw(st.sampled_from(_SHORT))
        steps.append({"without": _without(draw, scene), "within": within})
    chosen = draw(st.sampled_from(("none", "none", "within_last", *WINDOWS)))
    return {"sequence": steps} | event_window(draw, scene, chosen)


def _events(draw: DrawFn, scene: Scene) -> Written:
    event, scope = draw(st.sampled_from(_ANY_EVENT))
    return {"event": event} | _where(draw, scene, scope)


def _without(draw: DrawFn, scene: Scene) -> Any:
    found = _events(draw, scene)
    return found if "where" in found or draw(st.booleans()) else found["event"]


def edges_in_time(clock: Clock, written: Any) -> Iterator[datetime]:
    """The instants at which patterns turn, and those of events exactly a step apart."""
    if isinstance(written, dict):
        match written:
            case {"regularly": {"period": str() as text, "of_last": count}}:
                period = parse_duration(text)
                for back in range(1, count + 1):
                    yield clock.ago(Duration(period.count * back, period.unit))
            case {"restarted": {"did_within": str() as first, "not_for": str() as second}}:
                yield step(clock.ago(parse_duration(first)), parse_duration(second), -1)
            case {"sequence": steps}:
                yield from _step_by_step(clock, steps)
    if isinstance(written, (dict, list)):
        for value in written.values() if isinstance(written, dict) else written:
            yield from edges_in_time(clock, value)


def _step_by_step(clock: Clock, steps: list[Written]) -> Iterator[datetime]:
    moment = clock.as_of
    for item in reversed(steps):
        if isinstance(item.get("within"), str):
            yield moment
            moment = step(moment, parse_duration(item["within"]), -1)
            yield moment


def gaps(written: Any) -> tuple[Duration, ...]:
    """How far apart steps may be, sorted by their words."""
    return tuple(parse_duration(text) for text in sorted(set(_gaps(written))))


def _gaps(written: Any) -> Iterator[str]:
    parts = written.values() if isinstance(written, dict) else written
    if isinstance(written, dict) and isinstance(written.get("within"), str):
        yield written["within"]
    if isinstance(written, (dict, list)):
        for part in parts:
            yield from _gaps(part)
