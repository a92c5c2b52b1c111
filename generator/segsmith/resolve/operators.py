"""Which operators fit which type of value."""

from __future__ import annotations

from segsmith.resolve.nodes import Comparator

_ANY = ("is_", "is_not", "in_", "not_in", "is_set")
ORDER: dict[str, Comparator] = {
    "more_than": ">",
    "at_least": ">=",
    "less_than": "<",
    "at_most": "<=",
}
_NUMBER = (*_ANY, *ORDER, "between", "not_between")
_TEXT = (
    *_NUMBER,
    "contains",
    "does_not_contain",
    "starts_with",
    "does_not_start_with",
    "ends_with",
    "does_not_end_with",
    "matches_pattern",
    "does_not_match_pattern",
    "is_empty",
)
_TIME = (
    *_ANY,
    "between",
    "not_between",
    "before",
    "after",
    "on_or_before",
    "on_or_after",
    "on_day",
    "not_on_day",
    "within_last",
    "older_than",
    "within_next",
    "in_period",
    "month_is",
    "days_from_today",
    "anniversary",
)
OPERATORS_OF: dict[str, tuple[str, ...]] = {
    "number": _NUMBER,
    "text": _TEXT,
    "boolean": _ANY,
    "instant": _TIME,
    "date": _TIME,
    "array": ("is_set", "includes", "includes_any", "includes_all", "includes_none", "is_empty"),
}
