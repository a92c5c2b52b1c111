"""A page of sequences: the rows of one instant as one row, and how far each sequence has come."""

from __future__ import annotations

from segsmith.definitions.catalog import EventSource
from segsmith.lower.expressions import bare
from segsmith.lower.object_pages import ObjectPageMaker
from segsmith.lower.page import Column, Join, Page, Select, Table
from segsmith.lower.sequence_columns import END, SequenceColumns
from segsmith.lower.source_rows import (
    event_filter,
    not_deleted,
    property_column,
    relation,
)
from segsmith.lower.sql import call, path, sql
from segsmith.lower.trait_pages import (
    PageMaker,
    laid_out,
)
from segsmith.plan import EntityPlan, TraitPage
from segsmith.plan.names import page_name
from segsmith.plan.passes.simplify_rules import simplify
from segsmith.resolve.catalog import EVENT_TIME, Catalog
from segsmith.resolve.nodes import Always, Constant, Every, Field, Node, OneOf
from segsmith.resolve.sequence_nodes import Happening, SequenceTrait
from segsmith.resolve.walk import walk

# The column that tells kinds of events apart; no property can have this name.
EVENT_NAME = "event__name"


def computed_page(page: TraitPage, plan: EntityPlan, catalog: Catalog) -> Page:
    """The page of some traits: of sequences, of an object, or of other measures."""
    if page.is_of_sequences:
        return SequencePageMaker(page, plan, catalog).page()
    maker = ObjectPageMaker if page.object else PageMaker
    return maker(page, plan, catalog).page()


class SequencePageMaker(PageMaker):
    """Makes the page of the sequences over some sources and kinds."""

    def __post_init__(self) -> None:
        super().__post_init__()
        sequences = {
            planned.name: planned.trait
            for planned in self.page_plan.traits
            if isinstance(planned.trait, SequenceTrait)
        }
        self.columns = SequenceColumns(sequences, self._kinds_name)
        self.event_sources = [s for s in self.sources if isinstance(s, EventSource)]

    def _kinds_name(self, part: Happening) -> str:
        sources = tuple(self.catalog.events[name].model for name in part.sources)
        return page_name(sources, part.kinds)

    def _row_tables(self) -> list[Table]:
        return [Table(_rows(source), self._events(source)) for source in self.event_sources]

    def _events(self, source: EventSource) -> Select:
        columns = [Column(path(source.entity_key), self.key)]
        fields = {
            node
            for part, _ in self.columns.parts.values()
            if part.rule is not None and source.events in part.sources
            for node in walk(part.rule)
            if isinstance(node, Field) and node.grain == "event" and node.name != EVENT_TIME
        }
        columns += [
            Column(property_column(source, field), field.name)
            for field in sorted(fields, key=lambda field: field.name)
        ]
        if source.event_name is not None:
            columns.append(Column(path(source.event_name), EVENT_NAME))
        columns.append(Column(path(source.occurred_at), EVENT_TIME))
        where = [*event_filter(source, self.page_plan.kinds), *not_deleted(source)]
        return Select(tuple(columns), str(relation(source.from_)), (), tuple(where))

    def _computed_tables(self) -> list[Table]:
        first, *others = (self._flags(source) for source in self.event_sources)
        comment = "One flag per distinct step."
        flagged = Table("flagged_events", first, comment, united_with=tuple(others))
        return [flagged, self._instants(), *map(self._level, self.columns.levels), self._ends()]

    def _flags(self, source: EventSource) -> Select:
        names = self._names(_rows(source))
        columns = [Column(sql(f"{_rows(source)}.{self.key}"), self.key)]
        for stem, (part, window) in sorted(self.columns.parts.items()):
            truth = self._flag(source, part, window)
            columns.append(Column(bare(truth, names), f"is_{stem}", laid_out(truth, names)))
        columns.append(Column(sql(f"{_rows(source)}.{EVENT_TIME}"), EVENT_TIME))
        joins = [self._inner_join("evaluated", _rows(source))]
        if self.outer:
            joins.append(self._inner_join(self.plan.name, _rows(source)))
        if self.boundaries:
            joins.append(Join("cross join", "boundaries"))
        return Select(tuple(columns), _rows(source), tuple(joins))

    def _flag(self, source: EventSource, part: Happening, window: tuple[Node, ...]) -> Node:
        """The truth that a row of the source is what a step looks for."""
        kinds = [kind for kind in part.kinds if kind in source.kinds]
        if not kinds:
            return Always(False)
        parts: list[Node] = []
        if source.event_name is not None and set(self.page_plan.kinds) & set(source.kinds) - {
            *kinds
        }:
            values = tuple(Constant(source.kinds[kind].value or kind, "text") for kind in kinds)
            parts.append(OneOf(Field("event", EVENT_NAME, EVENT_NAME, "text"), values))
        parts += window
        if part.rule is not None:
            parts.append(part.rule)
        if not parts:
            return Always(True)
        return simplify(Every(tuple(parts))) if len(parts) > 1 else parts[0]

    def _instants(self) -> Table:
        columns = [Column(sql(self.key), self.key)]
        for stem in sorted(self.columns.parts):
            columns.append(Column(sql(f"count(case when is_{stem} then 1 end) > 0"), f"has_{stem}"))
        columns.append(Column(sql(EVENT_TIME), EVENT_TIME))
        select = Select(tuple(columns), "flagged_events", (), (), (self.key, EVENT_TIME))
        return Table("instants", select, f"What happened at each instant of a {self.plan.name}.")

    def _level(self, level: int) -> Table:
        """The table that finds the columns of a level, beside those that are still needed."""
        columns = [Column(sql(name), name) for name in self.columns.carried_to(level)]
        columns += [found.column(self.key) for found in self.columns.defined_at(level)]
        columns.sort(key=lambda column: column.name)
        key, time = Column(sql(self.key), self.key), Column(sql(EVENT_TIME), EVENT_TIME)
        select = Select((key, *columns, time), _level_name(level - 1))
        comment = f"The latest instant before each at which the first {level} steps were done."
        if level == 1:
            comment = "What was seen before each instant, and what comes next."
        return Table(_level_name(level), select, comment)

    def _ends(self) -> Table:
        columns = [Column(sql(self.key), self.key)]
        columns += [found.column(self.key) for found in self.columns.defined_at(END)]
        columns.append(Column(call("run_stamp"), "run_stamp"))
        source = _level_name(self.columns.levels[-1])
        return Table("sequences", Select(tuple(columns), source, (), (), (self.key,)))


def _rows(source: EventSource) -> str:
    return f"{source.events}_rows"


def _level_name(level: int) -> str:
    return {0: "instants", 1: "seen_before"}.get(level, f"after_step_{level}")
