"""Every segment of the demo company has, in the warehouse, the members the reference gives it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner

from segsmith.definitions.parse import Definitions, parse
from segsmith.read import read_sources
from segsmith.reference import members
from tests.support.columns import source_name
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse

ROOT = Path(__file__).parents[2]
# Before, at and after the turn of the month in which the season begins; one with a broken hour.
INSTANTS = (datetime(2025, 10, 24, 5, 0), datetime(2025, 11, 8, 6, 0, 1))


def dbt(scratch: Path, *words: str) -> Any:
    """Run dbt on the checkout, its own files going to a scratch folder."""
    done = dbtRunner().invoke(
        [
            *words,
            "--quiet",
            *("--project-dir", str(ROOT), "--profiles-dir", str(ROOT)),
            *("--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs")),
        ]
    )
    assert done.success, done.exception or [r.message for r in done.result]  # type: ignore[union-attr]
    return done.result


def loaded(definitions: Definitions, warehouse: Warehouse) -> dict[str, list[dict[str, Any]]]:
    """The rows of every staging model, by catalog source."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for document in definitions.sources:
        source = document.model
        names = [
            row[0]
            for row in warehouse.rows(
                "select column_name from information_schema.columns where table_schema = "
                f"'demo_staging' and table_name = '{source.from_.ref}' order by ordinal_position"
            )
        ]
        shown = ", ".join(f'"{name}"' for name in names)
        rows = warehouse.rows(f"select {shown} from demo_staging.{source.from_.ref}")
        tables[source_name(source)] = [dict(zip(names, row, strict=True)) for row in rows]
    return tables


def check(warehouse: Warehouse, scratch: Path) -> None:
    definitions = parse(read_sources(ROOT))
    dbt(scratch, "seed", "--full-refresh")
    for as_of in INSTANTS:
        dbt(
            scratch,
            *("run", "--select", "+contact_segment_evaluation"),
            *("--vars", json.dumps({"as_of": as_of.isoformat()})),
        )
        found: dict[str, set[str]] = {}
        for key, contact in warehouse.rows(
            "select segment_key, contact_id from demo_segsmith_internal.contact_segment_evaluation "
            "where is_member"
        ):
            found.setdefault(key, set()).add(contact)
        expected = members(definitions, loaded(definitions, warehouse), as_of)
        evaluated = [d.model for d in definitions.segments if d.model.status != "paused"]
        assert len(evaluated) >= 25
        for segment in evaluated:
            key = segment.segment
            assert found.get(key, set()) == set(expected[key]), f"{key} at {as_of}"
        assert sum(map(len, found.values())) > 10_000


@pytest.mark.dbt
def test_on_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = DuckDB(tmp_path)
    monkeypatch.setenv("SEGSMITH_TARGET", "duckdb")
    monkeypatch.setenv("SEGSMITH_DUCKDB", str(warehouse.path))
    check(warehouse, tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
def test_on_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGSMITH_TARGET", "postgres")
    assert os.environ["SEGSMITH_PGPORT"]
    check(PostgreSQL(), tmp_path)
