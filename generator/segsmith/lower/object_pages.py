"""An object page: one read of the rows related to an entity, all its traits as aggregates."""

from __future__ import annotations

from segsmith.definitions.catalog import Entity
from segsmith.definitions.measures import RULE_MEASURES
from segsmith.lower.aggregates import aggregate, aggregate_lines, measured_name, order_column
from segsmith.lower.boundaries import boundary_call
from segsmith.lower.entity_row import member_joins, present
from segsmith.lower.expressions import Names, lower
from segsmith.lower.page import Column, Join, Select, Table
from segsmith.lower.source_rows import (
    loaded_by_mark,
    not_deleted,
    relation,
    whole,
)
from segsmith.lower.sql import Sql, path, sql
from segsmith.lower.trait_pages import (
    PageMaker,
)
from segsmith.plan.names import slug
from segsmith.resolve.nodes import (
    Field,
    Function,
    HoldsRule,
    InSegment,
    JoinStep,
    Node,
    ObjectTrait,
    Trait,
)
from segsmith.resolve.object_catalog import table_name

_ORDERED = ("first", "last", *RULE_MEASURES)
ROW_KEY = "row_key"
# The object's own table where others stand beside it.
RELATED = "related"


class ObjectPageMaker(PageMaker):
    """Makes the page of one object."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.object = self.catalog.objects_of(self.plan.name)[self.page_plan.object]
        first = self.traits[0]
        assert isinstance(first, ObjectTrait)
        # The way to the rows is the object's: every trait of the page says the same.
        self.steps, self.row_rule = first.steps, first.row_rule
        named = {node for node in self.nodes if isinstance(node, InSegment)}
        self.segments = sorted(named, key=lambda node: node.segment)

    def _words(self) -> str:
        table = self.object.table.from_
        name = table.ref or ".".join(table.source or ())
        return name if name == self.rows else f"{name} ({self.rows})"

    def _row_tables(self) -> list[Table]:
        rows = Table(self.rows, self._related_rows())
        return [self._reached(), rows] if self.steps else [rows]

    def _reached(self) -> Table:
        """Each entity with the values by which its rows are found, each value once."""
        entity = self.plan.entity
        mine = self.plan.name
        aliases = self._aliases()
        columns = [Column(sql(f"{mine}.", path(entity.key.column)), self.key)]
        before = mine
        joins: list[Join] = []
        for step, alias in zip(self.steps, aliases, strict=False):
            joins.append(self._step_join(step, before, alias))
            before = alias
        columns.append(Column(sql(f"{before}.", path(self.steps[-1].mine)), "reached_by"))
        select = Select(
            tuple(columns),
            f"{whole(entity.from_)} as {mine}",
            tuple(joins),
            is_distinct=bool(joins),
        )
        words = " and ".join(aliases)
        return Table("reached", select, f"By way of {words}." if words else "")

    def _aliases(self) -> list[str]:
        """The tables between, under their own names."""
        found: list[str] = []
        for step in self.steps[:-1]:
            stem = slug(table_name(self.catalog.source(step.source).from_))
            name, number = stem, 1
            while name in (*found, self.plan.name):
                number += 1
                name = f"{stem}_{number}"
            found.append(name)
        return found

    def _step_join(self, step: JoinStep, before: str, alias: str) -> Join:
        source = self.catalog.source(step.source)
        same = f"{before}.{path(step.mine)} = {alias}.{path(step.theirs)}"
        more = [
            *loaded_by_mark(source, step.source, f"{alias}."),
            *not_deleted(source, f"{alias}."),
        ]
        if step.rule is not None:
            more.append(lower(step.rule, _row_names(alias)))
        on = (same, *(str(condition) for condition in more))
        return Join("inner join", str(whole(source.from_)), alias, on)

    def _related_rows(self) -> Select:
        source = self.object.table
        others = bool(self.steps or self.segments)
        dot = f"{RELATED}." if others else ""
        owner = sql(f"reached.{self.key}")
        if self.object.entity_key is not None:
            owner = sql(dot, path(self.object.entity_key))
        columns = [Column(owner, self.key)]
        columns += [Column(sql(dot, path(f.column)), self._column_of(f)) for f in self.properties]
        joins: list[Join] = []
        if self.steps:
            last = self.steps[-1]
            joins.append(
                Join(
                    "inner join",
                    "reached",
                    on=(f"{RELATED}.{path(last.theirs)} = reached.reached_by",),
                )
            )
        for node in self.segments:
            entity = self.catalog.entities[self.object.row_entity].model
            mine = f"{RELATED}.{path(self.object.key)}"
            further, is_in = member_joins(entity, node, node.segment, mine)
            joins += further
            columns.append(Column(is_in, f"is_in_{node.segment}"))
        if self._order_columns():
            columns.append(Column(sql(dot, path(self.object.key)), ROW_KEY))
        where = loaded_by_mark(source, self.object.source, dot)
        if isinstance(source, Entity):
            where += present(dot, source)
        else:
            where += not_deleted(source, dot)
        if self.row_rule is not None:
            where.append(lower(self.row_rule, _row_names(dot.rstrip("."))))
        table = f"{whole(source.from_)} as {RELATED}" if others else str(relation(source.from_))
        return Select(tuple(columns), table, tuple(joins), tuple(where))

    def _row_is_in(self, segment: InSegment | HoldsRule) -> Sql:
        return sql(f"{self.rows}.is_in_{segment.segment}")

    def _column_of(self, field: Field) -> str:
        is_ours = field.name in (self.key, ROW_KEY, "run_stamp")
        return f"{self.rows}__{field.name}" if is_ours else field.name

    def _order_columns(self) -> tuple[str, ...]:
        needs_key = any(t.of is not None and t.measure in _ORDERED for t in self.traits)
        return (ROW_KEY,) if needs_key else ()

    def _measured(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for trait in self.traits:
            if trait.of is not None:
                found[self._value(trait)] = trait.of
            by = trait.by if isinstance(trait, ObjectTrait) else None
            if by is not None and trait.measure == "distinct_days":
                found[self._local_day(by)] = _day(by)
            elif by is not None:
                found[self._column_of(by)] = by
        return found

    def _value(self, trait: Trait) -> str:
        if isinstance(trait.of, Field) and trait.of.grain == "event":
            return self._column_of(trait.of)
        return measured_name(trait)

    def _local_day(self, by: Field) -> str:
        return self._column_of(by) if by.type == "date" else f"local_day_of_{by.name}"

    def _aggregate(self, trait: Trait) -> Sql:
        assert isinstance(trait, ObjectTrait)
        local_day = self._local_day(trait.by) if trait.by is not None else ""
        return aggregate(trait, self._value(trait), self._time(trait), ROW_KEY, local_day)

    def _aggregate_lines(self, trait: Trait) -> tuple[str, ...]:
        return aggregate_lines(trait, self._value(trait), self._time(trait))

    def _time(self, trait: Trait) -> str:
        by = trait.by if isinstance(trait, ObjectTrait) else None
        return self._column_of(by) if by is not None else ""

    def _orders(self) -> list[Column]:
        times = {self._time(trait) for trait in self.traits if trait.measure in RULE_MEASURES}
        return [order_column(self.rows, self.key, time, ROW_KEY) for time in sorted(times)]


def _day(by: Field) -> Node:
    return by if by.type == "date" else Function("local_date", (by,), "date")


def _row_names(alias: str) -> Names:
    """How a rule of the catalog names a row's columns: with nothing beside them."""
    dot = f"{alias}." if alias else ""

    def field(node: Field) -> Sql:
        return sql(dot, path(node.column))

    def never(_: object) -> Sql:
        raise AssertionError("a rule of the catalog reads one row alone")

    return Names(field, never, boundary_call, never, never, never, never)
