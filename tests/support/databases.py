"""Databases that a test may save, damage and put back: a DuckDB file, a PostgreSQL database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

Row = tuple[Any, ...]
SCHEMA = "main"


class Database(Protocol):
    """Where dbt runs; `save` and `restore` act on everything in it, under a name of the copy."""

    name: str

    @property
    def profile(self) -> dict[str, Any]:
        """The output of a dbt profile; one thread, so that statements come in one order."""

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """A cursor whose work is committed when the block ends."""

    def save(self, copy: str = "saved") -> None: ...

    def restore(self, copy: str = "saved") -> None: ...

    def drop(self) -> None: ...


class DuckDatabase:
    """A DuckDB file; no other process may hold it open."""

    name = "duckdb"
    parameter = "?"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._copies: set[str] = set()

    @property
    def profile(self) -> dict[str, Any]:
        """The output of a dbt profile."""
        settings = {"TimeZone": "UTC", "threads": 1}
        return {
            "type": "duckdb",
            "path": str(self.path),
            "schema": SCHEMA,
            "threads": 1,
            "settings": settings,
        }

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """A cursor whose work is committed when the block ends."""
        import duckdb

        connection = duckdb.connect(str(self.path))
        try:
            connection.begin()
            yield connection
            connection.commit()
        finally:
            connection.close()

    def save(self, copy: str = "saved") -> None:
        """Keep a copy of the file."""
        with self.cursor():
            pass  # opening it takes in what a killed process left in the log
        shutil.copyfile(self.path, self._place_of(copy))
        self._copies.add(copy)

    def restore(self, copy: str = "saved") -> None:
        """Put the copy in its place."""
        self._log.unlink(missing_ok=True)
        shutil.copyfile(self._place_of(copy), self.path)

    def drop(self) -> None:
        """Leave nothing behind."""
        for path in (self.path, self._log, *map(self._place_of, self._copies)):
            path.unlink(missing_ok=True)

    def _place_of(self, copy: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{copy}")

    @property
    def _log(self) -> Path:
        return self.path.with_name(f"{self.path.name}.wal")


class PostgresDatabase:
    """A database of its own on the server that SEGSMITH_PG* names."""

    name = "postgres"
    parameter = "%s"

    def __init__(self, database: str) -> None:
        self.database = database
        self._copies: set[str] = set()
        self._administer(f"drop database if exists {database} with (force)")
        self._administer(f"create database {database}")

    @property
    def profile(self) -> dict[str, Any]:
        """The output of a dbt profile."""
        return {"type": "postgres", "schema": SCHEMA, "threads": 1, **self._place(self.database)}

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """A cursor whose work is committed when the block ends."""
        import psycopg2

        connection = psycopg2.connect(**self._place(self.database))
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def save(self, copy: str = "saved") -> None:
        """Keep a copy as a second database."""
        self._administer(f"drop database if exists {self.database}_{copy} with (force)")
        self._copy(self.database, f"{self.database}_{copy}")
        self._copies.add(copy)

    def restore(self, copy: str = "saved") -> None:
        """Put the copy in its place; whoever is connected is thrown out."""
        self._administer(f"drop database if exists {self.database} with (force)")
        self._copy(f"{self.database}_{copy}", self.database)

    def drop(self) -> None:
        """Leave nothing behind."""
        for name in (self.database, *(f"{self.database}_{copy}" for copy in self._copies)):
            self._administer(f"drop database if exists {name} with (force)")

    def _copy(self, old: str, new: str) -> None:
        self._administer(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            f"where datname = '{old}' and pid <> pg_backend_pid()"
        )
        self._administer(f"create database {new} template {old}")

    def _administer(self, statement: str) -> None:
        import psycopg2

        connection = psycopg2.connect(**self._place(os.environ["SEGSMITH_PGDATABASE"]))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    @staticmethod
    def _place(database: str) -> dict[str, Any]:
        return {
            "host": os.environ["SEGSMITH_PGHOST"],
            "port": int(os.environ["SEGSMITH_PGPORT"]),
            "user": os.environ["SEGSMITH_PGUSER"],
            "password": os.environ.get("SEGSMITH_PGPASSWORD", ""),
            "dbname": database,
        }


def rows(database: Database, query: str) -> list[Row]:
    """The rows of a query."""
    with database.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


def execute(database: Database, *statements: str) -> None:
    """Statements in one transaction."""
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def create_table(cursor: Any, table: str, columns: dict[str, str]) -> None:
    """An empty table unless it stands: views may lie on it, so it is never dropped."""
    kinds = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    cursor.execute(f"create table if not exists {table} ({kinds})")


def replace_rows(
    database: Database, table: str, columns: dict[str, str], found: Iterable[dict[str, Any]]
) -> None:
    """A table that holds these rows and no others."""
    with database.cursor() as cursor:
        fill_table(cursor, table, columns, found)


def fill_table(
    cursor: Any, table: str, columns: dict[str, str], found: Iterable[dict[str, Any]]
) -> None:
    """As `replace_rows`, in the transaction of a cursor."""
    mark = "%s" if type(cursor).__module__.startswith("psycopg2") else "?"
    marks = "(" + ", ".join(f"cast({mark} as {kind})" for kind in columns.values()) + ")"
    batch: Sequence[dict[str, Any]] = list(found)
    create_table(cursor, table, columns)
    cursor.execute(f"delete from {table}")
    if batch:
        values = [row[name] for row in batch for name in columns]
        cursor.execute(f"insert into {table} values " + ", ".join([marks] * len(batch)), values)
