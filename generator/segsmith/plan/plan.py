"""The plan: pages of traits, and segments over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from segsmith.definitions.catalog import Entity
from segsmith.resolve.nodes import Field, InSegment, Lasting, Node, Past, Trait
from segsmith.resolve.project import ResolvedProject, ResolvedSegment
from segsmith.resolve.sequence_nodes import SequenceTrait


@dataclass(frozen=True)
class PlannedTrait:
    """A trait and the column it fills."""

    name: str
    trait: Trait


@dataclass(frozen=True)
class PlannedPast:
    """A question to the ledger and the column that answers it."""

    name: str
    past: Past


@dataclass(frozen=True)
class PlannedLasting:
    """A question to the history of attributes and the column that answers it."""

    name: str
    lasting: Lasting


@dataclass(frozen=True)
class TraitPage:
    """Traits that one read of a set of event kinds, or of an object, computes: a row per entity."""

    name: str
    entity: str
    sources: tuple[str, ...]
    kinds: tuple[str, ...]
    traits: tuple[PlannedTrait, ...]
    object: str = ""

    @property
    def is_of_sequences(self) -> bool:
        """Whether its traits are sequences: these look at rows in order, the others count them."""
        return isinstance(self.traits[0].trait, SequenceTrait)


@dataclass(frozen=True)
class PlannedSegment:
    """A segment with what it stands on.

    `rule`, `include` and `exclude` are canonical; `depends_on` and `sources` are transitive.
    """

    resolved: ResolvedSegment
    rule: Node
    include: Node | None
    exclude: Node | None
    definition_hash: str
    depends_on: tuple[str, ...]
    sources: tuple[str, ...]
    own_rule: Node | None = None

    @property
    def key(self) -> str:
        """The segment's key."""
        return self.resolved.key

    @property
    def truths(self) -> tuple[Node, ...]:
        """The rule and its overrides."""
        return tuple(n for n in (self.rule, self.include, self.exclude) if n is not None)


@dataclass(frozen=True)
class EntityPlan:
    """All that is computed for one entity.

    `fields` are the attributes that rules read, `across` the segments of entities that it points
    at; `read_entities` are all others whose members are read.
    """

    entity: Entity
    pages: tuple[TraitPage, ...]
    segments: tuple[PlannedSegment, ...]
    fields: tuple[Field, ...]
    across: tuple[InSegment, ...] = ()
    read_entities: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The entity's key."""
        return self.entity.entity

    @cached_property
    def by_key(self) -> Mapping[str, PlannedSegment]:
        """The segments by key; with thousands of them nobody may search the tuple."""
        return {segment.key: segment for segment in self.segments}

    @cached_property
    def trait_columns(self) -> Mapping[Trait, str]:
        """The column of each trait."""
        return {p.trait: p.name for page in self.pages for p in page.traits}


@dataclass(frozen=True)
class Plan:
    """The whole project."""

    resolved: ResolvedProject
    entities: tuple[EntityPlan, ...]
