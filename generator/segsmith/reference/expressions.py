"""What an expression gives for one row. Comparison and logic are SQL's, with three values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from segsmith.reference.calendar import Clock, read_moment
from segsmith.reference.expression_parser import Call, Literal, Name, Node, parse_expression
from segsmith.reference.values import (
    EXACT,
    Value,
    clean,
    equal,
    extreme,
    finite,
    less,
    same_kind,
    simple_lower,
    simple_upper,
)

Lookup = Callable[[str], Value]
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,10})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND = re.compile(
    _DAY.pattern + r"[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[-+][0-9]{2}:[0-9]{2})?"
)


def expression_value(text: str, value_of: Lookup, clock: Clock) -> Value:
    """The value of an expression; `value_of` gives the value of a name."""
    return _value(parse_expression(text), value_of, clock)


def _value(node: Node, value_of: Lookup, clock: Clock) -> Value:
    match node:
        case Literal(value):
            return value
        case Name(name):
            return value_of(name)
        case Call("case", parts):
            for when, then in zip(parts[:-1:2], parts[1::2], strict=True):
                if _value(when, value_of, clock) is True:
                    return _value(then, value_of, clock)
            return _value(parts[-1], value_of, clock)
        case Call(function, arguments):
            return _call(function, [_value(a, value_of, clock) for a in arguments], clock)


def _call(function: str, found: list[Any], clock: Clock) -> Value:
    """Functions that look at nulls themselves; the others are null if an argument is."""
    there = [value for value in found if value is not None]
    match function:
        case "and":
            return False if False in found else None if None in found else True
        case "or":
            return True if True in found else None if None in found else False
        case "is null":
            return found[0] is None
        case "coalesce":
            return clean(there[0]) if there else None
        case "nullif":
            return None if len(there) == 2 and equal(*there) else clean(found[0])
        case "least" | "greatest":
            return extreme(there, smallest=function == "least")
        case "concat":
            return "".join(as_text(value) or "" for value in there)
    return None if len(there) < len(found) else _strict(function, found, clock)


def _strict(function: str, found: list[Any], clock: Clock) -> Value:
    first = found[0]
    match function:
        case "not":
            return not first
        case "=" | "<>":
            return equal(*found) == (function == "=")
        case "<" | ">=":
            return less(*found) == (function == "<")
        case ">" | "<=":
            return less(found[1], found[0]) == (function == ">")
        case "+" | "-" | "*" | "/" | "negative" | "abs" | "round":
            return clean(_arithmetic(function, found))
        case "lower":
            return simple_lower(first)
        case "upper":
            return simple_upper(first)
        case "trim":
            return str(first).strip(" ")
        case "length":
            return len(first)
        case "days_since":
            return (clock.as_of - clock.instant(first)) // timedelta(days=1)
        case "month":
            return clock.local_day(first).month
        case "year":
            return clock.local_day(first).year
        case "from_epoch":
            return _from_epoch(first)
        case _ if function.startswith("cast as "):
            return _cast(first, function.removeprefix("cast as "), clock)
    raise ValueError(f"no function {function}")


def _arithmetic(function: str, found: list[Any]) -> Value:
    first = found[0]
    match function:
        case "negative":
            return first * -1 if isinstance(first, float) else exact("*", first, -1)
        case "abs":
            return first if first >= 0 else _arithmetic("negative", [first])
        case "/":
            return divided(first, found[1])
        case "round":
            return rounded(first, int(found[1]) if len(found) > 1 else 0)
    left, right = same_kind(*found)
    if isinstance(left, float):
        result: float = {"+": left + right, "-": left - right, "*": left * right}[function]
        return result
    return exact(function, left, right)


def divided(left: int | float | Decimal, right: int | float | Decimal) -> float | None:
    """Never cut; by zero null."""
    return float(left) / float(right) if right != 0 else None


def exact(operator: str, left: int | Decimal, right: int | Decimal) -> int | Decimal:
    """`+`, `-` and `*` of whole and decimal numbers, without rounding."""
    if isinstance(left, int) and isinstance(right, int):
        return {"+": left + right, "-": left - right, "*": left * right}[operator]
    operation = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}[operator]
    return operation(Decimal(left), Decimal(right))


def rounded(number: int | float | Decimal, places: int) -> Decimal | None:
    """Half away from zero, on the decimal digits one reads; null without a place in 38 digits."""
    if not abs(float(number)) < 1e28:
        return None
    decimal = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    return decimal.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)


def as_text(value: Value) -> str | None:
    """A value as text: numbers without needless zeros, dates and instants as ISO 8601 has them.

    An instant is in UTC and cut to the second. A number without a place in 38 digits is null.
    """
    if isinstance(value, float | Decimal) and rounded(value, 0) is None:
        return None
    match value:
        case float() | Decimal():
            decimal = Decimal(repr(value)) if isinstance(value, float) else value
            text = format(decimal, "f")
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return "0" if text == "-0" else text
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%S")
        case date():
            return value.isoformat()
    return str(value)


def _from_epoch(seconds: int | float | Decimal) -> Value:
    if not -62_135_596_800 <= seconds <= 253_402_300_799:
        return None
    microseconds = rounded(seconds, 6) or 0
    return datetime(1970, 1, 1) + timedelta(microseconds=int(microseconds * 1_000_000))


def _cast(value: Any, target: str, clock: Clock) -> Value:
    """A value as another type; null where it cannot be read."""
    if target == "text":
        return as_text(value)
    if target == "number":
        if isinstance(value, str):
            return Decimal(value) if _NUMBER.fullmatch(value) else None
        return finite(value)
    if isinstance(value, str):
        return _moment_of_text(value, target)
    return clock.instant(value) if target == "instant" else clock.local_day(value)


def _moment_of_text(text: str, target: str) -> Value:
    """A date must be a bare date; an instant may be one too, and is then its UTC midnight."""
    is_day = _DAY.fullmatch(text) is not None
    if not is_day and (target == "date" or not _SECOND.fullmatch(text)):
        return None
    try:
        moment = read_moment(text)
    except ValueError:
        return None
    if target == "instant" and not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    return moment
