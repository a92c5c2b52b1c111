"""Which events count for a condition or a trait, and the measures of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from segsmith.definitions.catalog import EventSource
from segsmith.definitions.conditions import Condition
from segsmith.definitions.measures import EventMeasure, Measured
from segsmith.reference.calendar import Clock
from segsmith.reference.expressions import divided, exact
from segsmith.reference.rows import EntityRow, EventRow
from segsmith.reference.values import Value, extreme
from segsmith.reference.windows import event_window

Holds = Callable[[Condition, EventRow], bool]


def is_named(words: tuple[str, ...], kind: str) -> bool:
    """Whether a kind is meant: by its name, a prefix with `*`, or `any`."""
    return any(
        word == "any" or word == kind or (word.endswith("*") and kind.startswith(word[:-1]))
        for word in words
    )


def is_of_kind(source: EventSource, words: tuple[str, ...], raw: dict[str, Any]) -> bool:
    """Whether a row of the source is an event of one of the kinds that are meant."""
    wanted = [kind for kind in source.kinds if is_named(words, kind)]
    if source.event_name is None:
        return bool(wanted)
    values = [source.kinds[kind].value or kind for kind in wanted]
    return raw.get(source.event_name) in values


def counted_events(measure: EventMeasure, owner: EntityRow, holds: Holds) -> list[EventRow]:
    """The visible events that count, the earliest first (equal instants: the smaller key first)."""
    window = event_window(measure, owner.world.clock, owner.value)
    found = [
        event
        for event in owner.world.events(owner)
        if is_of_kind(event.source, measure.event, event.raw)
        and window.holds(event.raw[event.source.occurred_at])
        and (measure.where is None or holds(measure.where, event))
    ]
    return sorted(found, key=_order)


def _order(event: EventRow) -> tuple[Any, ...]:
    """By time, then by key; an event without a key comes before those with one."""
    key = event.raw.get(event.source.key)
    time = event.raw[event.source.occurred_at]
    return (time, 0) if key is None else (time, 1, key)


def measured(measure: EventMeasure, events: list[EventRow], clock: Clock) -> Value:
    """The measure of events that count; no rows count 0, no values sum to 0, the rest is null."""
    times: list[datetime] = [event.raw[event.source.occurred_at] for event in events]
    of = measure.of
    if of is None:
        match measure.measure:
            case "count":
                return len(events)
            case "distinct_days":
                return len({clock.local_day(time) for time in times})
            case "first":
                return times[0] if times else None
            case "last":
                return times[-1] if times else None
        raise ValueError(f"{measure.measure} of nothing")
    everything = [event.expression(of) for event in events]
    match measure.measure:
        case "first":
            return everything[0] if everything else None
        case "last":
            return everything[-1] if everything else None
    return aggregate(measure.measure, [value for value in everything if value is not None])


def first_or_last_is(measure: Measured, events: list[EventRow], holds: Holds) -> bool:
    """Whether the rule of `first_is` or `last_is` holds on that event; false without one."""
    if not events:
        return False
    if measure.first_is is not None:
        return holds(measure.first_is, events[0])
    assert measure.last_is is not None
    return holds(measure.last_is, events[-1])


def aggregate(measure: str, values: list[Any]) -> Value:
    """A measure of values that are not null."""
    match measure:
        case "distinct_values":
            return len(set(values))
        case "sum":
            total: Value = _sum(values)
            return total
        case "average":
            return divided(_sum(values), len(values))
    return extreme(values, smallest=measure == "smallest")


def _sum(values: list[Any]) -> Any:
    if any(isinstance(value, float) for value in values):
        return sum(float(value) for value in values)
    total: Any = 0
    for value in values:
        total = exact("+", total, value)
    return total
