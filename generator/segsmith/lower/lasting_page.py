"""The page that reads a snapshot of the entity's table: since when has a rule held without a break.

Whether it holds now is no question to the snapshot: the rule asks the row itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.definitions.catalog import RowHistory
from segsmith.lower.boundaries import boundary_call, boundary_name
from segsmith.lower.expressions import Names, bare
from segsmith.lower.page import Column, ColumnDoc, Join, Page, Select, Table
from segsmith.lower.source_rows import whole
from segsmith.lower.sql import Sql, call, path, sql
from segsmith.lower.trait_pages import INTERNAL
from segsmith.lower.truth import truth_lines, truth_tree
from segsmith.plan import EntityPlan, PlannedLasting, lasting_of
from segsmith.plan.names import lasting_rule_name
from segsmith.resolve.nodes import (
    Field,
    Lasting,
)
from segsmith.resolve.time_nodes import (
    BOUNDARIES,
    AsOf,
    Boundary,
)
from segsmith.resolve.walk import walk

_ROW = "history_row"


def lasting_model(entity: str) -> str:
    """The dbt model of the page."""
    return f"int_{entity}__attribute_history"


def lasting_page(plan: EntityPlan) -> Page | None:
    """The page of an entity; None where no rule asks since when an attribute is as it is."""
    flags, history = lasting_of(plan), plan.entity.history
    return _PageMaker(plan, history, flags).page() if flags and history else None


def describe_lasting(lasting: Lasting) -> str:
    """What a flag says, for the YAML beside the page."""
    names = dict.fromkeys(n.name for n in walk(lasting.rule) if isinstance(n, Field))
    about = ", ".join(names) or "no attribute"
    since = boundary_name(lasting.since).replace("_", " ")
    return f"Whether a rule on {about} held since {since}: on every row of the history, no gap."


@dataclass
class _PageMaker:
    plan: EntityPlan
    history: RowHistory
    flags: tuple[PlannedLasting, ...]

    def __post_init__(self) -> None:
        self.key = f"{self.plan.name}_id"
        nodes = [node for flag in self.flags for node in walk(flag.lasting)]
        found = {node for node in nodes if isinstance(node, BOUNDARIES)} - {AsOf()}
        self.boundaries: list[Boundary] = sorted(found, key=boundary_name)
        rules = {flag.lasting.rule for flag in self.flags}
        self.rules = {rule: lasting_rule_name(rule) for rule in rules}

    def page(self) -> Page:
        entity = self.plan.name
        tables = (
            self._evaluated(),
            self._boundaries(),
            self._versions(),
            self._flagged(),
            self._aggregated(),
        )
        return Page(
            name=lasting_model(entity),
            folder=entity,
            config=INTERNAL,
            grain=f"one row per evaluated {entity} with at least one row in its history.",
            tables=tables,
            description=f"What the history of a {entity} says, as far as rules ask since when.",
            columns=(
                ColumnDoc(self.key, f"The {entity}."),
                *(ColumnDoc(flag.name, describe_lasting(flag.lasting)) for flag in self.flags),
                ColumnDoc("run_stamp", "The run that wrote the row."),
            ),
        )

    def _evaluated(self) -> Table:
        ref = f"{{{{ ref('int_{self.plan.name}__evaluated') }}}}"
        return Table("evaluated", Select((Column(sql(self.key), self.key),), ref))

    def _boundaries(self) -> Table:
        columns = [Column(boundary_call(b), boundary_name(b)) for b in self.boundaries]
        columns.append(Column(call("as_of"), "as_of"))
        return Table(
            "boundaries",
            Select(tuple(columns), "(select 1 as one) as one_row"),
            "Every time boundary used below, computed once.",
        )

    def _versions(self) -> Table:
        """The rows of the snapshot that began by as-of, with what each is asked."""
        key = sql(f"{_ROW}.", path(self.history.entity_key))
        start = sql(f"{_ROW}.", path(self.history.valid_from))
        end = sql(f"{_ROW}.", path(self.history.valid_to))
        lasted_to = sql("coalesce(", end, ", boundaries.as_of)")
        covered_to = sql("max(", lasted_to, ")")
        over = (
            " over (",
            f"    partition by {key}",
            f"    order by {start}",
            "    rows between unbounded preceding and 1 preceding",
            ")",
        )
        flat = "".join(line.strip() + " " for line in over[1:-1]).strip()
        columns = [
            Column(sql("evaluated.", self.key), self.key),
            Column(start, "valid_from"),
            Column(lasted_to, "lasted_to"),
            Column(
                sql(covered_to, f" over ({flat})"),
                "covered_to",
                (f"{covered_to}{over[0]}", *over[1:]),
            ),
        ]
        names = self._names()
        for rule, name in sorted(self.rules.items(), key=lambda item: item[1]):
            lines = tuple(truth_lines(truth_tree(rule, names)))
            columns.append(Column(bare(rule, names), name, lines))
        return Table(
            "versions",
            Select(
                tuple(columns),
                f"{whole(self.history.from_)} as {_ROW}",
                (
                    Join("inner join", "evaluated", on=(f"{key} = evaluated.{self.key}",)),
                    Join("cross join", "boundaries"),
                ),
                (
                    sql(start, " <= boundaries.as_of"),
                    sql("coalesce(", start, " < ", end, ", true)"),
                ),
            ),
            "One flag per distinct rule; `covered_to` is how far the rows before reach.",
        )

    def _names(self) -> Names:
        def field(node: Field) -> Sql:
            return sql(f"{_ROW}.", path(node.column))

        def boundary(node: Boundary) -> Sql:
            return sql(f"boundaries.{boundary_name(node)}")

        def never(_: object) -> Sql:
            raise AssertionError("a history has attributes only")

        return Names(field, never, boundary, never, never, never, never)

    def _flagged(self) -> Table:
        columns = [
            Column(sql(f"versions.{self.key}"), self.key),
            Column(sql("versions.lasted_to"), "lasted_to"),
        ]
        for flag in self.flags:
            since = f"boundaries.{boundary_name(flag.lasting.since)}"
            rule = self.rules[flag.lasting.rule]
            lines = (
                "(",
                f"    versions.lasted_to > {since}",
                "    and not coalesce(",
                f"        versions.{rule}",
                "        and (",
                f"            versions.valid_from <= {since}",
                "            or versions.valid_from <= versions.covered_to",
                "        ),",
                "        false",
                "    )",
                ")",
            )
            columns.append(Column(sql(" ".join(line.strip() for line in lines)), flag.name, lines))
        joins = (Join("cross join", "boundaries"),)
        return Table(
            "breaks",
            Select(tuple(columns), "versions", joins),
            "One flag per distinct rule and duration: in that time the rule fails on the row, or "
            "there is a gap before it.",
        )

    def _aggregated(self) -> Table:
        reaches = sql("max(lasted_to) >= ", call("as_of"))
        columns = [Column(sql(self.key), self.key)]
        for flag in self.flags:
            unbroken = sql(f"count(case when {flag.name} then 1 end) = 0")
            lines = ("(", f"    {unbroken}", f"    and {reaches}", ")")
            columns.append(Column(sql(unbroken, " and ", reaches), flag.name, lines))
        columns.append(Column(call("run_stamp"), "run_stamp"))
        select = Select(tuple(columns), "breaks", (), (), (self.key,))
        return Table("attribute_history", select)
