"""`expect`: what a definition says of its members is tested by dbt, one test an entity."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner

from segsmith.pipeline import generate
from tests.support.columns import typed_tables
from tests.support.outside_project import OutsideProject
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse
from tests.support.written import base_catalog, definitions_of

AS_OF = datetime(2026, 3, 31, 12)
USA = {"attribute": "country", "is": "USA"}
RICH = {"attribute": "score", "at_least": 50}
CONTACTS = [
    {"contact_id": "ann", "country": "USA", "score": 90},
    {"contact_id": "bob's", "country": "USA", "score": 10},
    {"contact_id": "carl", "country": "Peru", "score": 90},
]
RULES: dict[str, dict[str, Any]] = {
    "americans": {"where": USA},
    "rich": {"where": RICH},
    "rich_americans": {"where": {"all": [USA, RICH]}},
    "former": {"where": USA, "status": "retired", "expect": {"members": ["ann"]}},
}
HOLDING: dict[str, dict[str, Any]] = {
    "americans": {"members": ["ann", "bob's"], "not_members": ["carl", "nobody"]},
    "rich_americans": {"subset_of": ["americans", "rich"]},
    "rich": {},
}
BROKEN: dict[str, dict[str, Any]] = {
    "americans": {"members": ["carl", "nobody", "ann"], "not_members": ["bob's"]},
    "rich": {"subset_of": "americans", "disjoint_from": ["rich_americans"]},
}


def built(
    expectations: dict[str, dict[str, Any]], warehouse: Warehouse, root: Path
) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The tests of the whole build that failed, and the rows that the view shows."""
    segments = [
        {"segment": key, **rest, **({"expect": expectations[key]} if key in expectations else {})}
        for key, rest in RULES.items()
    ]
    definitions = definitions_of(segments)
    OutsideProject(root, warehouse.profile).write(definitions, segments, base_catalog())
    generate(root)
    warehouse.load(definitions, typed_tables(definitions, {"contact": CONTACTS}))
    result = dbtRunner().invoke(
        [
            *("build", "--quiet", "--project-dir", str(root), "--profiles-dir", str(root)),
            *("--vars", json.dumps({"as_of": AS_OF.isoformat()})),
        ]
    )
    assert result.exception is None
    nodes: Any = result.result
    wrong = [n for n in nodes if n.status not in ("success", "pass")]
    view = next(
        node.node.relation_name
        for node in nodes
        if node.node.name == "int_contact__broken_expectations"
    )
    rows = warehouse.rows(f"select segment_key, contact_id, expectation from {view}")
    return [f"{node.node.name}: {node.status}" for node in wrong], sorted(rows)


def check(warehouse: Warehouse, root: Path) -> None:
    assert built(HOLDING, warehouse, root / "holding") == ([], [])


def check_broken(warehouse: Warehouse, root: Path) -> None:
    wrong, rows = built(BROKEN, warehouse, root / "broken")
    assert wrong == ["contact_expectations_hold: fail"]
    assert rows == [
        ("americans", "bob's", "no member"),
        ("americans", "carl", "member"),
        ("americans", "nobody", "member"),
        ("rich", "ann", "disjoint from rich_americans"),
        ("rich", "carl", "subset of americans"),
    ]


@pytest.mark.dbt
def test_expectations_that_hold_on_duckdb(tmp_path: Path) -> None:
    check(DuckDB(tmp_path), tmp_path)


@pytest.mark.dbt
def test_broken_expectations_on_duckdb(tmp_path: Path) -> None:
    check_broken(DuckDB(tmp_path), tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
def test_expectations_on_postgres(tmp_path: Path) -> None:
    check(PostgreSQL(), tmp_path)
    check_broken(PostgreSQL(), tmp_path)
