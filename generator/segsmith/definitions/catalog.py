"""The catalog: entities, attributes, tags, lists, events, relations; where each one is."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

# Rules stand inside measures: importing conditions first makes the measures' models whole.
from segsmith.definitions import conditions as conditions
from segsmith.definitions.measures import EventMeasure
from segsmith.definitions.scalars import (
    Duration,
    DurationValue,
    Key,
    LiteralValue,
    Text,
    as_keys,
    as_number,
    as_tuple,
)
from segsmith.definitions.scores import Scores, ScoreType, score_traits, scores_schema
from segsmith.definitions.strict import Strict, refusal

ValueType: TypeAlias = Literal["text", "number", "boolean", "instant", "date", "array"]
Meaning: TypeAlias = Literal["engagement", "conversion", "revenue"]
KeyType: TypeAlias = Literal["text", "integer", "uuid"]


class From(Strict):
    """Where a source is: a dbt model or seed (`ref`), or a dbt source."""

    ref: Text | None = None
    source: Annotated[tuple[Text, Text], BeforeValidator(as_tuple)] | None = None

    @model_validator(mode="after")
    def _one(self) -> From:
        if (self.ref is None) == (self.source is None):
            raise refusal("bad-from", "exactly one of `ref` and `source` belongs here")
        return self


class EntityKey(Strict):
    """The unique, never null key column of an entity."""

    column: Text
    type: KeyType = "text"


class DeletedFlag(Strict):
    """A column that says that a row is deleted."""

    flag: Text


class Source(Strict):
    """What every source says: where, when loaded, how rows disappear, how much it may shrink."""

    description: Text = ""
    from_: From = Field(alias="from")
    loaded_at: Text | None = None
    lookback: DurationValue = Duration(1, "hour")
    deletes: Literal["never", "compare"] | DeletedFlag = "never"
    max_shrink: Annotated[float, BeforeValidator(as_number)] = Field(0.2, ge=0, le=1)


class Attribute(Strict):
    """A column of an entity or a property of an event, under its catalog name."""

    type: ValueType
    column: Text | None = None
    description: Text = ""
    personal: bool = False
    ignore_case: bool = False
    values: Annotated[tuple[LiteralValue, ...], BeforeValidator(as_tuple)] | None = None


class Relation(Strict):
    """A to-one step: our attribute holds the other entity's key."""

    to: Key
    by: Text


class NamedTrait(EventMeasure):
    """A value computed per entity: an expression, or a measure of events."""

    expression: Text | None = None
    description: Text = ""

    @model_validator(mode="after")
    def _one_kind(self) -> NamedTrait:
        if bool(self.event) == (self.expression is not None):
            raise refusal("bad-trait", "a trait has exactly one of `event` and `expression`")
        test = self.measure_test
        if test is not None and test.operator:
            raise refusal(
                "trait-with-test",
                f"`{test.operator.rstrip('_')}` tests the trait",
                "a trait is a value; put the test in the segment",
            )
        return self


class Entity(Source):
    """A table with one row per thing."""

    entity: Key
    key: EntityKey
    attributes: dict[Key, Attribute] = Field(default_factory=dict)
    relations: dict[Key, Relation] = Field(default_factory=dict)
    traits: dict[Key, NamedTrait] = Field(default_factory=dict)
    scores: Scores = Field(default_factory=dict, json_schema_extra=scores_schema)
    consent: dict[Text, Text] = Field(default_factory=dict)
    channel: Text | None = None
    merged_into: Text | None = None

    @property
    def score_traits(self) -> dict[str, tuple[str, str, ScoreType]]:
        """The traits that scores give: name -> (score, part of it, type)."""
        return {
            trait: (name, part, type_) for trait, name, part, type_ in score_traits(self.scores)
        }

    @property
    def trait_names(self) -> tuple[str, ...]:
        """Every trait a rule may name: those of the catalog and those of scores."""
        return (*self.traits, *(trait for trait in self.score_traits if trait not in self.traits))


class OwnedSource(Source):
    """A source whose rows belong to an entity, named by its key."""

    entity: Key
    entity_key: Text


class EventKind(Strict):
    """One kind of event: the value in the data, and what it means."""

    value: Text | None = None
    description: Text = ""
    means: Annotated[
        tuple[Meaning, ...],
        BeforeValidator(as_keys, json_schema_input_type=Meaning | tuple[Meaning, ...]),
    ] = ()
    of: Text | None = None

    @model_validator(mode="after")
    def _revenue_of(self) -> EventKind:
        if "revenue" in self.means and self.of is None:
            raise refusal(
                "no-of", "`revenue` of what?", "name the property: `of: amount`", at="means"
            )
        if self.of is not None and "revenue" not in self.means:
            raise refusal(
                "of-without-revenue",
                "`of` says what the revenue of an event is, and this kind does not mean revenue",
                "add `means: revenue`",
                at="of",
            )
        return self


class EventSource(OwnedSource):
    """A table of timestamped facts of an entity, of one or several kinds."""

    events: Key
    key: Text
    occurred_at: Text
    event_name: Text | None = None
    kinds: dict[Key, EventKind] = Field(json_schema_extra={"minProperties": 1})
    properties: dict[Key, Attribute] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _named(self) -> EventSource:
        if not self.kinds:
            raise refusal("no-kinds", "no kind of event", "name at least one under `kinds`")
        if self.event_name is None and len(self.kinds) > 1:
            raise refusal(
                "no-event-name", "several kinds, but no `event_name` column that tells them apart"
            )
        return self


class TagSource(OwnedSource):
    """A table with one row per entity and tag."""

    tags: Key
    tag: Text
    known: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] | None = None


class ListSource(OwnedSource):
    """A table with one row per entity and list it stands on."""

    lists: Key
    list_: Text = Field(alias="list")
    known: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] | None = None


CatalogItem: TypeAlias = Entity | EventSource | TagSource | ListSource
CATALOG_KINDS: dict[str, type[CatalogItem]] = {
    "events": EventSource,
    "tags": TagSource,
    "lists": ListSource,
}
