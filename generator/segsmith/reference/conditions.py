"""Whether a condition holds for one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segsmith.definitions.conditions import (
    ChannelCondition,
    Condition,
    ConsentCondition,
    Everyone,
    Group,
    ListCondition,
    Not,
    TagCondition,
    TagsCondition,
    TagsTest,
    TodayCondition,
    ValueCondition,
)
from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.definitions.measures import EventCondition, ObjectCondition
from segsmith.definitions.ranks import RandomCondition, TopCondition
from segsmith.definitions.sequences import SequenceCondition
from segsmith.definitions.value_tests import Reference, ValueTest
from segsmith.reference.event_patterns import pattern_holds
from segsmith.reference.events import counted_events, first_or_last_is, measured
from segsmith.reference.histories import happened, is_in_segment
from segsmith.reference.objects import counted_rows, every_row, measured_rows
from segsmith.reference.operators import folded, month_is, passes
from segsmith.reference.ranks import in_share, in_top
from segsmith.reference.rows import EntityRow, ObjectRow, Row
from segsmith.reference.sequences import sequence_holds
from segsmith.reference.values import Value

if TYPE_CHECKING:
    from segsmith.reference.world import World


def holds(condition: Condition, row: Row) -> bool:
    """Whether the condition is true for the row: never anything between."""
    match condition:
        case Group():
            results = [holds(member, row) for member in condition.members]
            match condition.word:
                case "all":
                    return all(results)
                case "any":
                    return any(results)
            return not any(results)
        case Not():
            return not holds(condition.not_, row)
        case Everyone():
            return True
        case ValueCondition():
            fold = condition.ignore_case or _folds(row, condition.attribute)
            is_true = tested(condition, subject(condition, row), row, fold)
            if condition.for_at_least is None:
                return is_true
            return is_true and has_lasted(condition, row, fold)
        case TodayCondition():
            clock = _world_of(row).clock
            return month_is(condition.today.month_is, clock.today, clock)
    if isinstance(condition, SegmentCondition):
        return _is_in(condition, row)
    assert isinstance(row, EntityRow), f"{condition} is not about one row"
    return _holds_for_entity(condition, row)


def _holds_for_entity(condition: Any, row: EntityRow) -> bool:
    match condition:
        case EventCondition():
            return _event_holds(condition, row)
        case SequenceCondition():
            return sequence_holds(condition, row, holds)
        case TagCondition():
            return condition.tag in row.world.tags(row)
        case TagsCondition():
            return _tags_hold(condition.tags, row.world.tags(row))
        case ListCondition():
            return condition.list_ in row.world.lists(row)
        case ObjectCondition():
            return _object_holds(condition, row)
        case HistoryCondition():
            return happened(condition, row)
        case ConsentCondition():
            channel = condition.opted_in or condition.opted_out
            assert channel
            return row.value(row.entity.consent[channel]) is (condition.opted_in is not None)
        case ChannelCondition():
            assert row.entity.channel
            same = {"attribute": row.entity.channel, "is": condition.channel}
            return holds(ValueCondition.model_validate(same), row)
        case TopCondition():
            return in_top(condition.top, row, holds)
        case RandomCondition():
            return in_share(condition.random, row)
    raise ValueError(f"no meaning for {condition!r}")


def subject(condition: ValueCondition, row: Row) -> Value:
    """The value that is tested."""
    if condition.expression is not None:
        return row.expression(condition.expression)
    name = condition.attribute or condition.trait
    assert name
    return row.value(name)


def tested(test: ValueTest, value: Value, row: Row, fold: bool) -> bool:
    """Whether a value passes a test whose references are looked up in the row."""
    operands = operands_of(test, row)
    if fold:
        value, operands = folded(value, operands)
    return passes(test, value, operands, _world_of(row).clock)


def has_lasted(condition: ValueCondition, row: Row, fold: bool) -> bool:
    """The test passes on every past row since long enough, one after the other without a gap."""
    assert isinstance(row, EntityRow) and condition.for_at_least
    clock = row.world.clock
    since = known_to = clock.ago(condition.for_at_least)
    for start, end, past in row.world.past_rows(row):
        if end <= since:
            continue
        if start > known_to or not tested(condition, subject(condition, past), past, fold):
            return False
        known_to = max(known_to, end)
    return known_to >= clock.as_of


# Operators that compare with no other value: what they need stands in the test itself.
ALONE = (
    "is_set",
    "is_empty",
    "within_last",
    "older_than",
    "within_next",
    "in_period",
    "month_is",
    "days_from_today",
    "anniversary",
)


def operands_of(test: ValueTest, row: Row) -> list[Value]:
    """The values the operator compares with; none for operators that stand alone."""
    if test.operator in ALONE:
        return []
    found = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    return [_operand(operand, row) for operand in found]


def _operand(operand: Any, row: Row) -> Value:
    if not isinstance(operand, Reference):
        literal: Value = operand
        return literal
    if operand.ago:
        return _world_of(row).clock.ago(operand.ago)
    if operand.expression is not None:
        return row.expression(operand.expression)
    name = operand.attribute or operand.trait
    assert name
    return row.value(name)


def _event_holds(condition: EventCondition, row: EntityRow) -> bool:
    events = counted_events(condition, row, holds)
    if condition.pattern:
        times = [event.raw[event.source.occurred_at] for event in events]
        return pattern_holds(
            condition,
            times,
            row.world.clock,
            lambda test, count: tested(test, count, row, False),
        )
    if condition.measure_rule is not None:
        return first_or_last_is(condition, events, holds)
    value = measured(condition, events, row.world.clock)
    test = condition.measure_test
    if test is None:
        return value != 0
    of = condition.of
    fold = test.ignore_case or any(_folds(event, of) for event in events[:1])
    return tested(test, value, row, fold)


def _object_holds(condition: ObjectCondition, row: EntityRow) -> bool:
    if condition.every:
        return every_row(condition, row, holds)
    rows = counted_rows(condition, row, holds)
    value = measured_rows(condition, rows, holds)
    test = condition.measure_test
    if test is None:
        return bool(value)
    fold = test.ignore_case or any(_folds(related, condition.of) for related in rows[:1])
    return tested(test, value, row, fold)


def _is_in(condition: SegmentCondition, row: Row) -> bool:
    """In a segment of its own, or (`account.key_accounts`) the related one is in it."""
    step, dot, key = condition.segment.rpartition(".")
    if isinstance(row, ObjectRow):
        return row.key in row.owner.world.members_of(key)
    assert isinstance(row, EntityRow), "an event is in no segment"
    if not dot:
        return is_in_segment(condition, row)
    relation = row.entity.relations[step]
    other = row.world.row(relation.to, row.value(relation.by))
    return other is not None and other.key in row.world.members_of(key)


def _tags_hold(test: TagsTest, tags: frozenset[str]) -> bool:
    if test.is_empty is not None:
        return (not tags) == test.is_empty
    if test.includes_any is not None:
        return any(tag in tags for tag in test.includes_any)
    if test.includes_all is not None:
        return all(tag in tags for tag in test.includes_all)
    return not any(tag in tags for tag in test.includes_none or ())


def _folds(row: Row, name: str | None) -> bool:
    """Whether the catalog says that this attribute is compared without regard to case."""
    declared = row.declared(name) if name and _is_plain(name) else None
    return declared is not None and declared.ignore_case


def _is_plain(name: str) -> bool:
    return name.replace(".", "_").isidentifier()


def _world_of(row: Row) -> World:
    return row.world if isinstance(row, EntityRow) else row.owner.world
