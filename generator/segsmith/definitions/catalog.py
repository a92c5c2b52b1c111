"""The catalog: entities, attributes, tags, lists, events, relations; where each one is."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from segsmith.definitions.conditions import Condition
from segsmith.definitions.measures import EventMeasure, ObjectMeasure, no_window
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
    """A to-one step: our attribute holds the other entity's key.

    `inverse` names our rows as an object of the other entity.
    """

    to: Key
    by: Text
    inverse: Key | None = None


class RowHistory(Strict):
    """A snapshot of an entity's table: what its rows were, each from one instant to another.

    `columns` are the attributes that it has; without it, all of them.
    """

    from_: From = Field(alias="from")
    entity_key: Text
    valid_from: Text = "dbt_valid_from"
    valid_to: Text = "dbt_valid_to"
    columns: Annotated[tuple[Key, ...], BeforeValidator(as_keys)] | None = None
    max_shrink: Annotated[float, BeforeValidator(as_number)] = Field(0.2, ge=0, le=1)


class NamedTrait(EventMeasure, ObjectMeasure):
    """A value computed per entity: an expression, or a measure of events or of an object."""

    expression: Text | None = None
    description: Text = ""

    @model_validator(mode="after")
    def _one_kind(self) -> NamedTrait:
        if (bool(self.event), bool(self.object), self.expression is not None).count(True) != 1:
            raise refusal(
                "bad-trait", "a trait has exactly one of `event`, `object` and `expression`"
            )
        if self.object and self.window_keys:
            raise no_window(self.window_keys[0])
        if self.by is not None and not self.object:
            raise refusal("by-not-needed", "only a trait of an object has a `by`", at="by")
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

    deletes: Literal["never", "compare"] | DeletedFlag = "compare"
    entity: Key
    key: EntityKey
    attributes: dict[Key, Attribute] = Field(default_factory=dict)
    relations: dict[Key, Relation] = Field(default_factory=dict)
    traits: dict[Key, NamedTrait] = Field(default_factory=dict)
    scores: Scores = Field(default_factory=dict, json_schema_extra=scores_schema)
    consent: dict[Text, Text] = Field(default_factory=dict)
    channel: Text | None = None
    merged_into: Text | None = None
    history: RowHistory | None = None

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

    deletes: Literal["never", "compare"] | DeletedFlag = "compare"
    tags: Key
    tag: Text
    known: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] | None = None


class ListSource(OwnedSource):
    """A table with one row per entity and list it stands on."""

    deletes: Literal["never", "compare"] | DeletedFlag = "compare"
    lists: Key
    list_: Text = Field(alias="list")
    known: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] | None = None


class ReachStep(Strict):
    """One join on the way from an entity to an object: our column equals one of the next table.

    `mine` is an attribute of the entity (or its key) in the first step, a column of the table
    before in the others. `through` is the table that the step leads to; the last one leads to the
    object. A null never joins.
    """

    mine: Text
    theirs: Text
    through: From | None = None
    loaded_at: Text | None = None
    lookback: DurationValue = Duration(1, "hour")
    deletes: Literal["never"] | DeletedFlag = "never"
    max_shrink: Annotated[float, BeforeValidator(as_number)] = Field(0.2, ge=0, le=1)
    attributes: dict[Key, Attribute] = Field(default_factory=dict)
    where: Condition | None = None


class ObjectSource(Source):
    """A table whose rows are related to an entity, directly or over joins."""

    objects: Key
    entity: Key
    key: Text
    entity_key: Text | None = None
    reached_by: Annotated[tuple[ReachStep, ...], BeforeValidator(as_tuple)] = ()
    attributes: dict[Key, Attribute] = Field(default_factory=dict)
    where: Condition | None = None

    @model_validator(mode="after")
    def _reached(self) -> ObjectSource:
        if bool(self.reached_by) == (self.entity_key is not None):
            raise refusal(
                "bad-reach",
                "exactly one of `entity_key` and `reached_by` belongs here",
                "`entity_key` is a column with the entity's key; `reached_by` lists joins",
            )
        for number, step in enumerate(self.reached_by, 1):
            is_last = number == len(self.reached_by)
            if (step.through is None) != is_last:
                raise refusal(
                    "bad-reach",
                    f"step {number} of {len(self.reached_by)} "
                    + ("leads to the object itself" if is_last else "does not say its table"),
                    "every step but the last names its table with `through`",
                    at="reached_by",
                )
        if self.reached_by:
            own = self.reached_by[-1].model_fields_set - {"mine", "theirs"}
            if own:
                raise refusal(
                    "bad-reach",
                    f"`{min(own)}` stands in the last step, which leads to the object itself",
                    "write it beside `objects`",
                    at="reached_by",
                )
        return self


CatalogItem: TypeAlias = Entity | EventSource | ObjectSource | TagSource | ListSource
CATALOG_KINDS: dict[str, type[CatalogItem]] = {
    "events": EventSource,
    "objects": ObjectSource,
    "tags": TagSource,
    "lists": ListSource,
}
