"""On DuckDB: the contract tables in a second file, for readers while a build writes.

The copy is a new file, renamed over the old one when it is whole: a reader that has the old one
open keeps reading it. It is readable by its owner only, like the ids and columns in it.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from segsmith.warehouse.connection import Table, published_path
from segsmith.warehouse.errors import understood
from segsmith.warehouse.manifest import Manifest

STORAGE_VERSION = "v1.4.0"  # the oldest format that the clients in use read
_PROJECT_TABLES = (
    "segsmith_audience_memberships",
    "segsmith_audiences",
    "segsmith_people",
    "segsmith_published",
    "segsmith_segment_runs",
    "segsmith_segment_sizes",
    "segsmith_segment_sizes_by_day",
    "segsmith_segments",
)
_ENTITY_TABLES = (
    "segment_history",
    "segment_ledger",
    "segment_membership",
    "segment_transitions",
    "traits",
)


def contract_tables(manifest: Manifest, models_folder: str) -> list[Table]:
    """The tables that readers may use; only generated ones, a user's own of that name are not."""
    names = [*_PROJECT_TABLES]
    names += [f"{entity}_{table}" for entity in manifest.entities() for table in _ENTITY_TABLES]
    names += [name for name in manifest.nodes if name.startswith("audience__")]
    generated = (manifest.nodes[name] for name in sorted(names) if name in manifest.nodes)
    return [
        node.table
        for node in generated
        if node.table is not None and node.file.startswith(f"{models_folder.rstrip('/')}/")
    ]


def publish_copy(database: Path, tables: list[Table]) -> Path:
    """Write the copy and put it in place.

    Raises:
        WarehouseError: the build file cannot be read; the old copy then stays as it is.
    """
    copy = published_path(database)
    assert copy is not None
    draft = copy.with_name(f".{copy.name}.{os.getpid()}")
    mask = os.umask(0o077)
    try:
        for left in copy.parent.glob(f".{copy.name}.*"):  # by a run that was killed
            left.unlink(missing_ok=True)
        _write(database, draft, tables)
        _flush(draft)
        draft.replace(copy)
    except Exception as error:
        raise understood(error, database.name) from error
    finally:
        os.umask(mask)
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)
    return copy


def _write(database: Path, draft: Path, tables: list[Table]) -> None:
    import duckdb

    with duckdb.connect() as connection:
        # Views name the file's own database, so it is attached under its own name.
        name = _quote(tables[0].database if tables else database.stem)
        connection.execute(f"attach {_text(database)} as {name} (read_only)")
        connection.execute(
            f"attach {_text(draft)} as published_copy (storage_version '{STORAGE_VERSION}')"
        )
        for schema in sorted({table.schema for table in tables}):
            connection.execute(f"create schema if not exists published_copy.{_quote(schema)}")
        for table in tables:
            if _exists(connection, table):
                place = f"{_quote(table.schema)}.{_quote(table.name)}"
                connection.execute(
                    f"create table published_copy.{place} as select * from {name}.{place}"
                )
        connection.execute("checkpoint published_copy")
        connection.execute("detach published_copy")


def _exists(connection: Any, table: Table) -> bool:
    found = connection.execute(
        "select 1 from information_schema.tables "
        "where table_catalog = ? and table_schema = ? and table_name = ?",
        [table.database, table.schema, table.name],
    ).fetchone()
    return found is not None


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def published_until(copy: Path, table: Table) -> datetime | None:
    """The as-of of the copy, None when there is none or it cannot be read."""
    import duckdb

    if not copy.exists():
        return None
    try:
        with duckdb.connect(str(copy), read_only=True) as connection:
            found = connection.execute(
                f"select max(as_of) from {_quote(table.schema)}.{_quote(table.name)}"
            ).fetchone()
    except duckdb.Error:
        return None
    return found[0] if found else None


def _quote(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _text(path: Path) -> str:
    escaped = str(path).replace("'", "''")
    return f"'{escaped}'"
