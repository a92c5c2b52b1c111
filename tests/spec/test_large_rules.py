"""Rules at the limits of what is read: warehouses parse them, and agree with the reference."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from segsmith.reference import members
from tests.support.columns import typed_tables
from tests.support.evaluation import evaluated
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse
from tests.support.written import definitions_of

AS_OF = datetime(2026, 3, 31, 12)
USA = {"attribute": "country", "is": "USA"}
PERU = {"attribute": "country", "is": "Peru"}


def negated(rule: Any, times: int) -> Any:
    """`not` upon `not`."""
    for _ in range(times):
        rule = {"not": rule}
    return rule


def alternating(levels: int) -> Any:
    """Groups in groups that no simplification flattens."""
    rule: Any = USA
    for level in range(levels):
        word, beside = ("all", negated(PERU, 1)) if level % 2 else ("any", PERU)
        rule = {word: [beside, rule]}
    return rule


RULES = {
    "deep_not": negated(USA, 199),
    "deep_groups": alternating(100),
    "deep_event": {
        "event": "page_viewed",
        "where": negated({"attribute": "path", "is": "/a"}, 200),
    },
    "many_conditions": {
        "any": [{"attribute": "country", "is": f"country {n}"} for n in range(4_000)] + [USA]
    },
    "many_values": {"attribute": "country", "in": [*(f"c{n}" for n in range(15_000)), "Peru"]},
    "long_text": {"attribute": "country", "is": "x" * 99_999},
    "long_number": {"attribute": "total_spent", "less_than": 10**28 - 1},
    "deep_expression": {"expression": " + ".join(["score"] * 90), "more_than": 100},
}


def check(warehouse: Warehouse, root: Path) -> None:
    segments = [{"segment": key, "where": rule} for key, rule in RULES.items()]
    definitions = definitions_of(segments)
    contacts = [
        {"contact_id": "usa", "country": "USA", "score": 2, "total_spent": 1},
        {"contact_id": "peru", "country": "Peru", "score": 1},
        {"contact_id": "long", "country": "x" * 99_999},
        {"contact_id": "unknown"},
    ]
    hits = [{"visitor": "usa", "name": "Page Viewed", "path": "/a", "seen_at": "2026-03-30"}]
    tables = typed_tables(definitions, {"contact": contacts, "web": hits})
    found = evaluated(segments, tables, AS_OF, "UTC", warehouse, root)
    expected = members(definitions, tables, AS_OF)
    assert {key: set(found[key]) for key in RULES} == {key: set(expected[key]) for key in RULES}
    assert all(expected[key] for key in RULES)


@pytest.mark.dbt
def test_large_rules_on_duckdb(tmp_path: Path) -> None:
    check(DuckDB(tmp_path), tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
def test_large_rules_on_postgres(tmp_path: Path) -> None:
    check(PostgreSQL(), tmp_path)
