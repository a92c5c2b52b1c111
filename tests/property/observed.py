"""What one condition meets in one row: whether it holds, an exact edge, a null."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from segsmith.definitions.conditions import ValueCondition
from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.definitions.measures import EventCondition, ObjectCondition
from segsmith.definitions.ranks import Top, TopCondition
from segsmith.definitions.sequences import SequenceCondition
from segsmith.definitions.value_tests import ValueTest
from segsmith.reference.calendar import MICROSECOND, Clock
from segsmith.reference.conditions import ALONE, holds, operands_of, subject
from segsmith.reference.events import counted_events, is_of_kind, measured
from segsmith.reference.histories import instants
from segsmith.reference.objects import counted_rows, measured_rows
from segsmith.reference.ranks import ranked_value
from segsmith.reference.rows import EntityRow, Row
from segsmith.reference.values import Value, fold
from segsmith.reference.windows import event_window, whole
from segsmith.reference.world import World
from tests.property.observed_in_time import is_step_at_edge, turns


@dataclass(frozen=True)
class Observation:
    """One condition on one row."""

    is_true: bool
    at_edge: bool = False
    at_window_edge: bool = False
    is_null: bool = False


def observe(condition: Any, row: Row) -> Observation:
    """What the condition meets in the row."""
    is_true = holds(condition, row)
    clock = world_of(row).clock
    if isinstance(condition, ValueCondition) and condition.for_at_least is not None:
        assert isinstance(row, EntityRow)
        return _observe_lasting(condition, row, is_true)
    if isinstance(condition, ValueCondition):
        value = subject(condition, row)
        operands = operands_of(condition, row)
        has_null = value is None or None in operands
        return Observation(is_true, at_edge(condition, value, operands, clock), False, has_null)
    if isinstance(condition, EventCondition):
        assert isinstance(row, EntityRow)
        if condition.pattern or condition.measure_rule is not None:
            return _observe_in_time(condition, row, is_true)
        return _observe_events(condition, row, is_true)
    if isinstance(condition, ObjectCondition) and isinstance(row, EntityRow):
        return _observe_object(condition, row, is_true)
    if isinstance(condition, SegmentCondition) and not _is_own(condition, row):
        return Observation(is_true)
    if isinstance(condition, (HistoryCondition, SegmentCondition)):
        assert isinstance(row, EntityRow)
        return _observe_history(condition, row, is_true)
    if isinstance(condition, SequenceCondition):
        assert isinstance(row, EntityRow)
        return Observation(is_true, is_step_at_edge(condition, row))
    if isinstance(condition, TopCondition):
        assert isinstance(row, EntityRow)
        return _observe_rank(condition.top, row, is_true)
    return Observation(is_true)


def _observe_rank(top: Top, row: EntityRow, is_true: bool) -> Observation:
    """At the edge stands the last who is in, or the first who is out."""
    places = row.world.ranking(row.entity.entity, top, holds)
    last = top.count or ceil(Fraction(top.percent or 0) * len(places) / 100)
    at_edge_ = places.get(row.key) in (last, last + 1)
    return Observation(is_true, at_edge_, False, ranked_value(top, row) is None)


def _observe_lasting(condition: ValueCondition, row: EntityRow, is_true: bool) -> Observation:
    """An edge is a past row that begins or ends at one; null is a row without the value."""
    assert condition.for_at_least is not None
    clock = row.world.clock
    past = row.world.past_rows(row)
    turning = {clock.ago(condition.for_at_least), clock.as_of}
    seen = {moment for start, end, _ in past for moment in (start, end)}
    values = [subject(condition, each) for each in (row, *(row for _, _, row in past))]
    return Observation(is_true, not turning.isdisjoint(seen), False, None in values)


def world_of(row: Row) -> World:
    """The world that a row is of."""
    return (row if isinstance(row, EntityRow) else row.owner).world


def _is_own(condition: SegmentCondition, row: Row) -> bool:
    return isinstance(row, EntityRow) and "." not in condition.segment


def _observe_object(condition: ObjectCondition, row: EntityRow, is_true: bool) -> Observation:
    """Null is no row, or a measure that is null."""
    rows = counted_rows(condition, row, holds)
    value = None if condition.every else measured_rows(condition, rows, holds)
    test = condition.measure_test
    if test is None:
        return Observation(is_true, len(rows) == 1, False, not rows)
    operands = operands_of(test, row)
    is_null = value is None or not rows
    return Observation(is_true, at_edge(test, value, operands, row.world.clock), False, is_null)


def _observe_history(
    condition: HistoryCondition | SegmentCondition, row: EntityRow, is_true: bool
) -> Observation:
    clock = row.world.clock
    seen = instants(condition.segment, row)
    if isinstance(condition, SegmentCondition):
        long_ago = condition.for_at_least and clock.ago(condition.for_at_least)
        return Observation(is_true, long_ago in seen[-1:], False, not seen)
    window = event_window(condition, clock, row.value)
    edges = {window.start, window.end, clock.as_of}
    return Observation(is_true, not edges.isdisjoint(seen), False, not seen)


def _observe_events(condition: EventCondition, row: EntityRow, is_true: bool) -> Observation:
    clock = row.world.clock
    events = counted_events(condition, row, holds)
    window = event_window(condition, clock, row.value)
    edges = {window.start, window.end, clock.as_of}
    if window.end is not None and window.end > datetime.min:
        edges.add(window.end - MICROSECOND)
    at_window_edge = any(
        event.raw[event.source.occurred_at] in edges
        for event in row.world.events(row)
        if is_of_kind(event.source, condition.event, event.raw)
    )
    value = measured(condition, events, clock)
    test = condition.measure_test
    if test is None:
        return Observation(is_true, value == 1, at_window_edge, value == 0)
    operands = operands_of(test, row)
    is_null = value is None or not events
    return Observation(is_true, at_edge(test, value, operands, clock), at_window_edge, is_null)


def _observe_in_time(condition: EventCondition, row: EntityRow, is_true: bool) -> Observation:
    """An edge is an event at an instant at which the pattern turns; null is no event at all."""
    times = {e.raw[e.source.occurred_at] for e in counted_events(condition, row, holds)}
    is_at_edge = not times.isdisjoint(turns(condition, row.world.clock))
    return Observation(is_true, is_at_edge, False, not times)


def at_edge(test: ValueTest, value: Value, operands: list[Value], clock: Clock) -> bool:
    """Whether the value stands exactly where the test turns."""
    if value is None:
        return False
    if isinstance(value, date):
        return clock.instant(value) in _turns(test, value, operands, clock)
    if isinstance(value, tuple):
        return False
    folded = [fold(operand) for operand in operands] if test.ignore_case else operands
    return (fold(value) if test.ignore_case else value) in folded


def _turns(test: ValueTest, value: Value, operands: list[Value], clock: Clock) -> set[Any]:
    """The instants at which a test on an instant or a date turns."""
    if test.operator not in ALONE:
        found: set[Any] = set()
        for operand in operands:
            moment = clock.read(operand) if isinstance(operand, str) else operand
            if isinstance(moment, date):
                is_day = "on_day" in test.operator or not isinstance(value, datetime)
                stretch = whole(clock.local_day(moment) if is_day else moment, clock)
                found |= {stretch.start, stretch.end}
        return found
    if test.within_last:
        return {clock.ago(test.within_last), clock.as_of}
    if test.older_than:
        return {clock.ago(test.older_than)}
    if test.within_next:
        return {clock.as_of, clock.ahead(test.within_next)}
    if test.in_period:
        return {*clock.period(test.in_period)}
    if test.days_from_today is not None:
        stretch = whole(clock.today + timedelta(days=test.days_from_today), clock)
        return {stretch.start, stretch.end}
    return set()
