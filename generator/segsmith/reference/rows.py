"""Rows that know their names: an entity with its traits and relations, an event with its entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from segsmith.definitions.catalog import Attribute, Entity, EventSource
from segsmith.reference.expressions import expression_value
from segsmith.reference.values import Value, clean

if TYPE_CHECKING:
    from segsmith.reference.world import World

RawRow = dict[str, Any]
_OCCURRED_AT = Attribute(type="instant")


@dataclass(frozen=True, eq=False)
class EntityRow:
    """One thing of an entity."""

    world: World
    entity: Entity
    key: Any
    raw: RawRow

    def declared(self, name: str) -> Attribute | None:
        """The catalog's entry for an attribute; None for a trait."""
        head, dot, rest = name.partition(".")
        if dot:
            other = self.world.entities[self.entity.relations[head].to]
            return EntityRow(self.world, other, None, {}).declared(rest)
        return self.entity.attributes.get(name)

    def value(self, name: str) -> Value:
        """An attribute, a trait, or an attribute over a to-one relation."""
        head, dot, rest = name.partition(".")
        if dot:
            relation = self.entity.relations[head]
            other = self.world.row(relation.to, self.value(relation.by))
            return other.value(rest) if other else None
        attribute = self.entity.attributes.get(name)
        if attribute:
            return clean(self.raw.get(attribute.column or name))
        return self.world.trait(self, name)

    def expression(self, text: str) -> Value:
        """The value of an expression over attributes and traits."""
        return expression_value(text, self.value, self.world.clock)


@dataclass(frozen=True, eq=False)
class EventRow:
    """One event, and the thing it belongs to."""

    source: EventSource
    owner: EntityRow
    raw: RawRow

    def declared(self, name: str) -> Attribute | None:
        """The catalog's entry for a property, or for an attribute of the owner."""
        head, dot, rest = name.partition(".")
        if dot and head == self.source.entity:
            return self.owner.declared(rest)
        return _OCCURRED_AT if name == "occurred_at" else self.source.properties.get(name)

    def value(self, name: str) -> Value:
        """A property, `occurred_at`, or an attribute of the owner (`contact.country`)."""
        head, dot, rest = name.partition(".")
        if dot and head == self.source.entity:
            return self.owner.value(rest)
        if name == "occurred_at":
            return clean(self.raw.get(self.source.occurred_at))
        return clean(self.raw.get(self.source.properties[name].column or name))

    def expression(self, text: str) -> Value:
        """The value of an expression over the event's properties."""
        return expression_value(text, self.value, self.owner.world.clock)


@dataclass(frozen=True, eq=False)
class ObjectRow:
    """One row related to an entity, and the thing it is related to.

    `key` puts rows of one time in order; `entity` is set where the row is one of an entity.
    """

    owner: EntityRow
    attributes: Mapping[str, Attribute]
    key: Any
    raw: RawRow
    entity: str = ""

    def declared(self, name: str) -> Attribute | None:
        """The catalog's entry for an attribute, or for one of the owner."""
        head, dot, rest = name.partition(".")
        if dot and head == self.owner.entity.entity:
            return self.owner.declared(rest)
        return self.attributes.get(name)

    def value(self, name: str) -> Value:
        """An attribute, or one of the owner (`contact.country`)."""
        head, dot, rest = name.partition(".")
        if dot and head == self.owner.entity.entity:
            return self.owner.value(rest)
        return clean(self.raw.get(self.attributes[name].column or name))

    def expression(self, text: str) -> Value:
        """The value of an expression over the row's attributes."""
        return expression_value(text, self.value, self.owner.world.clock)


Row = EntityRow | EventRow | ObjectRow
