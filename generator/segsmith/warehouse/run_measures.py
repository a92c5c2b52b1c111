"""A run as the profile wants it: when its nodes were at work, and the rows of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from segsmith.plan import Plan
from segsmith.profile import Counts, Node, Span
from segsmith.warehouse.connection import Table, Warehouse

RUN_ROW = "segsmith_run"
_WRITTEN_WHOLE = ("table", "seed")
_DONE = ("success", "pass")


def seconds_since(began: datetime, moment: datetime) -> float:
    """Seconds; dbt's instants are UTC without saying so."""
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (known - began).total_seconds()


def timed_nodes(results: Iterable[Any], began: datetime) -> tuple[Node, ...]:
    """The nodes of a dbt command, in seconds since an instant."""
    return tuple(_timed(result, began) for result in results)


def _timed(result: Any, began: datetime) -> Node:
    spans = {
        timing.name: Span(
            seconds_since(began, timing.started_at), seconds_since(began, timing.completed_at)
        )
        for timing in result.timing
        if timing.started_at is not None and timing.completed_at is not None
    }
    node = result.node
    return Node(
        identity=node.unique_id,
        name=node.name,
        kind=str(node.resource_type),
        status=str(result.status),
        reads=tuple(_reads(node)),
        compiling=spans.get("compile"),
        executing=spans.get("execute"),
    )


def _reads(node: Any) -> Iterator[str]:
    """What a node reads; the run row, a line a source, is no data."""
    for identity in getattr(node.depends_on, "nodes", ()):
        if not identity.endswith(f".{RUN_ROW}"):
            yield identity


class RunCounter:
    """Counts rows of what a run built: one `count(*)` a table.

    Raises (every method): WarehouseError.
    """

    def __init__(self, warehouse: Warehouse, plan: Plan, results: Iterable[Any]) -> None:
        self.warehouse = warehouse
        self.plan = plan
        self.results = [result for result in results if str(result.status) in _DONE]
        self.built = {result.node.name: result.node for result in self.results}
        self.run_row = self._table(self.built[RUN_ROW]) if RUN_ROW in self.built else None

    def counts(self) -> Counts:
        """The rows of every table that was built, of the sources, and of each segment."""
        held, written = self._tables()
        evaluated = {e.name: f"int_{e.name}__evaluated" for e in self.plan.entities}
        return Counts(
            held={**self._sources(), **held},
            written=written,
            looked_at={
                entity: held[self.built[model].unique_id]
                for entity, model in evaluated.items()
                if model in self.built
            },
            found=self._found(),
            moved=self._moved(),
        )

    def _tables(self) -> tuple[dict[str, int], dict[str, int]]:
        """By identity: all rows of a table, and those that this run wrote."""
        held, written = dict[str, int](), dict[str, int]()
        for node in self.built.values():
            kind = node.config.materialized
            if str(node.resource_type) not in ("model", "seed", "snapshot") or kind == "view":
                continue
            held[node.unique_id] = self._count(node)
            if kind in _WRITTEN_WHOLE:
                written[node.unique_id] = held[node.unique_id]
        for name, condition in self._appended().items():
            if name in self.built and self.run_row is not None:
                node = self.built[name]
                written[node.unique_id] = self._count(node, condition)
        return held, written

    def _appended(self) -> Mapping[str, str]:
        """Of tables that keep what earlier runs wrote: which rows are of this one."""
        of_run = f"run_id in (select run_id from {self.run_row})"
        found = {"segsmith_published": of_run}
        for entity in self.plan.entities:
            found[f"{entity.name}_segment_ledger"] = of_run
            found[f"{entity.name}_traits"] = f"as_of in (select as_of from {self.run_row})"
        return found

    def _sources(self) -> dict[str, int]:
        """By identity: the rows of the catalog's sources, as the run row tells them."""
        if self.run_row is None:
            return {}
        rows = self.warehouse.rows(f"select source_key, row_count from {self.run_row}")
        counted = {row["source_key"]: row["row_count"] for row in rows}
        found: dict[str, int] = {}
        for identity in self.built[RUN_ROW].depends_on.nodes:
            for key, count in counted.items():
                if _is_of(identity, self.plan.resolved.catalog.source(key).from_):
                    found[identity] = int(count)
        return found

    def _found(self) -> dict[str, int]:
        """By segment: the rows that the evaluation found."""
        found: dict[str, int] = {}
        for entity in self.plan.entities:
            node = self.built.get(f"{entity.name}_segment_evaluation")
            if node is not None:
                where = f"{self.warehouse.quote(f'{entity.name}_id')} is not null"
                found |= self._by_segment(node, where)
        return found

    def _moved(self) -> dict[str, int]:
        """By segment: who entered or left."""
        found: dict[str, int] = {}
        for entity in self.plan.entities:
            name = f"{entity.name}_segment_ledger"
            if name in self.built and self.run_row is not None:
                where = f"kind in ('entered', 'exited') and {self._appended()[name]}"
                found |= self._by_segment(self.built[name], where)
        return found

    def _by_segment(self, node: Any, condition: str) -> dict[str, int]:
        rows = self.warehouse.rows(
            f"select segment_key, count(*) as found from {self._table(node)} "
            f"where {condition} group by segment_key"
        )
        return {row["segment_key"]: int(row["found"]) for row in rows}

    def _count(self, node: Any, condition: str = "") -> int:
        where = f" where {condition}" if condition else ""
        [row] = self.warehouse.rows(f"select count(*) as found from {self._table(node)}{where}")
        return int(row["found"])

    def _table(self, node: Any) -> str:
        return self.warehouse.quoted(Table(node.database or "", node.schema, node.alias))


def _is_of(identity: str, named: Any) -> bool:
    """Whether dbt's id is that of the table that a catalog's `from` names."""
    kind, _, *names = identity.split(".")
    if named.source is not None:
        return kind == "source" and tuple(names) == tuple(named.source)
    return kind != "source" and names[0] == named.ref
