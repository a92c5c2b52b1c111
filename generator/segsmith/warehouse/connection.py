"""Rows from the warehouse, read-only, through the dbt adapter of the profile's target."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segsmith.warehouse.errors import WarehouseError, first_line, missing, understood
from segsmith.warehouse.place import DBT_PROJECT, Place

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A relation by its three names; `database` may be '' for the connection's own."""

    database: str
    schema: str
    name: str


class Warehouse:
    """An open connection. Rows are dicts by column name."""

    def __init__(self, adapter: Any, config: Any, path: Path | None, is_copy: bool) -> None:
        self._adapter = adapter
        self._config = config
        self.path = path
        self.is_copy = is_copy
        self.kind: str = adapter.type()
        self.label = label(config.credentials)

    def rows(self, sql: str) -> list[Row]:
        """The rows of a select.

        Raises:
            WarehouseError: in one line.
        """
        try:
            _, cursor = self._adapter.connections.add_query(sql, auto_begin=self.kind != "duckdb")
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except Exception as error:
            raise understood(error, self.label) from error

    def execute(self, sql: str) -> None:
        """A statement that writes (the connection must have been opened for it), committed.

        Raises:
            WarehouseError: in one line.
        """
        try:
            self._adapter.connections.begin()
            self._adapter.execute(sql, auto_begin=False)
            self._adapter.connections.commit()
        except Exception as error:
            raise understood(error, self.label) from error

    def quoted(self, table: Table) -> str:
        """The table's name for SQL; on DuckDB without its database, so that a copy reads alike."""
        own = self.kind == "duckdb" and table.database == self._config.credentials.database
        parts = [table.schema, table.name]
        if table.database and not own and not self.is_copy:
            parts.insert(0, table.database)
        return ".".join(self.quote(part) for part in parts)

    def quote(self, name: str) -> str:
        """A quoted identifier."""
        return str(self._adapter.quote(name.replace('"', '""')))

    def columns(self, table: Table) -> dict[str, str]:
        """Column names and the warehouse's types, in the table's order; {} without the table."""
        is_own = self.is_copy or table.database in ("", self._config.credentials.database)
        database = "current_database()" if is_own else text(table.database)
        rows = self.rows(
            "select column_name, data_type from information_schema.columns "
            f"where table_catalog = {database} and table_schema = {text(table.schema)} "
            f"and table_name = {text(table.name)} order by ordinal_position"
        )
        return {row["column_name"]: str(row["data_type"]) for row in rows}

    def has(self, table: Table) -> bool:
        """Whether the table or view stands in the warehouse."""
        return bool(self.columns(table))


@contextmanager
def open_warehouse(
    place: Place, *, writes: bool = False, copy_when_locked: bool = False
) -> Iterator[Warehouse]:
    """Connect to the profile's target.

    `copy_when_locked`: when another process writes to a DuckDB file, read the published copy
    beside it instead (`is_copy` says so).

    Raises:
        WarehouseError: no project, no profile, no warehouse, or a locked one.
    """
    try:
        with _opened(place, None, writes) as warehouse:
            yield warehouse
            return
    except WarehouseError as error:
        copy = published_path(database_path(place)) if copy_when_locked else None
        if error.rule != "warehouse-locked" or copy is None or not copy.exists():
            raise
    with _opened(place, copy, writes) as warehouse:
        yield warehouse


@contextmanager
def _opened(place: Place, copy: Path | None, writes: bool) -> Iterator[Warehouse]:
    from dbt.adapters.factory import adapter_management, get_adapter, register_adapter
    from dbt.mp_context import get_mp_context

    with adapter_management():
        config = load_config(place)
        credentials = config.credentials
        path = copy or file_of(credentials, place.root)
        if path is not None:
            if not path.exists():
                raise missing(shown(path))
            credentials.path = str(path)
            if not writes:
                options = dict(credentials.config_options or {})
                credentials.config_options = {**options, "access_mode": "READ_ONLY"}
        register_adapter(config, get_mp_context())
        adapter = get_adapter(config)
        with adapter.connection_named("segsmith"):
            warehouse = Warehouse(adapter, config, path, copy is not None)
            # The first statement opens the connection, so that a lock shows here.
            _first_statement(warehouse, adapter, writes)
            yield warehouse


def _first_statement(warehouse: Warehouse, adapter: Any, writes: bool) -> None:
    if warehouse.kind != "postgres" or writes:
        warehouse.rows("select 1 as one")
        return
    try:
        adapter.connections.add_query("set transaction read only")
    except Exception as error:
        raise understood(error, warehouse.label) from error


def load_config(place: Place) -> Any:
    """dbt's own runtime configuration of a project.

    Raises:
        WarehouseError: no dbt project, no such profile or target.
    """
    from dbt.cli.resolvers import default_profiles_dir
    from dbt.config.runtime import RuntimeConfig, load_profile, load_project
    from dbt.flags import set_from_args
    from dbt_common.context import set_invocation_context
    from dbt_common.events.event_manager_client import cleanup_event_logger
    from dbt_common.exceptions import DbtBaseException

    if not (place.root / DBT_PROJECT).is_file():
        raise WarehouseError(
            "no-project",
            f"there is no {DBT_PROJECT} in {shown(place.root)}",
            "run in the dbt project's folder, or name it with --project-dir",
        )
    os.chdir(place.root)  # dbt reads a DuckDB path, and profiles.yml, from here
    wanted: dict[str, Any] = {"project_dir": str(place.root), "which": "show"}
    wanted |= {"send_anonymous_usage_stats": False, "vars": {}}
    wanted["profiles_dir"] = str(place.profiles_dir or default_profiles_dir())
    arguments = Namespace(**wanted, profile=None, target=place.target, threads=None)
    try:
        set_invocation_context(os.environ)  # what `env_var` in profiles.yml reads
        set_from_args(arguments, None)
        cleanup_event_logger()  # dbt's own log lines are no part of our output
        profile = load_profile(str(place.root), {}, None, place.target)
        project = load_project(str(place.root), False, profile, {})
        return RuntimeConfig.from_parts(project, profile, arguments)
    except DbtBaseException as error:
        raise WarehouseError(
            "no-profile",
            first_line(str(error)),
            "see profiles.yml (in the project, or in ~/.dbt), --profiles-dir and --target",
        ) from error


def database_path(place: Place) -> Path | None:
    """The DuckDB file of the target, None for a server or a database in memory."""
    return file_of(load_config(place).credentials, place.root)


def file_of(credentials: Any, root: Path) -> Path | None:
    """The DuckDB file that credentials name, None where there is no file of our own."""
    if credentials.type != "duckdb":
        return None
    path = str(credentials.path)
    if path == ":memory:" or "://" in path or path.startswith(("md:", "motherduck:")):
        return None
    return (root / Path(path).expanduser()).resolve()


def published_path(path: Path | None) -> Path | None:
    """The copy for readers, beside the DuckDB file."""
    return None if path is None else path.with_name(f"{path.stem}_published{path.suffix}")


def label(credentials: Any) -> str:
    """How a warehouse is named in messages; never with its password."""
    if credentials.type == "duckdb":
        return shown(Path(credentials.path)) if credentials.path != ":memory:" else "memory"
    host, port = getattr(credentials, "host", ""), getattr(credentials, "port", "")
    at = f" at {host}:{port}" if host else ""
    return f"{credentials.type} database {credentials.database}{at}"


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def text(value: str) -> str:
    """A text literal."""
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
