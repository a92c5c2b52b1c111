"""Every warehouse gives the members that were written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.evaluation import evaluated
from tests.support.spec_cases import SpecBatch, spec_batches, spec_cases
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse

BATCHES = list(spec_batches(case for case in spec_cases() if not case.pending))


def _check(batch: SpecBatch, warehouse: Warehouse, root: Path) -> None:
    found = evaluated(
        batch.segments,
        batch.tables,
        batch.as_of,
        batch.time_zone,
        warehouse,
        root,
        batch.history,
        batch.stages,
    )
    own, expected = batch.own_members(found), batch.expected()
    wrong = {
        key: {
            "missing": sorted(expected[key] - members),
            "too many": sorted(members - expected[key]),
        }
        for key, members in own.items()
        if members != expected[key]
    }
    assert not wrong


@pytest.mark.dbt
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch.name)
def test_members_by_hand_on_duckdb(batch: SpecBatch, tmp_path: Path) -> None:
    _check(batch, DuckDB(tmp_path), tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch.name)
def test_members_by_hand_on_postgres(batch: SpecBatch, tmp_path: Path) -> None:
    _check(batch, PostgreSQL(), tmp_path)
