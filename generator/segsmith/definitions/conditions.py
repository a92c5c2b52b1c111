"""Conditions and groups: what stands under `where`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from segsmith.definitions.scalars import Key, Text, as_list, as_tuple
from segsmith.definitions.strict import Strict, refusal
from segsmith.definitions.value_tests import DecidedTest, MonthTest, ValueTest
from segsmith.definitions.windows import Window
from segsmith.errors.suggest import did_you_mean


class ValueCondition(DecidedTest):
    """A test on an attribute, a trait or an expression of the row."""

    attribute: Text | None = None
    trait: Text | None = None
    expression: Text | None = None


def _measure(value: object) -> object:
    if not isinstance(value, (dict, ValueTest)):
        raise refusal(
            "bare-measure",
            f"{value!r} stands where a test belongs",
            f"write `{{is: {value}}}` or `{{at_least: {value}}}`",
        )
    return value


class MeasureTest(ValueTest):
    """A measure of a property (`of`), and the test on it."""

    of: Text | None = None


Measure: TypeAlias = Annotated[MeasureTest, BeforeValidator(_measure)]
Count: TypeAlias = Annotated[ValueTest, BeforeValidator(_measure)]

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
_NEED_OF = ("sum", "average", "smallest", "largest", "distinct_values")


class EventMeasure(Window):
    """Which events, and one measure of them."""

    event: Annotated[tuple[Text, ...], BeforeValidator(lambda v: tuple(as_list(v)))] = ()
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

    @property
    def measure(self) -> str:
        """The measure's key; `count` when none is written."""
        return next((key for key in MEASURES if key in self.model_fields_set), "count")

    @property
    def measure_test(self) -> ValueTest | None:
        """The test on the measure, as written."""
        test: ValueTest | None = getattr(self, self.measure)
        return test

    @property
    def of(self) -> str | None:
        """The measured property or expression; None for count, distinct days and times."""
        test = self.measure_test
        return test.of if isinstance(test, MeasureTest) else None

    @model_validator(mode="after")
    def _one_measure(self) -> EventMeasure:
        found = [key for key in MEASURES if key in self.model_fields_set]
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


class EventCondition(EventMeasure):
    """A test on a measure of events; without a measure: at least one."""

    @model_validator(mode="after")
    def _tested(self) -> EventCondition:
        test = self.measure_test
        if test is not None and not test.operator:
            raise refusal(
                "no-operator",
                f"`{self.measure}` without a test",
                "say for instance `at_least: 3`",
                at=self.measure,
            )
        return self


class TagCondition(Strict):
    """The contact carries this tag."""

    tag: Text


class TagsTest(Strict):
    """A test on all tags of the contact."""

    includes_any: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] | None = None
    includes_all: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] | None = None
    includes_none: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] | None = None
    is_empty: bool | None = None

    @model_validator(mode="after")
    def _one(self) -> TagsTest:
        if len(self.model_fields_set) != 1:
            raise refusal(
                "no-operator",
                "one test on tags belongs here",
                "includes_any, includes_all, includes_none or is_empty",
            )
        if next(iter(self.model_dump(exclude_none=True).values())) == ():
            raise refusal("empty-list", "the list is empty", "name at least one tag")
        return self


class TagsCondition(Strict):
    """A test on the set of tags."""

    tags: TagsTest


class ListCondition(Strict):
    """The contact stands on this list."""

    list_: Text = Field(alias="list")


class SegmentCondition(Strict):
    """The contact is in another segment, in the same run."""

    segment: Key


class TodayTest(Strict):
    """A test on the local day of the evaluation."""

    month_is: MonthTest


class TodayCondition(Strict):
    """True for everybody while the day of the evaluation passes the test."""

    today: TodayTest


class ConsentCondition(Strict):
    """Opted in to or out of a channel; unknown is neither."""

    opted_in: Text | None = None
    opted_out: Text | None = None


class ChannelCondition(Strict):
    """The contact's default channel."""

    channel: Text


class Everyone(Strict):
    """Everybody."""

    everyone: Literal[True]


class Group(Strict):
    """Conditions joined: all, any, or none of them."""

    all_: Conditions | None = Field(None, alias="all")
    any_: Conditions | None = Field(None, alias="any")
    none_: Conditions | None = Field(None, alias="none")

    @property
    def word(self) -> str:
        """`all`, `any` or `none`."""
        return next(iter(self.model_fields_set)).rstrip("_")

    @property
    def members(self) -> tuple[Condition, ...]:
        """The conditions of the group."""
        return self.all_ or self.any_ or self.none_ or ()


class Not(Strict):
    """The complement."""

    not_: Condition = Field(alias="not")


DECIDING_KEYS: dict[str, str] = {
    "all": "<group>",
    "any": "<group>",
    "none": "<group>",
    "not": "<not>",
    "everyone": "<everyone>",
    "attribute": "<value>",
    "trait": "<value>",
    "expression": "<value>",
    "event": "<event>",
    "tag": "<tag>",
    "tags": "<tags>",
    "list": "<list>",
    "segment": "<segment>",
    "today": "<today>",
    "opted_in": "<consent>",
    "opted_out": "<consent>",
    "channel": "<channel>",
}
_LATER = ("sequence", "object", "was_in", "entered", "exited", "top", "random")


def _one_deciding_key(value: Any) -> Any:
    if not isinstance(value, dict):
        if isinstance(value, Strict):
            return value
        what = "a list" if isinstance(value, list) else repr(value)
        raise refusal(
            "not-a-condition",
            f"{what} stands where a condition belongs",
            "several conditions go under `all`, `any` or `none`",
        )
    found = [key for key in value if key in DECIDING_KEYS]
    later = [key for key in value if key in _LATER]
    if later:
        raise refusal(
            "not-yet",
            f"`{later[0]}` is not part of this release's language",
            f"what there is: {', '.join(DECIDING_KEYS)}",
            at=later[0],
        )
    if not found:
        wrong = next(iter(value), "")
        raise refusal(
            "no-subject",
            f"`{wrong}` does not say what the condition is about",
            did_you_mean(str(wrong), DECIDING_KEYS, "a condition begins with one of"),
            at=str(wrong),
        )
    if len(found) > 1:
        raise refusal(
            "two-subjects",
            f"`{found[0]}` and `{found[1]}` stand in one condition",
            "write two conditions under `all`",
            at=found[1],
        )
    return value


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return next(DECIDING_KEYS[key] for key in value if key in DECIDING_KEYS)
    return _KIND_OF_CLASS[type(value)]


Condition: TypeAlias = Annotated[
    Annotated[
        Annotated[Group, Tag("<group>")]
        | Annotated[Not, Tag("<not>")]
        | Annotated[Everyone, Tag("<everyone>")]
        | Annotated[ValueCondition, Tag("<value>")]
        | Annotated[EventCondition, Tag("<event>")]
        | Annotated[TagCondition, Tag("<tag>")]
        | Annotated[TagsCondition, Tag("<tags>")]
        | Annotated[ListCondition, Tag("<list>")]
        | Annotated[SegmentCondition, Tag("<segment>")]
        | Annotated[TodayCondition, Tag("<today>")]
        | Annotated[ConsentCondition, Tag("<consent>")]
        | Annotated[ChannelCondition, Tag("<channel>")],
        Discriminator(_kind),
    ],
    BeforeValidator(_one_deciding_key),
]


def _members(value: object) -> object:
    if not isinstance(value, (list, tuple)):
        raise refusal("not-a-list", "a list of conditions belongs here", "begin each with `- `")
    if not value:
        raise refusal("empty-group", "the group is empty", "say `everyone: true` for everybody")
    return tuple(value)


Conditions: TypeAlias = Annotated[tuple[Condition, ...], BeforeValidator(_members)]

for _model in (EventMeasure, EventCondition, Group, Not):
    _model.model_rebuild()

_KIND_OF_CLASS: dict[type, str] = {
    Group: "<group>",
    Not: "<not>",
    Everyone: "<everyone>",
    ValueCondition: "<value>",
    EventCondition: "<event>",
    TagCondition: "<tag>",
    TagsCondition: "<tags>",
    ListCondition: "<list>",
    SegmentCondition: "<segment>",
    TodayCondition: "<today>",
    ConsentCondition: "<consent>",
    ChannelCondition: "<channel>",
}
