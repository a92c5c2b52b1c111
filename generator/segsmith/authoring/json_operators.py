"""The operators of the JSON shape, as keys of our conditions, by what the field is."""

from __future__ import annotations

from typing import Literal, TypeAlias

from segsmith.resolve.operators import OPERATORS_OF

Shape: TypeAlias = Literal["same", "list", "flag", "days"]

# Operator: our key, and what becomes of the value.
_ANY: dict[str, tuple[str, Shape]] = {
    "equals": ("is", "same"),
    "not_equals": ("is_not", "same"),
    "greater_than": ("more_than", "same"),
    "greater_or_equal": ("at_least", "same"),
    "less_than": ("less_than", "same"),
    "less_or_equal": ("at_most", "same"),
    "contains": ("contains", "same"),
    "not_contains": ("does_not_contain", "same"),
    "starts_with": ("starts_with", "same"),
    "ends_with": ("ends_with", "same"),
    "in": ("in", "list"),
    "not_in": ("not_in", "list"),
    "is_null": ("is_set", "flag"),
    "is_not_null": ("is_set", "flag"),
    "between": ("between", "list"),
    "within_days": ("within_last", "days"),
    "more_than_days_ago": ("older_than", "days"),
}
_TIME: dict[str, tuple[str, Shape]] = {
    "greater_than": ("after", "same"),
    "greater_or_equal": ("on_or_after", "same"),
    "less_than": ("before", "same"),
    "less_or_equal": ("on_or_before", "same"),
}
_ARRAY: dict[str, tuple[str, Shape]] = {
    "contains": ("includes", "same"),
    "in": ("includes_any", "list"),
    "not_in": ("includes_none", "list"),
    "not_contains": ("includes_none", "list"),
}
OPERATORS = tuple(_ANY)
# Of the rows of an event: their count, their time.
COUNTED = (
    "equals",
    "not_equals",
    "greater_than",
    "greater_or_equal",
    "less_than",
    "less_or_equal",
    "in",
    "not_in",
    "between",
)
OF_EVENTS = (*COUNTED, "is_null", "is_not_null", "within_days", "more_than_days_ago")
OF_OBJECTS = (*COUNTED, "is_null", "is_not_null")
# Of a set of words (tags), and of one name (a list, a segment).
OF_TAGS = ("equals", "not_equals", "contains", "not_contains", "in", "not_in")
OF_NAMES = OF_TAGS


def fitting(type_: str) -> tuple[str, ...]:
    """The operators that fit values of a type."""
    ours = {name.rstrip("_") for name in OPERATORS_OF[type_]}
    return tuple(name for name in OPERATORS if operator_for(name, type_)[0] in ours)


def operator_for(operator: str, type_: str) -> tuple[str, Shape]:
    """Our key for an operator on a value of a type, and what becomes of its value."""
    special = {"instant": _TIME, "date": _TIME, "array": _ARRAY}.get(type_, {})
    return special.get(operator) or _ANY[operator]
