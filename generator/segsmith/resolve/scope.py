"""What names mean in a row: the attributes and traits in reach, at entity or event grain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from segsmith.definitions.catalog import Attribute, Entity, EventSource
from segsmith.definitions.scores import VALUES_OF_PARTS
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.resolve.catalog import EVENT_TIME, Catalog, unknown_attribute
from segsmith.resolve.nodes import Field, Node

TraitLookup = Callable[[str, Position], "Node | None"]


@dataclass(frozen=True)
class Bound:
    """A name that was found: the value, and the attribute behind it (None for a trait)."""

    node: Node
    attribute: Attribute | None = None


@dataclass(frozen=True)
class EntityScope:
    """The row of an entity: its attributes, those of to-one related entities, its traits."""

    catalog: Catalog
    entity: Entity
    find_trait: TraitLookup
    problems: list[Problem]

    def attribute(self, name: str, position: Position) -> Bound | None:
        """An attribute, also `relation.attribute`; None after telling that it is unknown."""
        step, dot, rest = name.partition(".")
        if dot:
            return self._related(step, rest, position)
        found = self.entity.attributes.get(name)
        if found is None:
            self.problems.append(
                unknown_attribute(position, self.entity.entity, name, self.entity.attributes)
            )
            return None
        return Bound(Field("entity", name, found.column or name, found.type), found)

    def trait(self, name: str, position: Position) -> Bound | None:
        """A named trait of the entity."""
        node = self.find_trait(name, position)
        if node is None:
            return None
        part = self.entity.score_traits.get(name, ("", ""))[1]
        values = VALUES_OF_PARTS.get(part)
        if values is None or name in self.entity.traits:
            return Bound(node)
        return Bound(node, Attribute(type="text", values=values))

    def name(self, name: str, position: Position) -> Bound | None:
        """A name in an expression: a trait where there is one, else an attribute."""
        if name in self.entity.trait_names:
            return self.trait(name, position)
        return self.attribute(name, position)

    def _related(self, step: str, rest: str, position: Position) -> Bound | None:
        relation = self.entity.relations.get(step)
        if relation is None:
            self.problems.append(
                Problem(
                    position,
                    "unknown-relation",
                    f"{self.entity.entity} has no relation `{step}`",
                    did_you_mean(step, self.entity.relations, "relations"),
                )
            )
            return None
        other = self.catalog.entities.get(relation.to)
        if other is None:
            return None  # told with the catalog
        found = other.model.attributes.get(rest)
        if found is None:
            self.problems.append(
                unknown_attribute(position, relation.to, rest, other.model.attributes)
            )
            return None
        return Bound(Field("entity", rest, found.column or rest, found.type, step), found)


@dataclass(frozen=True)
class EventScope:
    """The row of an event: its properties, its time, and `<entity>.attribute`.

    Events of several sources stand in one row: a property that a source lacks is null there.
    """

    sources: tuple[EventSource, ...]
    outer: EntityScope
    problems: list[Problem]

    def attribute(self, name: str, position: Position) -> Bound | None:
        """A property of the event, its time, or an attribute of its entity."""
        step, dot, rest = name.partition(".")
        if dot and step == self.outer.entity.entity:
            return outer_attribute(self.outer, step, rest, name, position, self.problems)
        if name == EVENT_TIME:
            return Bound(Field("event", EVENT_TIME, self.sources[0].occurred_at, "instant"))
        found = self._property(name, position)
        if found is None:
            self.problems.append(
                Problem(
                    position,
                    "unknown-property",
                    f"{self._words()} has no property `{name}`",
                    did_you_mean(name, self.property_names(), "properties"),
                )
            )
            return None
        return Bound(Field("event", name, found.column or name, found.type), found)

    def property_names(self) -> set[str]:
        """Every property of the events, and their time."""
        return {EVENT_TIME}.union(*(source.properties for source in self.sources))

    def _words(self) -> str:
        return " or ".join(f"`{source.events}`" for source in self.sources)

    def _property(self, name: str, position: Position) -> Attribute | None:
        found = [source.properties[name] for source in self.sources if name in source.properties]
        types = sorted({attribute.type for attribute in found})
        if len(types) > 1:
            self.problems.append(
                Problem(
                    position,
                    "wrong-type",
                    f"`{name}` is {' in one source and '.join(types)} in another",
                    "write a condition for each source, or give the properties different names",
                )
            )
        return found[0] if found else None

    def trait(self, name: str, position: Position) -> Bound | None:
        """Traits belong to entities, not to events."""
        self.problems.append(
            Problem(
                position,
                "trait-in-event",
                f"the trait `{name}` stands in a rule about one event",
                "test it beside the event condition",
            )
        )
        return None

    def name(self, name: str, position: Position) -> Bound | None:
        """A name in an expression over an event."""
        return self.attribute(name, position)


@dataclass(frozen=True)
class RowScope:
    """A row of a table: the attributes that the catalog names, and `<entity>.attribute`.

    `outer` is the entity that reached the row; None where the row stands alone. `row_entity` is
    set where the row is itself one of an entity.
    """

    table: str
    attributes: Mapping[str, Attribute]
    outer: EntityScope | None
    problems: list[Problem]
    row_entity: str = ""

    def attribute(self, name: str, position: Position) -> Bound | None:
        """An attribute of the row, or of the entity that it is related to."""
        step, dot, rest = name.partition(".")
        if dot and self.outer is not None and step == self.outer.entity.entity:
            return outer_attribute(self.outer, step, rest, name, position, self.problems)
        found = self.attributes.get(name)
        if found is None:
            self.problems.append(unknown_attribute(position, self.table, name, self.attributes))
            return None
        return Bound(Field("event", name, found.column or name, found.type), found)

    def trait(self, name: str, position: Position) -> Bound | None:
        """Traits belong to entities, not to rows."""
        self.problems.append(
            Problem(
                position,
                "trait-in-event",
                f"the trait `{name}` stands in a rule about one row of {self.table}",
                "test it beside the object condition",
            )
        )
        return None

    def name(self, name: str, position: Position) -> Bound | None:
        """A name in an expression over a row."""
        return self.attribute(name, position)


def outer_attribute(
    outer: EntityScope,
    step: str,
    rest: str,
    name: str,
    position: Position,
    problems: list[Problem],
) -> Bound | None:
    """An attribute of the entity that a row belongs to, but no further."""
    bound = outer.attribute(rest, position)
    if bound is not None and "." in rest:
        problems.append(
            Problem(
                position,
                "too-far",
                f"`{name}` goes over two relations from a row",
                f"test it on the {step} beside the condition",
            )
        )
        return None
    return bound


Scope = EntityScope | EventScope | RowScope
