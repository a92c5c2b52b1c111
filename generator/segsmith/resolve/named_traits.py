"""Named traits of the catalog, resolved when first used, with cycles refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from segsmith.definitions.catalog import Entity
from segsmith.definitions.parse import Document
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.conditions import ConditionReader
from segsmith.resolve.expressions import ExpressionReader
from segsmith.resolve.nodes import Node, TraitValue
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope


@dataclass
class TraitReader:
    """Resolves the traits of all entities, each once."""

    catalog: Catalog
    conditions: ConditionReader
    expressions: ExpressionReader
    problems: list[Problem]
    resolved: dict[tuple[str, str], Node | None] = field(default_factory=dict)
    under_way: list[tuple[str, str]] = field(default_factory=list)

    def scope(self, entity: Document[Entity]) -> EntityScope:
        """The scope of an entity's row."""

        def find(name: str, position: Position) -> Node | None:
            if name in entity.model.traits:
                return self.find(entity, name)
            self.problems.append(
                Problem(
                    position,
                    "unknown-trait",
                    f"{entity.model.entity} has no trait `{name}`",
                    did_you_mean(name, entity.model.traits, "traits"),
                )
            )
            return None

        return EntityScope(self.catalog, entity.model, find, self.problems)

    def find(self, entity: Document[Entity], name: str) -> Node | None:
        """The value of a named trait; None after telling a mistake in it."""
        owner = (entity.model.entity, name)
        if owner in self.resolved:
            return self.resolved[owner]
        if owner in self.under_way:
            circle = [*self.under_way[self.under_way.index(owner) :], owner]
            self.problems.append(
                Problem(
                    entity.at_key("traits", name),
                    "trait-cycle",
                    "these traits need each other: " + " -> ".join(step for _, step in circle),
                    "a trait cannot be computed from itself",
                )
            )
            return None
        self.under_way.append(owner)
        self.resolved[owner] = self._resolve(entity, name)
        self.under_way.pop()
        return self.resolved[owner]

    def _resolve(self, entity: Document[Entity], name: str) -> Node | None:
        trait = entity.model.traits[name]
        scope = self.scope(entity)
        place = Place(entity, ("traits", name))
        if trait.expression is not None:
            return self.expressions.read(trait.expression, scope, place.value("expression"))
        found = self.conditions.events.trait(trait, scope, place)
        return TraitValue(found) if found is not None else None
