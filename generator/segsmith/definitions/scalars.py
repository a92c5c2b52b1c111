"""Small values of the language: keys, literals, durations, months, period words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from segsmith.definitions.reserved import RESERVED_KEYS
from segsmith.definitions.strict import refusal

KEY_PATTERN = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEY_LENGTH = 40
MAX_TEXT = 100_000

Unit: TypeAlias = Literal["second", "minute", "hour", "day", "week", "month", "year"]
_UNITS: tuple[Unit, ...] = ("second", "minute", "hour", "day", "week", "month", "year")
_DURATION = re.compile(r"([0-9]{1,6}) (second|minute|hour|day|week|month|year)s?")

PERIODS = ("day", "week", "month", "quarter", "year")
PERIOD_WORDS: dict[str, tuple[str, int]] = {
    "yesterday": ("day", -1),
    "today": ("day", 0),
    "tomorrow": ("day", 1),
    **{
        f"{word}_{period}": (period, step)
        for period in PERIODS[1:]
        for word, step in (("last", -1), ("this", 0), ("next", 1))
    },
}


@dataclass(frozen=True)
class Duration:
    """A whole number of units; month and year are calendar steps, the others exact time."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def parse_duration(value: object) -> Duration:
    """Read `30 days`; at least 1 and at most 100 years."""
    if isinstance(value, Duration):
        return value
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise refusal(
            "bad-duration",
            f"{value!r} is not a duration",
            f"a whole number and a unit, like `30 days` (units: {', '.join(_UNITS)})",
        )
    count, unit = int(match.group(1)), next(u for u in _UNITS if u == match.group(2))
    if count == 0:
        raise refusal("bad-duration", "a duration of nothing", "use at least `1 second`")
    if is_too_long(count, unit):
        raise refusal("bad-duration", f"{value} is more than 100 years", "leave the window out")
    return Duration(count, unit)


def is_too_long(count: int, unit: Unit) -> bool:
    """Whether so many units are more than 100 years."""
    years = {"second": 31_536_000, "minute": 525_600, "hour": 8_760, "day": 366, "week": 52}
    return count > 100 * years.get(unit, 12 if unit == "month" else 1)


def parse_literal(value: object) -> object:
    """A literal: true/false, a number or text; never null, a list or a mapping."""
    if isinstance(value, (list, dict)):
        raise refusal("not-a-value", "a list or mapping stands where one value belongs", "")
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise refusal("text-too-long", f"the text has {len(value):,} characters", "")
    return value


def check_key(value: object) -> str:
    """A user's name: small ASCII letters, digits and single underscores, at most 40."""
    if not isinstance(value, str):
        raise refusal("bad-key", f"{value!r} is not a name", "quote it if it is one")
    if not KEY_PATTERN.fullmatch(value):
        raise refusal(
            "bad-key",
            f"{value!r} cannot be a name",
            "small letters a-z, digits and single underscores, beginning with a letter",
        )
    if len(value) > KEY_LENGTH:
        raise refusal(
            "key-too-long",
            f"the name has {len(value)} characters",
            f"at most {KEY_LENGTH}",
        )
    if value in RESERVED_KEYS:
        raise refusal("reserved-key", f"`{value}` is a reserved word", f"say `{value}_segment`")
    return value


def check_month(value: object) -> int:
    """A month number 1 to 12."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 12:
        raise refusal("bad-month", f"{value!r} is not a month", "1 to 12")
    return value


def check_period(value: object) -> str:
    """One of the period words."""
    if value not in PERIOD_WORDS:
        raise refusal(
            "bad-period", f"{value!r} is not a period", "one of " + ", ".join(sorted(PERIOD_WORDS))
        )
    return str(value)


def as_list(value: object) -> object:
    """A single value where a list is meant stands for a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]


def as_number(value: object) -> object:
    """A whole number or decimal as a float; anything else is left to its check."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return float(value)
    return value


def as_tuple(value: object) -> object:
    """A list as a tuple, so that models are hashable; anything else is left to its check."""
    return tuple(value) if isinstance(value, list) else value


def as_keys(value: object) -> object:
    """One name or a list of names, as a tuple."""
    return as_tuple(as_list(value))


def check_text(value: object) -> str:
    """Text; a number must be quoted."""
    if not isinstance(value, str):
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        raise refusal("not-text", f"{shown} is not text", f"quote it: '{shown}'")
    if len(value) > MAX_TEXT:
        raise refusal("text-too-long", f"the text has {len(value):,} characters", "")
    return value


# Every scalar says its JSON Schema beside its check, for editors.
KEY_SCHEMA: dict[str, Any] = {
    "type": "string",
    "pattern": f"^{KEY_PATTERN.pattern}$",
    "maxLength": KEY_LENGTH,
}
TEXT_SCHEMA: dict[str, Any] = {"type": "string", "maxLength": MAX_TEXT}
VALUE_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean"]}
DURATION_SCHEMA: dict[str, Any] = {"type": "string", "pattern": f"^(?!0+ ){_DURATION.pattern}$"}

Key: TypeAlias = Annotated[str, PlainValidator(check_key), WithJsonSchema(KEY_SCHEMA)]
Text: TypeAlias = Annotated[str, PlainValidator(check_text), WithJsonSchema(TEXT_SCHEMA)]
Literals: TypeAlias = bool | int | Decimal | str
LiteralValue: TypeAlias = Annotated[
    Literals, PlainValidator(parse_literal), WithJsonSchema(VALUE_SCHEMA)
]
DurationValue: TypeAlias = Annotated[
    Duration, PlainValidator(parse_duration), WithJsonSchema(DURATION_SCHEMA)
]
Month: TypeAlias = Annotated[
    int,
    PlainValidator(check_month),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 12}),
]
Months: TypeAlias = Annotated[
    tuple[Month, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)
]
PeriodWord: TypeAlias = Annotated[
    str, PlainValidator(check_period), WithJsonSchema({"enum": list(PERIOD_WORDS)})
]
# A list of at least one text; that it is not empty is for its owner to refuse.
Texts: TypeAlias = Annotated[
    tuple[Text, ...],
    BeforeValidator(
        as_tuple, json_schema_input_type=Annotated[tuple[Text, ...], Field(min_length=1)]
    ),
]
# One name or a list of names.
Keys: TypeAlias = Annotated[
    tuple[Key, ...], BeforeValidator(as_keys, json_schema_input_type=Key | tuple[Key, ...])
]
