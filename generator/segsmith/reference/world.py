"""The tables of one run as the interpreter sees them: who is there, and what belongs to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from segsmith.definitions.catalog import CatalogItem, DeletedFlag, EventKind, ListSource, TagSource
from segsmith.definitions.parse import Definitions
from segsmith.definitions.ranks import Top
from segsmith.definitions.scores import ConversionLikelihood
from segsmith.definitions.segments import Segment
from segsmith.definitions.variants import VariantKey
from segsmith.reference.calendar import Clock
from segsmith.reference.conditions import holds
from segsmith.reference.events import counted_events, first_or_last_is, measured
from segsmith.reference.histories import History, instants_before
from segsmith.reference.objects import counted_rows, measured_rows
from segsmith.reference.ranks import ranking
from segsmith.reference.rows import EntityRow, EventRow, RawRow
from segsmith.reference.scorecards import Card
from segsmith.reference.scores import score_value
from segsmith.reference.values import Value

Tables = Mapping[str, list[RawRow]]
Key = Any


class World:
    """Definitions, tables and the instant; every question is answered from these alone."""

    def __init__(
        self,
        definitions: Definitions,
        tables: Tables,
        as_of: datetime,
        history: History | None = None,
    ) -> None:
        self.definitions = definitions
        self.tables = tables
        self.history = history or {}
        self.clock = Clock(as_of, ZoneInfo(definitions.project.model.time_zone))
        self.entities = {item.model.entity: item.model for item in definitions.entities}
        self.objects = {item.model.objects: item.model for item in definitions.objects}
        self.segments = {item.model.segment: item.model for item in definitions.segments}
        self.variants = {key: item.model for key, item in definitions.variants.items()}
        self.universe = {name: self._universe(name) for name in self.entities}
        self._events = self._by_owner([item.model for item in definitions.events])
        self._tags = self._by_owner([item.model for item in definitions.tags])
        self._lists = self._by_owner([item.model for item in definitions.lists])
        self._cards: dict[int, Card] = {}
        self.members_of = cache(self._members_of)
        self.trait = cache(self._trait)
        self._rankings: dict[str, dict[Key, int]] = {}

    def row(self, entity: str, key: Value) -> EntityRow | None:
        """The thing with this key; None for a null key and for one that is not there."""
        return None if key is None else self.universe[entity].get(key)

    def kinds(self, entity: str) -> dict[str, EventKind]:
        """Every kind of event of an entity."""
        sources = [item.model for item in self.definitions.events if item.model.entity == entity]
        return {name: kind for source in sources for name, kind in source.kinds.items()}

    def fitted(self, score: ConversionLikelihood, fit: Callable[[], Card]) -> Card:
        """The scorecard of a score, fitted once."""
        key = id(score)
        if key not in self._cards:
            self._cards[key] = fit()
        return self._cards[key]

    def events(self, owner: EntityRow) -> list[EventRow]:
        """The owner's events up to as-of."""
        found = [
            EventRow(source, owner, raw)
            for source, raw in self._events.get((owner.entity.entity, owner.key), [])
        ]
        return [event for event in found if self._is_visible(event)]

    def tags(self, owner: EntityRow) -> frozenset[str]:
        """The owner's tags."""
        rows = self._tags.get((owner.entity.entity, owner.key), [])
        found = {raw.get(source.tag) for source, raw in rows if isinstance(source, TagSource)}
        return frozenset(tag for tag in found if tag is not None)

    def lists(self, owner: EntityRow) -> frozenset[str]:
        """The lists on which the owner stands."""
        rows = self._lists.get((owner.entity.entity, owner.key), [])
        found = {raw.get(source.list_) for source, raw in rows if isinstance(source, ListSource)}
        return frozenset(name for name in found if name is not None)

    def past_rows(self, owner: EntityRow) -> list[tuple[datetime, datetime, EntityRow]]:
        """What the owner's row was, from when to when, by the history of its entity."""
        entity, history = owner.entity, owner.entity.history
        assert history is not None, f"no history of {entity.entity}"
        place = history.from_
        table = place.ref or (place.source or ("", ""))[1]
        found = []
        for raw in self.tables.get(f"{entity.entity}.{table}", []):
            start, end = raw[history.valid_from], raw[history.valid_to] or datetime.max
            is_seen = start is not None and start <= self.clock.as_of and start < end
            if raw[history.entity_key] == owner.key and is_seen:
                found.append((start, end, EntityRow(self, entity, owner.key, raw)))
        return sorted(found, key=lambda each: each[:2])

    def _is_visible(self, event: EventRow) -> bool:
        occurred_at = event.raw.get(event.source.occurred_at)
        return occurred_at is not None and occurred_at <= self.clock.as_of

    def _universe(self, name: str) -> dict[Key, EntityRow]:
        """Every row with a key that is neither deleted nor merged into another."""
        entity = self.entities[name]
        found = {}
        for raw in self.living_rows(name, entity.deletes):
            key = raw.get(entity.key.column)
            is_merged = entity.merged_into is not None and raw.get(entity.merged_into) is not None
            if key is not None and not is_merged:
                found[key] = EntityRow(self, entity, key, raw)
        return found

    def living_rows(self, name: str, deletes: object) -> list[RawRow]:
        """The rows of a table that are not flagged as deleted."""
        rows = self.tables.get(name, [])
        if isinstance(deletes, DeletedFlag):
            return [raw for raw in rows if raw.get(deletes.flag) is not True]
        return rows

    def _by_owner(self, sources: list[Any]) -> dict[tuple[str, Key], list[tuple[Any, RawRow]]]:
        """The rows of sources by the entity and key they belong to."""
        found: dict[tuple[str, Key], list[tuple[Any, RawRow]]] = {}
        for source in sources:
            for raw in self.living_rows(name_of(source), source.deletes):
                owner = (source.entity, raw.get(source.entity_key))
                found.setdefault(owner, []).append((source, raw))
        return found

    def _trait(self, owner: EntityRow, name: str) -> Value:
        if name not in owner.entity.traits:
            score, part, _ = owner.entity.score_traits[name]
            return score_value(owner.entity.scores[score], part, owner, holds)
        trait = owner.entity.traits[name]
        if trait.expression is not None:
            return owner.expression(trait.expression)
        if trait.object:
            return measured_rows(trait, counted_rows(trait, owner, holds), holds)
        events = counted_events(trait, owner, holds)
        if trait.measure_rule is not None:
            return first_or_last_is(trait, events, holds)
        return measured(trait, events, self.clock)

    def ranking(self, entity: str, top: Top, holds: Any) -> dict[Key, int]:
        """The places by a value among all of an entity, or those in a segment; made once."""
        name = repr((entity, top.by, top.of))
        if name not in self._rankings:
            self._rankings[name] = ranking(self, entity, top, holds)
        return self._rankings[name]

    def instants_before(self, key: str, contact: Key) -> list[datetime]:
        """When the contact entered, exited, entered, ... the segment, by the runs before."""
        keys = (*self.segments[key].renamed_from, key)
        found = (instants_before(self.history, k, contact, self.clock.as_of) for k in keys)
        return sorted(moment for moments in found for moment in moments)

    def _members_of(self, key: str | VariantKey) -> frozenset[Key]:
        segment = self.segments[key] if isinstance(key, str) else self.variants[key]
        rows = self.universe[segment.entity].values()
        # A variant of a paused segment has no members to keep: its rule is asked.
        if segment.status == "paused" and isinstance(key, str):
            kept = (row.key for row in rows if len(self.instants_before(key, row.key)) % 2 == 1)
            return frozenset(kept)
        return frozenset(row.key for row in rows if _is_member(segment, row))


def _is_member(segment: Segment, row: EntityRow) -> bool:
    """Exclude wins over include, which wins over the rule; nobody is in a retired segment."""
    if segment.status == "retired" or segment.rule is None:
        return False
    if segment.always_exclude and holds(segment.always_exclude, row):
        return False
    if segment.always_include and holds(segment.always_include, row):
        return True
    if not holds(segment.rule, row):
        return False
    # Who is in a stage is in no further one.
    further = row.world.definitions.stages_after(segment.segment)
    return not any(row.key in row.world.members_of(key) for key in further)


def name_of(source: CatalogItem) -> str:
    """The catalog name of a source, by which its table is given."""
    for kind in ("events", "objects", "tags", "lists", "entity"):
        name = getattr(source, kind, None)
        if name is not None:
            return str(name)
    raise ValueError(f"no name in {source!r}")
