"""Tests on one value: exactly one operator, with what it is compared with."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from segsmith.definitions.scalars import (
    DurationValue,
    LiteralValue,
    Month,
    Months,
    PeriodWord,
    Text,
    as_list,
    check_month,
)
from segsmith.definitions.strict import Strict, refusal


class Reference(Strict):
    """Another value of the same row, or an instant counted back from as-of."""

    attribute: Text | None = None
    trait: Text | None = None
    expression: Text | None = None
    ago: DurationValue | None = None

    @model_validator(mode="after")
    def _one(self) -> Reference:
        if len(self.model_fields_set) != 1:
            raise refusal(
                "bad-value", "a value needs exactly one of attribute, trait, expression, ago"
            )
        return self


def _operand_kind(value: Any) -> str:
    return "<reference>" if isinstance(value, (dict, Reference)) else "<literal>"


Operand: TypeAlias = Annotated[
    Annotated[Reference, Tag("<reference>")] | Annotated[LiteralValue, Tag("<literal>")],
    Discriminator(_operand_kind),
]


def _not_empty(value: object) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise refusal("not-a-list", "a list of values belongs here", "write [a, b]")
    if not value:
        raise refusal("empty-list", "the list is empty", "name at least one value")
    return tuple(value)


def _pair(value: object) -> object:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise refusal("not-a-pair", "two bounds belong here", "write [low, high]")
    return tuple(value)


Operands: TypeAlias = Annotated[
    tuple[Operand, ...],
    BeforeValidator(
        _not_empty, json_schema_input_type=Annotated[tuple[Operand, ...], Field(min_length=1)]
    ),
]
Bounds: TypeAlias = Annotated[tuple[Operand, Operand], BeforeValidator(_pair)]


def _months(value: object) -> object:
    if value == "this_month":
        return value
    return tuple(check_month(month) for month in _not_empty(as_list(value)))


MonthTest: TypeAlias = Annotated[
    Literal["this_month"] | Months,
    BeforeValidator(
        _months,
        json_schema_input_type=Literal["this_month"]
        | Month
        | Annotated[tuple[Month, ...], Field(min_length=1)],
    ),
]


class AnniversaryWindow(Strict):
    """The next anniversary lies in the coming local days."""

    within_next: DurationValue


def _anniversary_kind(value: Any) -> str:
    return "<window>" if isinstance(value, (dict, AnniversaryWindow)) else "<word>"


AnniversaryTest: TypeAlias = Annotated[
    Annotated[AnniversaryWindow, Tag("<window>")] | Annotated[Literal["today"], Tag("<word>")],
    Discriminator(_anniversary_kind),
]

NEGATIVE_OPERATORS: dict[str, str] = {
    "is_not": "is_",
    "not_in": "in_",
    "not_between": "between",
    "not_on_day": "on_day",
    "does_not_contain": "contains",
    "does_not_start_with": "starts_with",
    "does_not_end_with": "ends_with",
    "does_not_match_pattern": "matches_pattern",
    "includes_none": "includes_any",
}


class ValueTest(Strict):
    """One operator on one value, and its modifiers."""

    is_: Operand | None = Field(None, alias="is")
    is_not: Operand | None = None
    in_: Operands | None = Field(None, alias="in")
    not_in: Operands | None = None
    is_set: bool | None = None
    more_than: Operand | None = None
    at_least: Operand | None = None
    less_than: Operand | None = None
    at_most: Operand | None = None
    between: Bounds | None = None
    not_between: Bounds | None = None
    contains: Text | None = None
    does_not_contain: Text | None = None
    starts_with: Text | None = None
    does_not_start_with: Text | None = None
    ends_with: Text | None = None
    does_not_end_with: Text | None = None
    matches_pattern: Text | None = None
    does_not_match_pattern: Text | None = None
    is_empty: bool | None = None
    includes: Operand | None = None
    includes_any: Operands | None = None
    includes_all: Operands | None = None
    includes_none: Operands | None = None
    before: Operand | None = None
    after: Operand | None = None
    on_or_before: Operand | None = None
    on_or_after: Operand | None = None
    on_day: Operand | None = None
    not_on_day: Operand | None = None
    within_last: DurationValue | None = None
    older_than: DurationValue | None = None
    within_next: DurationValue | None = None
    in_period: PeriodWord | None = None
    month_is: MonthTest | None = None
    days_from_today: int | None = Field(None, ge=-36_600, le=36_600)
    anniversary: AnniversaryTest | None = None

    min_years: int | None = None
    leap_day: Literal["february_28", "march_1", "skip"] | None = None
    ignore_case: bool = False
    nulls: Literal["match", "no_match"] | None = None

    @property
    def operator(self) -> str:
        """The field name of the operator, like `is_` or `more_than`; '' without one."""
        return next((name for name in OPERATORS if name in self.model_fields_set), "")

    @property
    def operand(self) -> Any:
        """What the operator compares with."""
        return getattr(self, self.operator)

    @property
    def nulls_match(self) -> bool:
        """Whether a null makes a negative operator true."""
        return self.operator in NEGATIVE_OPERATORS and self.nulls != "no_match"

    @model_validator(mode="after")
    def _one_operator(self) -> ValueTest:
        found = [name for name in OPERATORS if name in self.model_fields_set]
        if len(found) > 1:
            words = " and ".join(f"`{name.rstrip('_')}`" for name in found)
            raise refusal(
                "two-operators",
                f"{words} stand in one condition",
                "use `between`, or two conditions under `all`",
                at=found[1],
            )
        operator = found[0] if found else ""
        if self.nulls is not None and operator not in NEGATIVE_OPERATORS:
            raise refusal(
                "nulls-not-negative",
                "`nulls` belongs to a negative operator",
                "a positive operator is false on null",
                at="nulls",
            )
        has_leap = self.min_years is not None or self.leap_day is not None
        if has_leap and operator != "anniversary":
            raise refusal(
                "not-anniversary",
                "`min_years` and `leap_day` belong to `anniversary`",
                at="leap_day" if self.min_years is None else "min_years",
            )
        return self


_MODIFIERS = {"min_years", "leap_day", "ignore_case", "nulls"}
OPERATORS: tuple[str, ...] = tuple(n for n in ValueTest.model_fields if n not in _MODIFIERS)


class DecidedTest(ValueTest):
    """A value test whose operator may not be missing."""

    @model_validator(mode="after")
    def _has_operator(self) -> DecidedTest:
        if not self.operator:
            raise refusal("no-operator", "no operator", "say what is tested, like `is: ...`")
        return self
