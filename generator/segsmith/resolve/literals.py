"""Literals, read by the type that the catalog says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from segsmith.definitions.catalog import Attribute, ValueType
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.resolve.nodes import Constant

_WANTED = {
    "text": "text",
    "number": "a number",
    "boolean": "true or false",
    "instant": "an instant or a date, like 2026-03-01 or 2026-03-01T09:30:00",
    "date": "a date, like 2026-03-01",
    "array": "text",
}


# What every warehouse compares exactly: decimal(38, 10).
MAX_WHOLE_DIGITS, MAX_DECIMALS = 28, 10
FIRST_YEAR, LAST_YEAR = 1000, 9998
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"[-+]?[0-9]+([.][0-9]+)?")


def has_place(number: int | Decimal) -> bool:
    """Whether a number has a place in 38 digits, ten of them decimals."""
    decimal = Decimal(number).normalize()
    exponent = decimal.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and decimal.adjusted() < MAX_WHOLE_DIGITS
        and -exponent <= MAX_DECIMALS
    )


@dataclass(frozen=True)
class LiteralReader:
    """Reads literals of one project (its time zone), telling what is wrong."""

    zone: ZoneInfo
    problems: list[Problem]

    def read(self, value: object, type_: ValueType, position: Position) -> Constant | None:
        """The constant, or None after telling the mistake.

        Where an instant is wanted a date is allowed and stays a date: its meaning is the whole
        local day, which the test decides.
        """
        wanted: ValueType = "text" if type_ == "array" else type_
        constant = _constant(value, wanted)
        if constant is None:
            self.problems.append(_wrong(value, type_, position))
            return None
        problem = _out_of_range(constant, position)
        if problem is not None:
            self.problems.append(problem)
            return None
        return constant

    def day_start(self, day: date, days: int = 0) -> Constant:
        """The instant (UTC) at which a local day begins."""
        local = datetime.combine(day + timedelta(days=days), time(), self.zone)
        return Constant(local.astimezone(UTC).replace(tzinfo=None), "instant")


def _constant(value: object, type_: ValueType) -> Constant | None:
    match type_:
        case "text" if isinstance(value, str):
            return Constant(value, "text")
        case "number" if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Constant(value, "number")
        case "boolean" if isinstance(value, bool):
            return Constant(value, "boolean")
        case "date" if isinstance(value, str):
            return _date(value)
        case "instant" if isinstance(value, str):
            return _date(value) or _instant(value)
    return None


def _date(text: str) -> Constant | None:
    try:
        # Not the forms with weeks that Python reads as well.
        return Constant(date.fromisoformat(text), "date") if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _instant(text: str) -> Constant | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.tzinfo is not None:
        try:
            instant = instant.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            return None
    return Constant(instant, "instant")


def _out_of_range(constant: Constant, position: Position) -> Problem | None:
    """What no warehouse compares as it stands, or Python cannot turn to UTC."""
    value = constant.value
    if isinstance(value, (int, Decimal)) and not has_place(value):
        return Problem(
            position,
            "number-too-long",
            f"{value} has more digits than warehouses compare exactly",
            f"at most {MAX_WHOLE_DIGITS} before the point and {MAX_DECIMALS} after it",
        )
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return Problem(
            position,
            "date-out-of-range",
            f"the year {value.year:04}",
            f"years from {FIRST_YEAR} to {LAST_YEAR}; for no limit leave it out",
        )
    return None


def number_as_text(constant: object, name: str, position: Position) -> Problem | None:
    """A warning where digits are ordered as text."""
    if not isinstance(constant, Constant) or constant.type != "text":
        return None
    if not _DIGITS.fullmatch(str(constant.value)):
        return None
    return Problem(
        position,
        "number-as-text",
        f"`{name}` is text and compared letter by letter: '9' comes after '10'",
        f"to compare numbers: `expression: cast({name} as number)`",
        "warning",
    )


def _wrong(value: object, type_: ValueType, position: Position) -> Problem:
    help_ = f"write {_WANTED[type_]}"
    if type_ in ("text", "array") and not isinstance(value, str):
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        help_ = f"quote it: '{shown}'"
    elif type_ == "number" and isinstance(value, str) and _DIGITS.fullmatch(value):
        help_ = f"write it without quotes: {value}"
    return Problem(
        position,
        "wrong-type",
        f"found {value!r}, expected {_WANTED[type_]}",
        help_,
    )


def check_known_value(
    constant: Constant, attribute: Attribute | None, name: str, position: Position
) -> Problem | None:
    """A value that the catalog does not list, where it lists the values there are."""
    if attribute is None or not attribute.values or constant.value in attribute.values:
        return None
    return Problem(
        position,
        "unknown-value",
        f"`{name}` never is {constant.value!r}",
        did_you_mean(str(constant.value), [str(v) for v in attribute.values], "its values"),
    )
