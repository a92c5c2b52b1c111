"""The raw tables of the warehouse, filled between runs as a loader would fill them.

The company's landings are read into memory once; a run finds the rows that had arrived by its
instant, because only those have been inserted. No model filters anything.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from segsmith.read import plain
from segsmith.read.yaml_nodes import read_yaml
from segsmith.warehouse.connection import Table
from segsmith.warehouse.dbt_command import let_go
from segsmith.warehouse.manifest import Manifest
from segsmith.warehouse.published_copy import STORAGE_VERSION

_BEGINNING = datetime(1970, 1, 1)


class Landings:
    """The raw tables; open while the player plays, the warehouse file only within a call."""

    def __init__(self, seeds: Path, database: Path, manifest: Manifest) -> None:
        self.database = database
        self.columns = _column_types(seeds / "_seeds.yml")
        self.tables = {name: _table(manifest, name) for name in self.columns}
        self.arrived_until = _BEGINNING
        self.memory = duckdb.connect()
        for name, types in self.columns.items():
            self.memory.execute(
                f"create table {name} as "
                f"select * from read_csv(?, header = true, columns = {types})",
                [str(seeds / f"{name}.csv")],
            )

    def __enter__(self) -> Landings:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.memory.close()

    def create(self) -> None:
        """Make the empty raw tables in a new warehouse file."""
        self.database.parent.mkdir(parents=True, exist_ok=True)
        with _Attached(self.memory, self.database) as run:
            for name, table in self.tables.items():
                columns = ", ".join(
                    f"{column} {kind}" for column, kind in self.columns[name].items()
                )
                run(f'create schema if not exists warehouse."{table.schema}"')
                run(f"create table {_place(table)} ({columns})")

    def arrive(self, until: datetime) -> int:
        """Insert every row that was loaded up to an instant; how many these were."""
        arrived = 0
        with _Attached(self.memory, self.database) as run:
            for name, table in self.tables.items():
                arrived += run(
                    f"insert into {_place(table)} select * from memory.{name} "
                    "where loaded_at > ? and loaded_at <= ?",
                    [self.arrived_until, until],
                )
        self.arrived_until = until
        return arrived

    def break_off(self, name: str, share: float) -> tuple[int, int]:
        """A full reload of a table that ends after a share of its rows; rows before and after."""
        place = _place(self.tables[name])
        with _Attached(self.memory, self.database) as run:
            before = run(f"delete from {place}")
            after = run(
                f"insert into {place} select * from memory.{name} where loaded_at <= ? "
                "order by rowid limit ?",
                [self.arrived_until, int(before * share)],
            )
        return before, after

    def repair(self, name: str) -> int:
        """The same reload, whole; the rows there are now."""
        place = _place(self.tables[name])
        with _Attached(self.memory, self.database) as run:
            run(f"delete from {place}")
            return run(
                f"insert into {place} select * from memory.{name} where loaded_at <= ?",
                [self.arrived_until],
            )

    def last_run(self, manifest: Manifest) -> tuple[int, int, int]:
        """Of the last run in the ledger: entered, exited, segments held."""
        place = _place(_table(manifest, "contact_segment_ledger"))
        with _Attached(self.memory, self.database):
            found = self.memory.execute(
                f"""
                select
                    coalesce(max(case when kind = 'run' then entered end), 0),
                    coalesce(max(case when kind = 'run' then exited end), 0),
                    count(case when kind = 'held' then 1 end)
                from {place}
                where as_of = (select max(as_of) from {place})
                """
            ).fetchone()
        assert found is not None
        return int(found[0]), int(found[1]), int(found[2])


class _Attached:
    """The warehouse file attached as `warehouse`; calling it runs a statement in a transaction."""

    def __init__(self, memory: duckdb.DuckDBPyConnection, database: Path) -> None:
        self.memory = memory
        self.database = database

    def __enter__(self) -> _Attached:
        let_go()
        path = str(self.database).replace("'", "''")
        self.memory.execute(f"attach '{path}' as warehouse (storage_version '{STORAGE_VERSION}')")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.memory.execute("detach warehouse")

    def __call__(self, statement: str, values: list[Any] | None = None) -> int:
        """Run a statement; the rows it changed."""
        found = self.memory.execute(statement, values or []).fetchone()
        return int(found[0]) if found else 0


def _column_types(file: Path) -> dict[str, dict[str, str]]:
    """Column types by seed, from the seeds' own YAML."""
    content: Any = plain(read_yaml(file.read_text(encoding="utf-8"), file.name))
    return {seed["name"]: seed["config"]["column_types"] for seed in content["seeds"]}


def _table(manifest: Manifest, name: str) -> Table:
    table = manifest.table(name)
    if table is None:
        raise LookupError(f"the dbt project has no node {name}")
    return table


def _place(table: Table) -> str:
    return f'warehouse."{table.schema}"."{table.name}"'
