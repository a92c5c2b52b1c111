"""The page that reads the ledger before this run: one read, a flag per question of any rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from segsmith.lower.boundaries import boundary_call, boundary_name
from segsmith.lower.expressions import Names, bare
from segsmith.lower.page import Column, ColumnDoc, Join, Page, Select, Table
from segsmith.lower.source_rows import (
    KEY_TYPES,
    whole,
)
from segsmith.lower.sql import Sql, call, joined, literal, path, sql
from segsmith.lower.trait_pages import (
    INTERNAL,
)
from segsmith.lower.truth import truth_lines, truth_tree
from segsmith.plan import EntityPlan, PlannedPast, history_of
from segsmith.resolve.nodes import (
    Comparison,
    Complement,
    Constant,
    Every,
    Field,
    IsNull,
    Node,
    Past,
)
from segsmith.resolve.time_nodes import (
    BOUNDARIES,
    AsOf,
    Boundary,
)
from segsmith.resolve.walk import walk

_KEY = Field("event", "segment_key", "segment_key", "text")
_EXITED_AT = Field("event", "exited_at", "exited_at", "instant")
_WORDS = {
    "was_in": "Whether it was in {}",
    "entered": "Whether it entered {}",
    "exited": "Whether it exited {}",
    "is_open": "Whether its last stay in {} is open",
}


def history_model(entity: str) -> str:
    """The dbt model of the page."""
    return f"int_{entity}__segment_history"


def history_page(plan: EntityPlan) -> Page | None:
    """The page of an entity; None where no rule asks for a history."""
    flags = history_of(plan)
    return _PageMaker(plan, flags).page() if flags else None


def describe_past(past: Past) -> str:
    """What a flag says, for the YAML beside the page."""
    words = _WORDS[past.happening].format(past.segment)
    window = f", window {past.window_words.replace('_', ' ')}" if past.window_words else ""
    return f"{words}{window}: by the runs before this one."


@dataclass
class _PageMaker:
    plan: EntityPlan
    flags: tuple[PlannedPast, ...]

    def __post_init__(self) -> None:
        self.key = f"{self.plan.name}_id"
        nodes = [node for flag in self.flags for node in walk(flag.past)]
        found = {node for node in nodes if isinstance(node, BOUNDARIES)} - {AsOf()}
        self.boundaries: list[Boundary] = sorted(found, key=boundary_name)
        fields = {n for n in nodes if isinstance(n, Field) and n.grain == "entity"}
        self.outer = sorted(fields, key=lambda field: field.name)

    def page(self) -> Page:
        entity = self.plan.name
        tables = [self._evaluated(), self._transitions(), self._stays()]
        if self.outer:
            tables.append(self._entity())
        if self.boundaries:
            tables.append(self._boundaries())
        tables += [self._flagged(), self._aggregated()]
        return Page(
            name=history_model(entity),
            folder=entity,
            config=INTERNAL,
            grain=f"one row per evaluated {entity} that was ever in a segment whose history a rule "
            "asks for.",
            tables=tuple(tables),
            description=f"What the ledger says of a {entity} before this run, as far as rules ask.",
            columns=(
                ColumnDoc(self.key, f"The {entity}."),
                *(ColumnDoc(flag.name, describe_past(flag.past)) for flag in self.flags),
                ColumnDoc("run_stamp", "The run that wrote the row."),
            ),
        )

    def _evaluated(self) -> Table:
        ref = f"{{{{ ref('int_{self.plan.name}__evaluated') }}}}"
        return Table("evaluated", Select((Column(sql(self.key), self.key),), ref))

    def _transitions(self) -> Table:
        keys = sorted({flag.past.segment for flag in self.flags})
        ledger = call("ledger_before_run", self.plan.name, KEY_TYPES[self.plan.entity.key.type])
        return Table(
            "transitions",
            Select(
                (
                    Column(sql(self.key), self.key),
                    Column(sql("segment_key"), "segment_key"),
                    Column(sql("ordinal"), "ordinal"),
                    Column(sql("as_of"), "as_of"),
                ),
                f"{ledger} as ledger",
                (),
                (
                    sql("kind in ('entered', 'exited')"),
                    # a line a segment, so that branches merge; no key is empty
                    sql(
                        "segment_key in (\n    ",
                        joined([*map(literal, keys), sql("''")], ",\n    "),
                        "\n)",
                    ),
                    sql("as_of < ", call("as_of")),
                ),
            ),
            "Who entered and exited these segments before this run. No ref: the ledger comes after "
            "this page.",
        )

    def _stays(self) -> Table:
        by = f"partition by segment_key, {self.key}"
        over = f" over ({by} order by ordinal)"
        laid_out = (" over (", f"    {by}", "    order by ordinal", ")")
        exited = sql("lead(as_of)")
        lasted = sql("lead(as_of, 1, ", call("as_of"), ")")
        return Table(
            "stays",
            Select(
                (
                    Column(sql(self.key), self.key),
                    Column(sql("segment_key"), "segment_key"),
                    Column(sql("ordinal"), "ordinal"),
                    Column(sql("as_of"), "entered_at"),
                    Column(sql(exited, over), "exited_at", _lines(exited, laid_out)),
                    Column(sql(lasted, over), "lasted_to", _lines(lasted, laid_out)),
                ),
                "transitions",
            ),
            "From each transition to the next, or to now; an odd ordinal begins a stay.",
        )

    def _entity(self) -> Table:
        entity, name = self.plan.entity, self.plan.name
        columns = [Column(sql("entity_row.", path(entity.key.column)), self.key)]
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

    def _names(self) -> Names:
        def field(node: Field) -> Sql:
            if node.grain == "entity":
                return sql(f"{self.plan.name}.{node.name}")
            return sql(f"stays.{node.name}")

        def boundary(node: Boundary) -> Sql:
            if isinstance(node, AsOf):
                return call("as_of")
            return sql(f"boundaries.{boundary_name(node)}")

        def never(_: object) -> Sql:
            raise AssertionError("a window reads neither traits nor segments")

        return Names(field, never, boundary, never, never, never, never)

    def _flagged(self) -> Table:
        names = self._names()
        columns = [Column(sql(f"stays.{self.key}"), self.key)]
        for flag in self.flags:
            parts = tuple(_parts(flag.past))
            truth = Every(parts) if len(parts) > 1 else parts[0]
            lines = tuple(truth_lines(truth_tree(truth, names)))
            columns.append(Column(bare(truth, names), flag.name, lines))
        joins = [self._inner_join("evaluated")]
        if self.outer:
            joins.append(self._inner_join(self.plan.name))
        if self.boundaries:
            joins.append(Join("cross join", "boundaries"))
        odd = sql("mod(stays.ordinal, 2) = 1")
        return Table(
            "flagged_stays",
            Select(tuple(columns), "stays", tuple(joins), (odd,)),
            "One flag per distinct question.",
        )

    def _inner_join(self, table: str) -> Join:
        return Join("inner join", table, on=(f"stays.{self.key} = {table}.{self.key}",))

    def _aggregated(self) -> Table:
        columns = [Column(sql(self.key), self.key)]
        columns += [
            Column(sql(f"count(case when {flag.name} then 1 end) > 0"), flag.name)
            for flag in self.flags
        ]
        columns.append(Column(call("run_stamp"), "run_stamp"))
        select = Select(tuple(columns), "flagged_stays", (), (), (self.key,))
        return Table("segment_history", select)


def _lines(head: Sql, rest: tuple[str, ...]) -> tuple[str, ...]:
    first, *others = rest
    return (f"{head}{first}", *others)


def _parts(past: Past) -> Iterable[Node]:
    """The truths on one stay: of which segment, whether it has ended, when."""
    yield Comparison("=", _KEY, Constant(past.segment, "text"))
    if past.happening == "is_open":
        yield IsNull(_EXITED_AT)
    elif past.happening == "exited" and not past.window:
        yield Complement(IsNull(_EXITED_AT))
    yield from past.window
