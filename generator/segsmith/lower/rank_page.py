"""The page of all rankings of an entity: window functions over the rows that they need.

A ranking among the members of a segment that itself holds a ranking reads the places below it, so
there is a step for each such level; mostly there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from segsmith.lower.entity_row import columns_read, narrow, predicate_names, row_select
from segsmith.lower.expressions import Names, bare, lower
from segsmith.lower.page import Column, ColumnDoc, Page, Select, Table
from segsmith.lower.row_values import of_words, rank_model, row_values
from segsmith.lower.sql import Sql, call, sql
from segsmith.lower.trait_pages import INTERNAL
from segsmith.lower.truth import truth_lines, truth_tree
from segsmith.plan import EntityPlan
from segsmith.plan.canonical import canonical, digest
from segsmith.plan.passes.simplify_rules import simplify
from segsmith.plan.rankings import Ranked, levels_of, nodes_below
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.nodes import InSegment, Node, RankedCount


def rank_page(plan: EntityPlan, catalog: Catalog, names: Names | None = None) -> Page | None:
    """The page of an entity; None where no rule ranks."""
    levels = levels_of(plan)
    return (
        _PageMaker(plan, catalog, names or predicate_names(plan), levels).page() if levels else None
    )


def flag_of(among: Node) -> str:
    """The column that says whether an entity is ranked among the members of a segment."""
    if isinstance(among, InSegment):
        return f"is_in_{of_words(among)}"
    return f"is_in_{digest(canonical(among), 6)}"


@dataclass
class _PageMaker:
    plan: EntityPlan
    catalog: Catalog
    names: Names
    levels: tuple[tuple[Ranked, ...], ...]

    def __post_init__(self) -> None:
        self.key = f"{self.plan.name}_id"
        self.values = row_values(self.plan)
        self.rows = f"{self.plan.name}_rows"

    def page(self) -> Page:
        everything = [rank for level in self.levels for rank in level]
        needed = columns_read(self.plan, nodes_below(self.plan, everything))
        whole = row_select(self.plan, self.catalog)
        row = narrow(whole, needed - {self.values[rank] for rank in everything}, self.key)
        tables = [Table(self.rows, row)]
        columns = [column.name for column in row.columns]
        for number, level in enumerate(self.levels):
            is_last = number == len(self.levels) - 1
            tables += self._level(level, number, tables[-1].name, columns, is_last)
            columns = sorted({*columns, *(self.values[rank] for rank in level)})
        tables.append(self._places(tables[-1].name, everything))
        entity = self.plan.name
        return Page(
            name=rank_model(entity),
            folder=entity,
            config=INTERNAL,
            grain=f"one row per evaluated {entity}: its place in every ranking that a rule reads.",
            tables=tuple(tables),
            description=f"The places of a {entity} in the rankings that rules read.",
            columns=(
                ColumnDoc(self.key, f"The {entity}."),
                *(ColumnDoc(n, _describe(r)) for n, r in self._named(everything)),
                ColumnDoc("run_stamp", "The run that wrote the row."),
            ),
        )

    def _named(self, ranks: Iterable[Ranked]) -> Iterator[tuple[str, Ranked]]:
        return iter(sorted(((self.values[rank], rank) for rank in ranks), key=lambda pair: pair[0]))

    def _level(
        self, level: tuple[Ranked, ...], number: int, source: str, columns: list[str], is_last: bool
    ) -> Iterator[Table]:
        """Who is ranked among whom, where not all are; then the places."""
        suffix = "" if number == 0 else f"_at_level_{number + 1}"
        entity = self.plan.name
        rows = f"{source} as {entity}"
        kept = [Column(sql(f"{entity}.{name}"), name) for name in columns]
        among = {flag_of(rank.of): rank.of for rank in level if rank.of is not None}
        if among:
            flags = [self._flag(name, truth) for name, truth in sorted(among.items())]
            comment = "One flag per segment that is ranked by itself."
            yield Table(f"flagged{suffix}", Select((*kept, *flags), rows), comment)
            rows = f"flagged{suffix} as {entity}"
        places = [self._place(rank, name) for name, rank in self._named(level)]
        shown = kept if not is_last else [*self._earlier(number), kept[columns.index(self.key)]]
        yield Table(f"ranked{suffix}", Select((*shown, *places), rows))

    def _earlier(self, number: int) -> list[Column]:
        """The places of the levels below."""
        ranks = [rank for level in self.levels[:number] for rank in level]
        return [Column(sql(f"{self.plan.name}.{name}"), name) for name, _ in self._named(ranks)]

    def _flag(self, name: str, truth: Node) -> Column:
        truth = simplify(truth)
        whole = sql("coalesce(", bare(truth, self.names), ", false)")
        body = truth_lines(truth_tree(truth, self.names), 1)
        return Column(whole, name, ("coalesce(", *body[:-1], f"{body[-1]},", "    false", ")"))

    def _place(self, rank: Ranked, name: str) -> Column:
        flag = f"{self.plan.name}.{flag_of(rank.of)}" if rank.of is not None else ""
        if isinstance(rank, RankedCount):
            counted = f"case when {flag} then 1 end" if flag else "*"
            return Column(sql(f"count({counted}) over ()"), name)
        order = (f"{lower(rank.by, self.names)} desc nulls last,", str(self._tie()))
        partition = (f"partition by {flag}",) if flag else ()
        text = " ".join(("row_number() over (", *partition, "order by", *order, ")"))
        lines = ("row_number() over (", *(f"    {part}" for part in (*partition, "order by")))
        lines += (*(f"        {part}" for part in order), ")")
        if flag:
            text = f"case when {flag} then {text} end"
            lines = (f"case when {flag} then {lines[0]}", *lines[1:-1], ") end")
        return Column(sql(text), name, lines)

    def _tie(self) -> Sql:
        """The key as what decides between equals: text by code point."""
        key = sql(f"{self.plan.name}.{self.key}")
        return call("by_code_point", key) if self.plan.entity.key.type == "text" else key

    def _places(self, source: str, ranks: list[Ranked]) -> Table:
        columns = [Column(sql(self.key), self.key)]
        columns += [Column(sql(name), name) for name, _ in self._named(ranks)]
        columns.append(Column(call("run_stamp"), "run_stamp"))
        return Table("places", Select(tuple(columns), source))


def _describe(rank: Ranked) -> str:
    match rank.of:
        case None:
            among = "all"
        case InSegment():
            among = f"the members of {rank.of.segment}"
        case _:
            among = "the members of a segment with parameters of its own"
    if isinstance(rank, RankedCount):
        return f"How many there are among {among}."
    return f"The place by a value, the greatest first, among {among}; null for others."
