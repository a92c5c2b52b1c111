"""A trait page: one read of a source and its event kinds, all its traits as aggregates."""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.definitions.catalog import (
    EventSource,
    OwnedSource,
    Source,
    TagSource,
)
from segsmith.definitions.measures import RULE_MEASURES
from segsmith.lower.aggregates import (
    aggregate,
    aggregate_lines,
    describe,
    measured_name,
    order_column,
)
from segsmith.lower.boundaries import boundary_call, boundary_name
from segsmith.lower.expressions import Names, bare
from segsmith.lower.page import Column, ColumnDoc, Join, Page, Select, Table
from segsmith.lower.source_rows import event_filter, not_deleted, property_column, relation, whole
from segsmith.lower.sql import Sql, call, path, sql
from segsmith.lower.truth import truth_lines, truth_tree
from segsmith.plan import EntityPlan, TraitPage
from segsmith.plan.names import flag_name
from segsmith.plan.passes.simplify_rules import simplify
from segsmith.resolve.catalog import EVENT_TIME, Catalog
from segsmith.resolve.nodes import (
    Every,
    Field,
    Function,
    HoldsRule,
    InSegment,
    Node,
    Trait,
)
from segsmith.resolve.time_nodes import (
    BOUNDARIES,
    AsOf,
    Boundary,
)
from segsmith.resolve.walk import trait_nodes

INTERNAL = """\
{{ config(
    materialized='table',
    schema=var('segsmith_internal_schema', 'segsmith_internal'),
    tags=['segsmith'],
) }}"""


# A column stands two levels in; on one line it needs no parentheses.
COLUMN_WIDTH = 94


def whole_model(name: str) -> str:
    """The `ref` of one of our own models where an alias follows it."""
    return f"{{{{ ref('{name}').render() }}}}"


def model_name(page: TraitPage) -> str:
    """The dbt model of a page."""
    return f"int_{page.entity}__{page.name}_traits"


@dataclass
class PageMaker:
    """Makes the page of one source and set of event kinds; of tags and lists, too."""

    page_plan: TraitPage
    plan: EntityPlan
    catalog: Catalog

    def __post_init__(self) -> None:
        self.sources = [self.catalog.source(name) for name in self.page_plan.sources]
        self.traits = [planned.trait for planned in self.page_plan.traits]
        self.nodes = [node for trait in self.traits for node in trait_nodes(trait)]
        self.key = f"{self.plan.name}_id"
        self.rows = self.page_plan.name
        self.flagged = f"flagged_{self.rows}"
        found = {node for node in self.nodes if isinstance(node, BOUNDARIES)} - {AsOf()}
        self.boundaries: list[Boundary] = sorted(found, key=boundary_name)
        fields = {node for node in self.nodes if isinstance(node, Field)}
        self.properties = sorted(
            (f for f in fields if f.grain == "event" and f.name != EVENT_TIME),
            key=lambda field: field.name,
        )
        self.outer = sorted(
            (f for f in fields if f.grain == "entity"), key=lambda f: (f.relation, f.name)
        )

    def page(self) -> Page:
        entity = self.plan.name
        what = self._words()
        tables = [self._evaluated(), *self._row_tables()]
        if self.outer:
            tables.append(self._entity())
        if self.boundaries:
            tables.append(self._boundaries())
        tables += self._computed_tables()
        return Page(
            name=model_name(self.page_plan),
            folder=entity,
            config=INTERNAL,
            grain=f"one row per evaluated {entity} with at least one row of {what}.",
            tables=tuple(tables),
            description=f"Traits of a {entity} computed in one read of {what}.",
            columns=(
                ColumnDoc(self.key, f"The {entity}."),
                *(ColumnDoc(p.name, describe(p.trait)) for p in self.page_plan.traits),
                ColumnDoc("run_stamp", "The run that wrote the row."),
            ),
        )

    def _words(self) -> str:
        places = [source.from_ for source in self.sources]
        names = " and ".join(place.ref or ".".join(place.source or ()) for place in places)
        kinds = self.page_plan.kinds
        return f"{names} ({', '.join(kinds)})" if kinds else names

    def _evaluated(self) -> Table:
        ref = f"{{{{ ref('int_{self.plan.name}__evaluated') }}}}"
        return Table("evaluated", Select((Column(sql(self.key), self.key),), ref))

    def _row_tables(self) -> list[Table]:
        first, *others = (self._rows_of(source) for source in self.sources)
        return [Table(self.rows, first, united_with=tuple(others))]

    def _computed_tables(self) -> list[Table]:
        return [self._flagged(), self._aggregated()]

    def _rows_of(self, source: Source) -> Select:
        assert isinstance(source, OwnedSource)
        columns = [Column(path(source.entity_key), self.key)]
        where: list[Sql] = []
        if isinstance(source, EventSource):
            columns += [Column(property_column(source, f), f.name) for f in self.properties]
            key = path(source.key)
            if len(self.sources) > 1:
                key = sql("cast(", key, " as {{ dbt.type_string() }})")
            columns += [Column(key, "event_key"), Column(path(source.occurred_at), EVENT_TIME)]
            where += event_filter(source, self.page_plan.kinds)
        else:
            columns += [Column(path(field.column), field.name) for field in self.properties]
        if isinstance(source, TagSource):
            where.append(sql(path(source.tag), " is not null"))
        where += not_deleted(source)
        return Select(tuple(columns), str(relation(source.from_)), (), tuple(where))

    def _entity(self) -> Table:
        entity = self.plan.entity
        name = self.plan.name
        key = path(entity.key.column)
        columns = [Column(sql("entity_row.", key), self.key)]
        columns += [
            Column(sql("entity_row.", path(field.column)), field.name) for field in self.outer
        ]
        return Table(name, Select(tuple(columns), f"{whole(entity.from_)} as entity_row"))

    def _boundaries(self) -> Table:
        columns = [Column(boundary_call(b), boundary_name(b)) for b in self.boundaries]
        columns.append(Column(call("as_of"), "as_of"))
        return Table(
            "boundaries",
            Select(tuple(columns), "(select 1 as one) as one_row"),
            "Every time boundary used below, computed once.",
        )

    def _names(self, rows: str) -> Names:
        def field(node: Field) -> Sql:
            if node.grain == "entity":
                return sql(f"{self.plan.name}.{node.name}")
            return sql(f"{rows}.{self._column_of(node)}")

        def boundary(node: Boundary) -> Sql:
            if isinstance(node, AsOf):
                return call("as_of")
            return sql(f"boundaries.{boundary_name(node)}")

        def never(_: object) -> Sql:
            raise AssertionError("a rule about one row reads no traits")

        return Names(field, never, boundary, self._row_is_in, never, never, never)

    def _row_is_in(self, segment: InSegment | HoldsRule) -> Sql:
        raise AssertionError("an event is in no segment")

    def _column_of(self, field: Field) -> str:
        """The column of the rows that holds a property."""
        return field.name

    def _flagged(self) -> Table:
        names = self._names(self.rows)
        columns = [Column(sql(f"{self.rows}.{self.key}"), self.key)]
        columns += [
            Column(bare(node, names), name, laid_out(node, names))
            for name, node in sorted(self._measured().items())
        ]
        flags = {flag_name(t): t for t in self.traits if flag_name(t)}
        for name, trait in sorted(flags.items()):
            parts = tuple(n for n in (*trait.window, trait.rule) if n is not None)
            truth = simplify(Every(parts)) if len(parts) > 1 else parts[0]
            columns.append(Column(bare(truth, names), name, laid_out(truth, names)))
        columns += self._orders()
        columns += [Column(sql(f"{self.rows}.{name}"), name) for name in self._order_columns()]
        joins = [self._inner_join("evaluated", self.rows)]
        if self.outer:
            joins.append(self._inner_join(self.plan.name, self.rows))
        if self.boundaries:
            joins.append(Join("cross join", "boundaries"))
        return Table(
            self.flagged,
            Select(tuple(columns), self.rows, tuple(joins)),
            "One flag per distinct condition.",
        )

    def _order_columns(self) -> tuple[str, ...]:
        """What puts rows in order: their time, and their key among equal times."""
        return ("event_key", EVENT_TIME) if isinstance(self.sources[0], EventSource) else ()

    def _inner_join(self, table: str, rows: str) -> Join:
        condition = f"{rows}.{self.key} = {table}.{self.key}"
        return Join("inner join", table, on=(condition,))

    def _measured(self) -> dict[str, Node]:
        """The values that are aggregated, by the name they have in the flagged rows."""
        found: dict[str, Node] = {}
        for trait in self.traits:
            if trait.of is not None and trait.of.type is not None:
                found[measured_name(trait)] = trait.of
            if trait.measure == "distinct_days":
                at = Field("event", EVENT_TIME, EVENT_TIME, "instant")
                found["local_day"] = Function("local_date", (at,), "date")
        found.pop(EVENT_TIME, None)
        return found

    def _aggregated(self) -> Table:
        columns = [Column(sql(self.key), self.key)]
        columns += [
            Column(
                self._aggregate(planned.trait), planned.name, self._aggregate_lines(planned.trait)
            )
            for planned in self.page_plan.traits
        ]
        columns.append(Column(call("run_stamp"), "run_stamp"))
        return Table(
            f"{self.rows}_traits",
            Select(tuple(columns), self.flagged, (), (), (self.key,)),
        )

    def _aggregate(self, trait: Trait) -> Sql:
        return aggregate(trait, measured_name(trait), EVENT_TIME, "event_key", "local_day")

    def _aggregate_lines(self, trait: Trait) -> tuple[str, ...]:
        return aggregate_lines(trait, measured_name(trait), EVENT_TIME)

    def _orders(self) -> list[Column]:
        """The numbers of rows in their order, for rules on the first and last one."""
        if not any(trait.measure in RULE_MEASURES for trait in self.traits):
            return []
        return [order_column(self.rows, self.key, EVENT_TIME, "event_key")]


def laid_out(node: Node, names: Names) -> tuple[str, ...]:
    """A truth on several lines; nothing for a value."""
    return (
        tuple(truth_lines(truth_tree(node, names), 0, COLUMN_WIDTH))
        if node.type == "boolean"
        else ()
    )
