"""DuckDB and PostgreSQL as tests see them: load typed tables, read rows back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from segsmith.definitions.parse import Definitions
from segsmith.warehouse.dbt_command import let_go
from tests.support.columns import between_tables, column_types, source_name
from tests.support.ledger_rows import LEDGER_COLUMNS
from tests.support.outside_project import table_name

POSTGRES_URL = os.environ.get("SEGSMITH_POSTGRES_URL", "")


class Warehouse(Protocol):
    """Where a dbt run happens."""

    @property
    def name(self) -> str: ...

    @property
    def profile(self) -> dict[str, Any]: ...

    def load(self, definitions: Definitions, tables: dict[str, list[dict[str, Any]]]) -> None:
        """Make the schema `shop` anew and fill it."""

    def remember(self, ledger: list[dict[str, Any]]) -> None:
        """Make a ledger with these rows, before the first run."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""


class DuckDB:
    """A file of its own."""

    name = "duckdb"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "warehouse.duckdb"

    @property
    def profile(self) -> dict[str, Any]:
        return {"type": "duckdb", "path": str(self.path), "schema": "main", "threads": 2}

    def load(self, definitions: Definitions, tables: dict[str, list[dict[str, Any]]]) -> None:
        with self._connected() as connection:
            _load(connection.execute, "?", definitions, tables)

    def remember(self, ledger: list[dict[str, Any]]) -> None:
        with self._connected() as connection:
            _remember(connection.execute, "?", "main_segsmith", ledger)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self._connected() as connection:
            found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return found

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        import duckdb

        let_go()
        connection = duckdb.connect(str(self.path))
        try:
            yield connection
        finally:
            connection.close()


class PostgreSQL:
    """A database of a running server: SEGSMITH_POSTGRES_URL, postgresql://user:pw@host:port/db."""

    name = "postgres"

    def __init__(self, url: str = POSTGRES_URL) -> None:
        self.url = url

    @property
    def profile(self) -> dict[str, Any]:
        parts = urlsplit(self.url)
        return {
            "type": "postgres",
            "host": parts.hostname or "127.0.0.1",
            "port": parts.port or 5432,
            "user": parts.username or "postgres",
            "password": parts.password or "",
            "dbname": parts.path.lstrip("/") or "postgres",
            "schema": "public",
            "threads": 2,
        }

    def load(self, definitions: Definitions, tables: dict[str, list[dict[str, Any]]]) -> None:
        with self._connected() as cursor:
            for schema in ("shop", "segsmith", "segsmith_internal", "segsmith_personal"):
                for found in (schema, f"public_{schema}"):
                    cursor.execute(f"drop schema if exists {found} cascade")
            _load(cursor.execute, "%s", definitions, tables)

    def remember(self, ledger: list[dict[str, Any]]) -> None:
        with self._connected() as cursor:
            _remember(cursor.execute, "%s", "public_segsmith", ledger)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self._connected() as cursor:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        import psycopg2

        connection = psycopg2.connect(self.url)
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()


def _load(
    execute: Any, mark: str, definitions: Definitions, tables: dict[str, list[dict[str, Any]]]
) -> None:
    execute("create schema if not exists shop")
    made = {
        source_name(d.model): (table_name(d.model), column_types(d.model))
        for d in definitions.sources
    }
    for name, (table, types) in {**made, **between_tables(definitions)}.items():
        _fill(execute, mark, f"shop.{table}", types, tables.get(name, []))


def _remember(execute: Any, mark: str, schema: str, ledger: list[dict[str, Any]]) -> None:
    execute(f"create schema if not exists {schema}")
    _fill(execute, mark, f"{schema}.contact_segment_ledger", LEDGER_COLUMNS, ledger)


def _fill(
    execute: Any, mark: str, table: str, types: dict[str, str], rows: list[dict[str, Any]]
) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    execute(f"drop table if exists {table}")
    execute(f"create table {table} ({columns})")
    if rows:
        marks = ", ".join(f"cast({mark} as {kind})" for kind in types.values())
        values = [row[name] for row in rows for name in types]
        execute(f"insert into {table} values " + ", ".join([f"({marks})"] * len(rows)), values)
