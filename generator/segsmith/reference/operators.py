"""The operators on one value. Every test is true or false; nulls are settled here, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from segsmith.definitions.value_tests import NEGATIVE_OPERATORS, AnniversaryWindow, ValueTest
from segsmith.reference.calendar import MICROSECOND, Clock, anniversary
from segsmith.reference.patterns import matches
from segsmith.reference.values import Value, equal, fold, less
from segsmith.reference.windows import Stretch, whole

# What the operator is compared with, its references looked up: one value, or a list of them.
Operands = list[Value]


def passes(test: ValueTest, value: Value, operands: Operands, clock: Clock) -> bool:
    """Whether a value passes a test.

    A positive operator is false on null; a negative one is the complement of its positive twin,
    and with `nulls: no_match` also false when a null stands on either side.
    """
    if test.operator == "is_set":
        return (value is not None) == test.is_set
    if test.operator == "is_empty":
        return (value is None or value in ("", ())) == test.is_empty
    positive = NEGATIVE_OPERATORS.get(test.operator)
    if positive is None:
        return _holds(test.operator, test, value, operands, clock)
    has_null = value is None or None in operands
    if has_null and not test.nulls_match:
        return False
    return not _holds(positive, test, value, operands, clock)


def _holds(operator: str, test: ValueTest, value: Any, operands: Operands, clock: Clock) -> bool:
    """A positive operator; nulls on either side never match."""
    if value is None:
        return False
    others = [_like(value, other, clock) for other in operands if other is not None]
    if operator == "includes_all":
        return all(other is not None and other in value for other in operands)
    if operator in ("is_", "in_", "includes", "includes_any"):
        return any(_is(value, other, clock) for other in others)
    if len(others) < len(operands):
        return False
    if isinstance(value, date):
        return _moment_holds(operator, test, value, others, clock)
    return _plain_holds(operator, value, others)


def _like(value: Value, other: Value, clock: Clock) -> Value:
    """A literal beside a date or an instant is one, too."""
    return clock.read(other) if isinstance(value, date) and isinstance(other, str) else other


def _is(value: Any, other: Any, clock: Clock) -> bool:
    if isinstance(value, tuple):
        return other in value
    if isinstance(value, date):
        return _compare("is_", value, other, clock)
    return equal(value, other)


_PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "more_than": lambda value, other: less(other, value),
    "at_least": lambda value, other: not less(value, other),
    "less_than": less,
    "at_most": lambda value, other: not less(other, value),
    "contains": lambda value, other: other in value,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "matches_pattern": matches,
}


def _plain_holds(operator: str, value: Any, others: list[Any]) -> bool:
    """Numbers and text."""
    if operator == "between":
        return not less(value, others[0]) and not less(others[1], value)
    return _PLAIN[operator](value, others[0])


def _moment_holds(
    operator: str, test: ValueTest, value: date, others: list[Any], clock: Clock
) -> bool:
    """Instants, and dates (which count as their local start where an instant is meant)."""
    instant = clock.instant(value)
    match operator:
        case "between":
            low, high = others
            return _compare("on_or_after", value, low, clock) and _compare(
                "on_or_before", value, high, clock
            )
        case "on_day":
            return clock.local_day(value) == clock.local_day(others[0])
        case "within_last":
            assert test.within_last
            return Stretch(clock.ago(test.within_last), clock.as_of + MICROSECOND).holds(instant)
        case "older_than":
            assert test.older_than
            return Stretch(None, clock.ago(test.older_than)).holds(instant)
        case "within_next":
            assert test.within_next
            end = clock.ahead(test.within_next) + MICROSECOND
            return Stretch(clock.as_of + MICROSECOND, end).holds(instant)
        case "in_period":
            assert test.in_period
            return Stretch(*clock.period(test.in_period)).holds(instant)
        case "month_is":
            return month_is(test.month_is, clock.local_day(value), clock)
        case "days_from_today":
            assert test.days_from_today is not None
            return clock.local_day(value) == clock.today + timedelta(days=test.days_from_today)
        case "anniversary":
            return _anniversary(test, clock.local_day(value), clock)
    return _compare(operator, value, others[0], clock)


def _compare(operator: str, value: date, other: date, clock: Clock) -> bool:
    """Before and after: where a date and an instant meet, the date is that whole local day."""
    if not isinstance(value, datetime):
        left, right = value, clock.local_day(other)
        return {
            "is_": left == right,
            "before": left < right,
            "on_or_before": left <= right,
            "after": left > right,
            "on_or_after": left >= right,
        }[operator]
    instant, day = value, whole(other, clock)
    assert day.start is not None
    assert day.end is not None
    return {
        "is_": day.start <= instant < day.end,
        "before": instant < day.start,
        "on_or_before": instant < day.end,
        "after": instant >= day.end,
        "on_or_after": instant >= day.start,
    }[operator]


def month_is(months: Any, day: date, clock: Clock) -> bool:
    """Whether a local day lies in one of the months."""
    return day.month in ((clock.today.month,) if months == "this_month" else months)


def _anniversary(test: ValueTest, born: date, clock: Clock) -> bool:
    """An anniversary today, or in the local days after today; of a day that is not to come."""
    if test.anniversary == "today":
        first, last = clock.today, clock.today
    else:
        assert isinstance(test.anniversary, AnniversaryWindow)
        length = test.anniversary.within_next
        days = length.count * {"day": 1, "week": 7}[length.unit]
        first, last = clock.today + timedelta(days=1), clock.today + timedelta(days=days)
    if born > clock.today:
        return False
    for year in range(max(first.year, born.year + (test.min_years or 0)), last.year + 1):
        day = anniversary(born, year, test.leap_day or "february_28")
        if day is not None and first <= day <= last:
            return True
    return False


def folded(value: Value, operands: Operands) -> tuple[Value, Operands]:
    """Both sides without regard to case."""
    return fold(value), [fold(other) for other in operands]
