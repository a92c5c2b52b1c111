"""What the warehouse tells about segments: published rows of the contract tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from segsmith.warehouse.connection import Row, Table, Warehouse, open_warehouse, text
from segsmith.warehouse.errors import not_built
from segsmith.warehouse.manifest import Manifest, read_manifest
from segsmith.warehouse.place import Place


@dataclass(frozen=True)
class Run:
    """The last published run of an entity."""

    entity: str
    run_id: str
    as_of: datetime


class Facts:
    """Queries on the contract tables of one warehouse.

    Raises (every method): WarehouseError, in one line, when tables are not built.
    """

    def __init__(self, warehouse: Warehouse, manifest: Manifest) -> None:
        self.warehouse = warehouse
        self.manifest = manifest

    def table(self, name: str) -> Table:
        """A node's table, sure to stand in the warehouse."""
        table = self.manifest.table(name)
        if table is None or not self.warehouse.has(table):
            raise not_built(name)
        return table

    def segments(self) -> list[Row]:
        """One row per segment of the last run, by key."""
        return self._select("segsmith_segments", "order by segment_key")

    def last_changes(self) -> dict[str, Row]:
        """By segment: the last run in which anyone entered or left it."""
        rows = self._select("segsmith_segment_sizes", "where entered + exited > 0 order by as_of")
        return {row["segment_key"]: row for row in rows}

    def last_runs(self) -> list[Run]:
        """The last published run of each entity."""
        rows = self._select("segsmith_published", "order by entity, as_of")
        last = {row["entity"]: row for row in rows}
        return [Run(e, row["run_id"], row["as_of"]) for e, row in last.items()]

    def run_sizes(self, run: Run) -> dict[str, Row]:
        """By segment: its checkpoint of one run."""
        where = f"where run_id = {text(run.run_id)} and entity = {text(run.entity)}"
        return {r["segment_key"]: r for r in self._select("segsmith_segment_sizes", where)}

    def sizes(self, segment: str) -> list[Row]:
        """The checkpoints of a segment, oldest first."""
        where = f"where segment_key = {text(segment)} order by as_of"
        return self._select("segsmith_segment_sizes", where)

    def causes(self, entity: str, segment: str, runs: int) -> list[Row]:
        """Transitions of the last runs that changed a segment: as_of, kind, cause, transitions."""
        table = self.warehouse.quoted(self.table(f"{entity}_segment_transitions"))
        where = f"where segment_key = {text(segment)}"
        return self.warehouse.rows(
            f"select as_of, kind, cause, count(*) as transitions from {table} {where} "
            f"and as_of in (select distinct as_of from {table} {where} "
            f"order by as_of desc limit {int(runs)}) "
            "group by as_of, kind, cause order by as_of desc, kind, cause"
        )

    def _select(self, name: str, rest: str) -> list[Row]:
        table = self.warehouse.quoted(self.table(name))
        return self.warehouse.rows(f"select * from {table} {rest}")


@contextmanager
def open_facts(place: Place, *, copy_when_locked: bool = False) -> Iterator[Facts]:
    """The facts of the profile's target; see `open_warehouse`.

    Raises:
        WarehouseError: no project, no profile, no warehouse, or a locked one.
    """
    manifest = read_manifest(place)
    with open_warehouse(place, copy_when_locked=copy_when_locked) as warehouse:
        yield Facts(warehouse, manifest)
