"""A condition on events: `more than 5 email_opened events in the last 30 days`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from segsmith.definitions.conditions import Condition
from segsmith.definitions.measures import EventCondition
from segsmith.definitions.value_tests import Reference, ValueTest
from segsmith.definitions.windows import Window
from segsmith.words import event_patterns, phrases
from segsmith.words.subjects import Speaker
from segsmith.words.tests_on_values import predicate

RuleWords = Callable[[Condition, Speaker], str]

_COUNTED = {
    "is_": "exactly",
    "more_than": "more than",
    "at_least": "at least",
    "less_than": "less than",
    "at_most": "at most",
}
VALUE_OF = {
    "sum": "the total {of}",
    "average": "the average {of}",
    "smallest": "the smallest {of}",
    "largest": "the largest {of}",
    "distinct_values": "the number of different values of {of}",
}


def event_condition(condition: EventCondition, speaker: Speaker, rule: RuleWords) -> str:
    """The whole condition; `rule` says the rule over the events' own properties."""
    return _said(condition, speaker, rule, is_negated=False)


def negated(condition: EventCondition, speaker: Speaker, rule: RuleWords) -> str | None:
    """`no ... events` for the plain condition, None where no such short form is exact."""
    is_plain = not condition.pattern and condition.measure_rule is None
    if condition.measure_test is not None or not is_plain:
        return None
    return _said(condition, speaker, rule, is_negated=True)


def _said(condition: EventCondition, speaker: Speaker, rule: RuleWords, is_negated: bool) -> str:
    tail = _tail(condition, speaker, rule)
    measure, test = condition.measure, condition.measure_test
    events = speaker.kinds(condition.event)
    if condition.pattern:
        return _pattern(condition, f"{events}{tail}", speaker)
    if condition.measure_rule is not None:
        inner = rule(condition.measure_rule, speaker.inside(condition.event))
        one = speaker.one(measure.removesuffix("_is"), condition.event)
        return f"{one}{tail} is one with ({inner})"
    if test is None:
        return f"{'no' if is_negated else 'any'} {events}{tail}"
    inside = speaker.inside(condition.event)
    is_masked = condition.of is not None and inside.is_personal_formula(condition.of)
    if measure == "count":
        return _counted(test, events, tail, speaker)
    if measure == "distinct_days":
        days = number_of(test)
        if days:
            return f"{events} on {days} different days{tail}"
        subject = f"the number of different days with {events}{tail}"
    elif measure in ("first", "last"):
        one = f"{speaker.one(measure, condition.event)}{tail}"
        subject = (
            f"{inside.formula(condition.of)} of {one}" if condition.of else f"the time of {one}"
        )
    else:
        of = VALUE_OF[measure].format(of=inside.formula(condition.of or ""))
        subject = f"{of} of {events}{tail}"
    # The number of different values tells nothing personal.
    is_masked = is_masked and measure != "distinct_values"
    return f"{subject} {predicate(test, is_masked, inside)}"


def _pattern(condition: EventCondition, events: str, speaker: Speaker) -> str:
    if condition.stopped is not None:
        return event_patterns.stopped(condition.stopped, events)
    if condition.restarted is not None:
        return event_patterns.restarted(condition.restarted, events)
    assert condition.regularly is not None
    test = condition.regularly.count
    counted = _counted(test, events, "", speaker) if test is not None else f"any {events}"
    return event_patterns.regularly(condition.regularly, counted)


def _counted(test: ValueTest, events: str, tail: str, speaker: Speaker) -> str:
    if test.operator == "is_" and test.operand == 0 and not isinstance(test.operand, bool):
        return f"no {events}{tail}"
    number = number_of(test)
    if number:
        return f"{number} {events}{tail}"
    return f"the number of {events}{tail} {predicate(test, False, speaker)}"


def number_of(test: ValueTest) -> str:
    """`more than 5`, or '' where the operator does not count so simply."""
    value = test.operand
    if test.operator == "between" and not any(isinstance(bound, Reference) for bound in value):
        return f"{phrases.literal(value[0])} to {phrases.literal(value[1])}"
    if test.operator in _COUNTED and isinstance(value, (int, Decimal)):
        return f"{_COUNTED[test.operator]} {phrases.literal(value)}"
    return ""


def _tail(condition: EventCondition, speaker: Speaker, rule: RuleWords) -> str:
    words = window(condition)
    tail = f" {words}" if words else ""
    if condition.where is not None:
        tail += f" (where {rule(condition.where, speaker.inside(condition.event))})"
    return tail


def window(stretch: Window) -> str:
    """Which events count, by their time; '' for all up to as-of."""
    if stretch.within_last is not None:
        return f"in the last {phrases.span(stretch.within_last)}"
    if stretch.older_than is not None:
        return f"more than {stretch.older_than} ago"
    if stretch.between_ago is not None:
        older, newer = stretch.between_ago
        first = str(older.count) if older.unit == newer.unit else str(older)
        return f"between {first} and {newer} ago"
    if stretch.in_period is not None:
        return phrases.period(stretch.in_period)
    if stretch.last_calendar_days is not None:
        days = stretch.last_calendar_days
        return "today" if days == 1 else f"in the last {days} calendar days"
    if stretch.since is not None:
        return f"since the attribute {stretch.since.attribute}"
    return _fixed(stretch)


def _fixed(stretch: Window) -> str:
    words = [
        f"{word} {bound}"
        for word, bound in (
            ("from", stretch.from_),
            ("before", stretch.to),
            ("through", stretch.through),
        )
        if bound is not None
    ]
    return " and ".join(words) if stretch.to is not None else " ".join(words)
