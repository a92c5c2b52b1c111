"""Values of a row: null, boolean, number, text, instant, date, array; how two are compared."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any, TypeAlias

Value: TypeAlias = (
    bool | int | float | Decimal | str | datetime | date | tuple[str | None, ...] | None
)

# Wide enough that adding and multiplying never rounds.
EXACT = Context(prec=200)


# Not a number, and yet a value: greater than every number, and equal to itself.
NAN = math.nan


def is_nan(value: Any) -> bool:
    """Whether a value is NaN, of either kind."""
    return isinstance(value, float | Decimal) and math.isnan(value)


def finite(value: Value) -> Value:
    """A number, and null for NaN and infinity."""
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return None
    return value


def clean(raw: Any) -> Value:
    """A value as it lies in a table; a list becomes a tuple, and there is one NaN."""
    if is_nan(raw):
        return NAN
    if isinstance(raw, list):
        return tuple(raw)
    value: Value = raw
    return value


def same_kind(left: Any, right: Any) -> tuple[Any, Any]:
    """Two values ready to be compared: a decimal beside a double becomes a double."""
    if isinstance(left, float) or isinstance(right, float):
        return float(left), float(right)
    return left, right


def equal(left: Value, right: Value) -> bool:
    """Whether two values that are not null are the same."""
    if is_nan(left) or is_nan(right):
        return is_nan(left) and is_nan(right)
    one, other = same_kind(left, right)
    return bool(one == other)


def less(left: Value, right: Value) -> bool:
    """Whether the first of two values that are not null is smaller; text by code point."""
    if is_nan(left) or is_nan(right):
        return is_nan(right) and not is_nan(left)
    one, other = same_kind(left, right)
    return bool(one < other)


def extreme(values: Iterable[Value], smallest: bool) -> Value:
    """The smallest or largest of values that are not null; null of none."""
    best: Value = None
    for value in values:
        if best is None or (less(value, best) if smallest else less(best, value)):
            best = value
    return best


def simple_lower(text: str) -> str:
    """Small letters, one character for one character."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def simple_upper(text: str) -> str:
    """Capital letters, one character for one character."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def fold(value: Value) -> Value:
    """Text (also in an array) without regard to case; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(item if item is None else simple_lower(item) for item in value)
    return simple_lower(value) if isinstance(value, str) else value
