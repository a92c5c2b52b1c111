"""Named traits of the catalog, resolved when first used, with cycles refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from segsmith.definitions.catalog import Entity
from segsmith.definitions.parse import Document
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.conditions import ConditionReader
from segsmith.resolve.expressions import ExpressionReader
from segsmith.resolve.nodes import Node, Scored, Trait, TraitValue
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope
from segsmith.resolve.scores import ScoreReader


@dataclass
class TraitReader:
    """Resolves the traits of all entities, each once."""

    catalog: Catalog
    conditions: ConditionReader
    expressions: ExpressionReader
    scores: ScoreReader
    problems: list[Problem]
    resolved: dict[tuple[str, str], Node | None] = field(default_factory=dict)
    under_way: list[tuple[str, str]] = field(default_factory=list)

    def scope(self, entity: Document[Entity]) -> EntityScope:
        """The scope of an entity's row."""

        def find(name: str, position: Position) -> Node | None:
            if name in entity.model.trait_names:
                return self.find(entity, name)
            self.problems.append(
                Problem(
                    position,
                    "unknown-trait",
                    f"{entity.model.entity} has no trait `{name}`",
                    did_you_mean(name, entity.model.trait_names, "traits"),
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
                    self._at(entity, name),
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

    def _at(self, entity: Document[Entity], name: str) -> Position:
        if name in entity.model.traits:
            return entity.at_key("traits", name)
        return entity.at_key("scores", entity.model.score_traits[name][0])

    def _resolve(self, entity: Document[Entity], name: str) -> Node | None:
        scope = self.scope(entity)
        if name not in entity.model.traits:
            value = self.scores.read(entity, name, scope)
            return Scored(entity.model.entity, name, value, value.type) if value else None
        trait = entity.model.traits[name]
        place = Place(entity, ("traits", name))
        if trait.expression is not None:
            return self.expressions.read(trait.expression, scope, place.value("expression"))
        found: Trait | None
        if trait.object:
            found = self.conditions.objects.trait(trait, scope, place)
        else:
            found = self.conditions.events.trait(trait, scope, place)
        return TraitValue(found) if found is not None else None
