"""Measures of many rows: of events and of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from segsmith.definitions.scalars import DurationValue, Text, as_list, as_tuple, is_too_long
from segsmith.definitions.strict import Strict, refusal
from segsmith.definitions.value_tests import ValueTest
from segsmith.definitions.windows import WINDOW_KEYS, Window

if TYPE_CHECKING:
    from segsmith.definitions.conditions import Condition


def _measure(value: object) -> object:
    if not isinstance(value, (dict, ValueTest)):
        raise refusal(
            "bare-measure",
            f"{value!r} stands where a test belongs",
            f"write `{{is: {value}}}` or `{{at_least: {value}}}`",
        )
    return value


def _names(value: object) -> object:
    if value == []:
        raise refusal("empty-list", "the list is empty", "name at least one kind of event")
    return as_tuple(as_list(value))


class MeasureTest(ValueTest):
    """A measure of a property (`of`), and the test on it."""

    of: Text | None = None


Measure: TypeAlias = Annotated[MeasureTest, BeforeValidator(_measure)]
Count: TypeAlias = Annotated[ValueTest, BeforeValidator(_measure)]
Names: TypeAlias = Annotated[
    tuple[Text, ...],
    BeforeValidator(_names, json_schema_input_type=Text | tuple[Text, ...]),
]

MEASURES = (
    "count",
    "sum",
    "average",
    "smallest",
    "largest",
    "first",
    "last",
    "distinct_values",
    "distinct_days",
)
# Measures that are a rule on one row: what they yield is a truth, so no test follows.
RULE_MEASURES = ("first_is", "last_is")
_NEED_OF = ("sum", "average", "smallest", "largest", "distinct_values")


class Measured(Strict):
    """Which rows, and one measure of them."""

    where: Condition | None = None
    count: Count | None = None
    sum: Measure | None = None
    average: Measure | None = None
    smallest: Measure | None = None
    largest: Measure | None = None
    first: Measure | None = None
    last: Measure | None = None
    distinct_values: Measure | None = None
    distinct_days: Count | None = None
    first_is: Condition | None = None
    last_is: Condition | None = None

    @property
    def measure(self) -> str:
        """The measure's key; `count` when none is written."""
        keys = (*MEASURES, *RULE_MEASURES)
        return next((key for key in keys if key in self.model_fields_set), "count")

    @property
    def measure_test(self) -> ValueTest | None:
        """The test on the measure, as written; None where there is none."""
        if self.measure in RULE_MEASURES:
            return None
        test: ValueTest | None = getattr(self, self.measure)
        return test

    @property
    def measure_rule(self) -> Condition | None:
        """The rule that the first or last row must pass, where one is written."""
        return self.first_is or self.last_is

    @property
    def of(self) -> str | None:
        """The measured property or expression; None for count, distinct days and times."""
        test = self.measure_test
        return test.of if isinstance(test, MeasureTest) else None

    @model_validator(mode="after")
    def _one_measure(self) -> Measured:
        found = [key for key in (*MEASURES, *RULE_MEASURES) if key in self.model_fields_set]
        if len(found) > 1:
            raise refusal(
                "two-measures",
                f"`{found[0]}` and `{found[1]}` stand in one condition",
                "write two conditions under `all`",
                at=found[1],
            )
        if found and found[0] in _NEED_OF and self.of is None:
            raise refusal(
                "no-of",
                f"`{found[0]}` of what?",
                f"write `{found[0]}: {{of: amount, ...}}`",
                at=found[0],
            )
        return self


def tested(measured: Measured) -> None:
    """Refuse a measure in a condition without a test."""
    test = measured.measure_test
    if test is not None and not test.operator:
        raise refusal(
            "no-operator",
            f"`{measured.measure}` without a test",
            "say for instance `at_least: 3`",
            at=measured.measure,
        )


class EventMeasure(Window, Measured):
    """Which events, and one measure of them."""

    event: Names = ()


MAX_PERIODS = 60


class Regularly(Strict):
    """The count holds in at least so many of the last periods, counted back from as-of."""

    period: DurationValue
    of_last: int
    in_at_least: int
    count: Count | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Regularly:
        if not 1 <= self.in_at_least <= self.of_last <= MAX_PERIODS:
            raise refusal(
                "bad-regularly",
                f"in at least {self.in_at_least} of the last {self.of_last} periods",
                f"1 <= in_at_least <= of_last <= {MAX_PERIODS}",
                at="in_at_least" if self.of_last <= MAX_PERIODS else "of_last",
            )
        if is_too_long(self.of_last * self.period.count, self.period.unit):
            raise refusal(
                "bad-regularly",
                f"{self.of_last} times {self.period} are more than 100 years",
                "take fewer or shorter periods",
                at="period",
            )
        if self.count is not None and not self.count.operator:
            raise refusal(
                "no-operator",
                "`count` without a test",
                "say for instance `at_least: 2`",
                at="count",
            )
        return self


class Stopped(Strict):
    """At least one such event in the longer stretch, none in the shorter one."""

    did_within: DurationValue
    not_within: DurationValue


class Restarted(Strict):
    """Such an event lately, none in the stretch before it, and one before that."""

    did_within: DurationValue
    not_for: DurationValue


PATTERNS = ("regularly", "stopped", "restarted")


class EventCondition(EventMeasure):
    """A test on a measure of events, or a pattern in time; without either: at least one."""

    regularly: Regularly | None = None
    stopped: Stopped | None = None
    restarted: Restarted | None = None

    @property
    def pattern(self) -> str:
        """The pattern's key; '' without one."""
        return next((key for key in PATTERNS if key in self.model_fields_set), "")

    @model_validator(mode="after")
    def _tested(self) -> EventCondition:
        tested(self)
        self._only_a_pattern()
        return self

    def _only_a_pattern(self) -> None:
        """A pattern says itself which stretches it looks at and what it counts."""
        if not self.pattern:
            return
        others = [key for key in (*PATTERNS, *MEASURES, *RULE_MEASURES) if key != self.pattern]
        measured = [key for key in others if key in self.model_fields_set]
        if measured:
            inside = measured[0] == "count" and self.pattern == "regularly"
            raise refusal(
                "two-measures",
                f"`{self.pattern}` and `{measured[0]}` stand in one condition",
                "put the count inside `regularly`"
                if inside
                else "write two conditions under `all`",
                at=measured[0],
            )
        if self.window_keys:
            raise refusal(
                "pattern-with-window",
                f"`{self.pattern}` with the window `{self.window_keys[0].rstrip('_')}`",
                f"`{self.pattern}` says itself which time it looks at; leave the window out",
                at=self.window_keys[0],
            )


def no_window(key: str) -> PydanticCustomError:
    """The refusal of a window on an object."""
    word = key.rstrip("_")
    return refusal(
        "object-window",
        f"`{word}`: an object has no time of its own, so no window",
        "test one of its attributes under `where`",
        at=word,
    )


_WINDOWS = frozenset(key.rstrip("_") for key in WINDOW_KEYS)
# Measures that need to know what comes first, or on which day.
_ORDERED = ("first", "last", "first_is", "last_is", "distinct_days")


class ObjectMeasure(Measured):
    """Which rows of an object, and one measure of them; `by` says what first and last mean."""

    object: Text = ""
    by: Text | None = None

    @model_validator(mode="after")
    def _ordered(self) -> ObjectMeasure:
        if not self.object:
            return self
        measure = self.measure
        if measure in _ORDERED and self.by is None:
            raise refusal(
                "no-by",
                f"`{measure}` by which time?",
                "name an instant or date of the object: `by: started_at`",
                at=measure,
            )
        if self.by is not None and measure not in _ORDERED:
            raise refusal(
                "by-not-needed",
                f"`by` says nothing about `{measure}`",
                f"it belongs to: {', '.join(_ORDERED)}",
                at="by",
            )
        return self


class ObjectCondition(ObjectMeasure):
    """A test on a measure of related rows; without one: at least one."""

    every: Literal[True] | None = None

    @model_validator(mode="before")
    @classmethod
    def _windowless(cls, value: Any) -> Any:
        if isinstance(value, dict):
            window = next((key for key in value if key in _WINDOWS), None)
            if window is not None:
                raise no_window(str(window))
        return value

    @model_validator(mode="after")
    def _tested(self) -> ObjectCondition:
        tested(self)
        if self.every is not None:
            measures = {*MEASURES, *RULE_MEASURES} & self.model_fields_set
            if measures:
                raise refusal(
                    "two-measures",
                    f"`every` and `{min(measures)}` stand in one condition",
                    "write two conditions under `all`",
                    at="every",
                )
            if self.where is None:
                raise refusal(
                    "every-of-what",
                    "`every` without a rule that all rows must pass",
                    "write it under `where`",
                    at="every",
                )
        return self
