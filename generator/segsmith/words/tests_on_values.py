"""One operator on one value, as the second half of a sentence: `is more than 5`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from segsmith.definitions.scalars import Duration, Literals
from segsmith.definitions.value_tests import AnniversaryWindow, Reference, ValueTest
from segsmith.words import phrases
from segsmith.words.subjects import Speaker

_SIMPLE = {
    "is_": "is",
    "is_not": "is not",
    "more_than": "is more than",
    "at_least": "is at least",
    "less_than": "is less than",
    "at_most": "is at most",
    "includes": "includes",
    "before": "is before",
    "after": "is after",
    "on_or_before": "is on or before",
    "on_or_after": "is on or after",
    "on_day": "is on the day",
    "not_on_day": "is not on the day",
}
_TEXT = {
    "contains": "contains",
    "does_not_contain": "does not contain",
    "starts_with": "starts with",
    "does_not_start_with": "does not start with",
    "ends_with": "ends with",
    "does_not_end_with": "does not end with",
    "matches_pattern": "matches the pattern",
    "does_not_match_pattern": "does not match the pattern",
}
_LISTS = {
    "in_": ("is", "or"),
    "not_in": ("is not", "or"),
    "includes_any": ("includes", "or"),
    "includes_all": ("includes", "and"),
    "includes_none": ("includes none of", "or"),
    "between": ("is between", "and"),
    "not_between": ("is not between", "and"),
}


def predicate(test: ValueTest, is_masked: bool, speaker: Speaker) -> str:
    """The second half of the sentence; literals are masked when the subject is personal."""
    words = _core(test, is_masked, speaker)
    if test.ignore_case:
        words += " in any case"
    if test.nulls == "no_match":
        words += " (known values only)"
    return words


def operand(value: Reference | Literals, is_masked: bool, speaker: Speaker) -> str:
    """What is compared with: a literal, or another value of the row."""
    if not isinstance(value, Reference):
        return phrases.MASK if is_masked else phrases.literal(value)
    if value.attribute is not None:
        return f"the attribute {value.attribute}"
    if value.trait is not None:
        return f"the trait {value.trait}"
    if value.expression is not None:
        return f"the value of {speaker.formula(value.expression)}"
    return f"{value.ago} ago"


def _core(test: ValueTest, is_masked: bool, speaker: Speaker) -> str:
    operator, value = test.operator, test.operand
    if operator in _SIMPLE:
        return f"{_SIMPLE[operator]} {operand(value, is_masked, speaker)}"
    if operator in _TEXT:
        return f"{_TEXT[operator]} {phrases.MASK if is_masked else phrases.quoted(value)}"
    if operator in _LISTS:
        words, last = _LISTS[operator]
        return f"{words} {_values(value, last, is_masked, speaker)}"
    return _TIME_AND_STATE[operator](value, test)


def _values(
    values: Sequence[Reference | Literals], last: str, is_masked: bool, speaker: Speaker
) -> str:
    shown = [operand(value, is_masked, speaker) for value in values]
    if is_masked and len(set(shown)) == 1:
        return shown[0] if last == "or" else f"{shown[0]} {last} {shown[0]}"
    return phrases.joined(shown, last)


def _months(value: Any, _: ValueTest) -> str:
    if value == "this_month":
        return "is in the month of today, of any year"
    return f"is in {phrases.months(value)}, of any year"


def _anniversary(value: AnniversaryWindow | str, test: ValueTest) -> str:
    when = "today"
    if isinstance(value, AnniversaryWindow):
        when = f"in the next {phrases.span(value.within_next)}"
    years = test.min_years or 0
    least = f", of at least {years} year{'' if years == 1 else 's'}" if years else ""
    leap = {
        "march_1": ", 29 February moved to 1 March",
        "skip": ", 29 February only in leap years",
    }.get(test.leap_day or "", "")
    return f"has its anniversary {when}{least}{leap}"


def _known(value: bool, _: ValueTest) -> str:
    return "is known" if value else "is not known"


def _empty(value: bool, _: ValueTest) -> str:
    return "is empty" if value else "is not empty"


def _within_last(value: Duration, _: ValueTest) -> str:
    return f"is in the last {phrases.span(value)}"


def _older_than(value: Duration, _: ValueTest) -> str:
    return f"is more than {value} ago"


def _within_next(value: Duration, _: ValueTest) -> str:
    return f"is in the next {phrases.span(value)}"


def _period(value: str, _: ValueTest) -> str:
    return f"is {phrases.period(value)}"


def _day(value: int, _: ValueTest) -> str:
    return f"is {phrases.day(value)}"


_TIME_AND_STATE: dict[str, Callable[[Any, ValueTest], str]] = {
    "is_set": _known,
    "is_empty": _empty,
    "within_last": _within_last,
    "older_than": _older_than,
    "within_next": _within_next,
    "in_period": _period,
    "month_is": _months,
    "days_from_today": _day,
    "anniversary": _anniversary,
}
