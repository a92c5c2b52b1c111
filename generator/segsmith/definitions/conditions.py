"""Conditions and groups: what stands under `where`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.definitions.measures import (
    EventCondition,
    EventMeasure,
    Measured,
    ObjectCondition,
    ObjectMeasure,
)
from segsmith.definitions.ranks import RandomCondition, TopCondition
from segsmith.definitions.scalars import DurationValue, Text, Texts
from segsmith.definitions.sequences import SequenceCondition, Step, Without
from segsmith.definitions.strict import Strict, refusal
from segsmith.definitions.value_tests import DecidedTest, MonthTest
from segsmith.errors.suggest import did_you_mean


class ValueCondition(DecidedTest):
    """A test on an attribute, a trait or an expression of the row."""

    attribute: Text | None = None
    trait: Text | None = None
    expression: Text | None = None
    for_at_least: DurationValue | None = None


class TagCondition(Strict):
    """The contact carries this tag."""

    tag: Text


class TagsTest(Strict):
    """A test on all tags of the contact."""

    includes_any: Texts | None = None
    includes_all: Texts | None = None
    includes_none: Texts | None = None
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
    "sequence": "<sequence>",
    "object": "<object>",
    "tag": "<tag>",
    "tags": "<tags>",
    "list": "<list>",
    "segment": "<segment>",
    "was_in": "<history>",
    "entered": "<history>",
    "exited": "<history>",
    "top": "<top>",
    "random": "<random>",
    "today": "<today>",
    "opted_in": "<consent>",
    "opted_out": "<consent>",
    "channel": "<channel>",
}


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
    return KIND_OF_CLASS[type(value)]


Condition: TypeAlias = Annotated[
    Annotated[
        Annotated[Group, Tag("<group>")]
        | Annotated[Not, Tag("<not>")]
        | Annotated[Everyone, Tag("<everyone>")]
        | Annotated[ValueCondition, Tag("<value>")]
        | Annotated[EventCondition, Tag("<event>")]
        | Annotated[SequenceCondition, Tag("<sequence>")]
        | Annotated[ObjectCondition, Tag("<object>")]
        | Annotated[TagCondition, Tag("<tag>")]
        | Annotated[TagsCondition, Tag("<tags>")]
        | Annotated[ListCondition, Tag("<list>")]
        | Annotated[SegmentCondition, Tag("<segment>")]
        | Annotated[HistoryCondition, Tag("<history>")]
        | Annotated[TopCondition, Tag("<top>")]
        | Annotated[RandomCondition, Tag("<random>")]
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


Conditions: TypeAlias = Annotated[
    tuple[Condition, ...],
    BeforeValidator(
        _members, json_schema_input_type=Annotated[tuple[Condition, ...], Field(min_length=1)]
    ),
]

# Rules stand inside measures, steps and groups, which stand inside rules.
for _model in (
    Measured,
    EventMeasure,
    EventCondition,
    ObjectMeasure,
    ObjectCondition,
    Without,
    Step,
    SequenceCondition,
    Group,
    Not,
):
    _model.model_rebuild(_types_namespace={"Condition": Condition, "Conditions": Conditions})

KIND_OF_CLASS: dict[type, str] = {
    Group: "<group>",
    Not: "<not>",
    Everyone: "<everyone>",
    ValueCondition: "<value>",
    EventCondition: "<event>",
    SequenceCondition: "<sequence>",
    ObjectCondition: "<object>",
    TagCondition: "<tag>",
    TagsCondition: "<tags>",
    ListCondition: "<list>",
    SegmentCondition: "<segment>",
    HistoryCondition: "<history>",
    TopCondition: "<top>",
    RandomCondition: "<random>",
    TodayCondition: "<today>",
    ConsentCondition: "<consent>",
    ChannelCondition: "<channel>",
}
