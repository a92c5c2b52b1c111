"""A copy of a whole outside project, the warehouse it writes to, and dbt run on it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

from segsmith.warehouse.dbt_command import let_go

REPOSITORY = Path(os.environ.get("SEGSMITH_REPOSITORY") or Path(__file__).parents[2])
_OF_THE_PACKAGE = ("dbt_project.yml", "macros", "models", "seeds")
_MADE = ("dbt_packages", "logs", "target", "warehouse", "package-lock.yml", "*.duckdb")


def copy_project(place: str, folder: Path) -> Path:
    """Copy a project of this repository, and what its `packages.yml` reaches by a relative path.

    Args:
        place: the project's folder below the repository, like `examples/cdnow`.
        folder: an empty folder that stands for the repository.
    """
    for name in _OF_THE_PACKAGE:
        (folder / name).symlink_to(REPOSITORY / name)
    root = folder / place
    shutil.copytree(REPOSITORY / place, root, ignore=shutil.ignore_patterns(*_MADE))
    return root


class Dbt:
    """dbt in this process; the project is read once, and again when told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest: Any = None

    def parse(self) -> Any:
        """Read the project anew; the manifest.

        Raises:
            AssertionError: with what dbt said.
        """
        self.manifest = self.run("parse", is_read=False)
        return self.manifest

    def build(self, as_of: str, *arguments: str) -> None:
        """One scheduled run: a schedule does not reload seeds."""
        variables = json.dumps({"as_of": as_of})
        self.run("build", "--exclude-resource-type", "seed", "--vars", variables, *arguments)

    def run(self, *arguments: str, is_read: bool = True) -> Any:
        """Any command; its result.

        Raises:
            AssertionError: with what dbt said.
        """
        places = ["--project-dir", str(self.root), "--profiles-dir", str(self.root)]
        quiet = ["--quiet", "--no-send-anonymous-usage-stats"]
        answer = dbtRunner(manifest=self.manifest if is_read else None).invoke(
            [*quiet, *arguments, *places]
        )
        assert answer.success, "\n".join([str(answer.exception or ""), *_messages(answer.result)])
        return answer.result


def _messages(result: Any) -> Iterator[str]:
    for node in getattr(result, "results", None) or ():
        if node.status in ("error", "fail"):
            yield f"{node.node.name}: {node.message}"


class DuckFile:
    """A DuckDB file."""

    name = "duckdb"
    integer = "BIGINT"

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def environment(self) -> Mapping[str, str]:
        """What the profile of integration_tests reads."""
        return {"ACME_TARGET": "duckdb", "ACME_DUCKDB": str(self.path)}

    def clear(self) -> None:
        """Nothing is left of an earlier test."""
        self.path.unlink(missing_ok=True)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        import duckdb

        let_go()
        with duckdb.connect(str(self.path)) as connection:
            found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return found


class PostgresServer:
    """The server named by SEGSMITH_PGHOST, …PORT, …USER, …PASSWORD and …DATABASE."""

    name = "postgres"
    integer = "bigint"

    @property
    def environment(self) -> Mapping[str, str]:
        """What the profile of integration_tests reads."""
        return {"ACME_TARGET": "postgres"}

    def clear(self) -> None:
        """Nothing is left of an earlier test: the server is the tests' own."""
        with self._cursor() as cursor:
            cursor.execute(
                "select nspname from pg_namespace"
                " where nspname not in ('information_schema', 'public')"
                " and not starts_with(nspname, 'pg_')"
            )
            for (schema,) in cursor.fetchall():
                cursor.execute(f'drop schema "{schema}" cascade')

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self._cursor() as cursor:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        import psycopg2

        connection = psycopg2.connect(
            host=os.environ.get("SEGSMITH_PGHOST", "127.0.0.1"),
            port=os.environ.get("SEGSMITH_PGPORT", "5432"),
            user=os.environ.get("SEGSMITH_PGUSER", "segsmith"),
            password=os.environ.get("SEGSMITH_PGPASSWORD", ""),
            dbname=os.environ.get("SEGSMITH_PGDATABASE", "segsmith"),
        )
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()
