"""Values of Python code as values of a definition file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NoReturn

from segsmith.errors import Position, Problem, UserError

_STEPS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def from_python(value: object, path: str) -> Any:
    """The value as YAML would give it: text, whole number, decimal, boolean, list or mapping.

    A `datetime` without a zone is UTC; a `timedelta` is a duration; a set is a sorted list.

    Raises:
        UserError: a value that no definition can hold; `path` says where.
    """
    match value:
        case bool() | int() | str():
            return value
        case float():
            if not math.isfinite(value):
                _refuse(value, path)
            return _decimal(Decimal(repr(value)), path)
        case Decimal():
            return _decimal(value, path)
        case datetime():
            zone = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            return zone.isoformat()
        case date():
            return value.isoformat()
        case timedelta():
            return _duration(value, path)
        case Mapping():
            return {
                str(key): from_python(item, f"{path}.{key}")
                for key, item in value.items()
                if item is not None
            }
        case Set():
            return sorted((from_python(item, path) for item in value), key=str)
        case list() | tuple():
            return [from_python(item, f"{path}[{i}]") for i, item in enumerate(value)]
    _refuse(value, path)


def _decimal(value: Decimal, path: str) -> int | Decimal:
    if not value.is_finite():
        _refuse(value, path)
    # Written without an exponent, as a file would be; a whole number is one.
    return int(value) if value == value.to_integral_value() else Decimal(format(value, "f"))


def _duration(value: timedelta, path: str) -> str:
    if value <= timedelta() or value.microseconds:
        _refuse(value, path)
    seconds = round(value.total_seconds())
    step, unit = next(each for each in _STEPS if seconds % each[0] == 0)
    count = seconds // step
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _refuse(value: object, path: str) -> NoReturn:
    message = f"{value!r} cannot stand in a definition (at {path})"
    help_ = (
        "text, a number, true or false, a date, a datetime, a timedelta of whole seconds, a list"
    )
    raise UserError([Problem(Position("<python>"), "bad-value", message, help_)])
