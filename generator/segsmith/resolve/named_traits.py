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

# Traits are read by recursion; nobody follows a chain of this length either.
MAX_STEPS = 40


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
    steps: dict[tuple[str, str], int] = field(default_factory=dict)

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
        if owner not in self.resolved:
            value = self._read(entity, name)
            if owner in self.under_way:
                return None  # a circle: what began it goes on
            self.resolved[owner] = value
        if self.under_way:
            above = self.under_way[-1]
            self.steps[above] = max(self.steps.get(above, 0), self.steps.get(owner, 0) + 1)
        return self.resolved[owner]

    def _read(self, entity: Document[Entity], name: str) -> Node | None:
        owner = (entity.model.entity, name)
        if owner in self.under_way:
            circle = [*self.under_way[self.under_way.index(owner) :], owner]
            return self._tell(
                entity,
                name,
                "trait-cycle",
                "these traits need each other: " + " -> ".join(step for _, step in circle),
                "a trait cannot be computed from itself",
            )
        if len(self.under_way) <= MAX_STEPS:
            self.under_way.append(owner)
            value = self._resolve(entity, name)
            self.under_way.pop()
            if value is None or self.steps.get(owner, 0) <= MAX_STEPS:
                return value
        return self._tell(
            entity,
            name,
            "traits-too-deep",
            f"traits that name each other in more than {MAX_STEPS} steps",
            "say what a trait means with fewer steps",
        )

    def _tell(
        self, entity: Document[Entity], name: str, rule: str, message: str, help_: str
    ) -> Node | None:
        self.problems.append(Problem(self._at(entity, name), rule, message, help_))
        return None

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
