"""Drawn definitions on drawn data: every warehouse gives what the reference interpreter gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from segsmith.reference import members
from tests.property.batches import BATCHES, batch
from tests.property.strategies import Drawn
from tests.support.blame import blamed
from tests.support.evaluation import FailedRunError, evaluated
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse
from tests.support.written import definitions_of

NUMBERS = list(range(BATCHES))


@pytest.mark.dbt
@pytest.mark.parametrize("number", NUMBERS)
def test_duckdb_equals_the_reference(number: int, tmp_path: Path) -> None:
    check(batch(number), DuckDB(tmp_path), tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
@pytest.mark.parametrize("number", NUMBERS)
def test_postgres_equals_the_reference(number: int, tmp_path: Path) -> None:
    check(batch(number), PostgreSQL(), tmp_path)


def check(drawn: Drawn, warehouse: Warehouse, root: Path) -> None:
    """Fail with every difference: the definition, and a contact with its rows."""
    scene = drawn.scene
    definitions = definitions_of(drawn.every, scene.time_zone, stages=drawn.stages)
    expected = members(definitions, drawn.tables, scene.as_of, drawn.history)
    try:
        found = found_by(drawn, drawn.every, warehouse, root / "all")
    except FailedRunError as error:
        alone = iter(range(10_000))
        cause = blamed(
            drawn.every,
            lambda part: found_by(drawn, part, warehouse, root / f"part_{next(alone)}"),
        )
        pytest.fail(f"{error}\n\nfirst cause: {cause}")
    wrong = [
        difference(drawn, written, expected[key], found[key])
        for written in drawn.every
        if (key := written["segment"]) in found and found[key] != expected[key]
    ]
    assert not wrong, "\n\n".join(
        [f"{len(wrong)} differ at {scene.as_of} {scene.time_zone}", *wrong]
    )


def found_by(
    drawn: Drawn, segments: list[dict[str, Any]], warehouse: Warehouse, root: Path
) -> dict[str, frozenset[str]]:
    """What the warehouse finds."""
    root.mkdir(parents=True)
    scene = drawn.scene
    return evaluated(
        segments,
        drawn.tables,
        scene.as_of,
        scene.time_zone,
        warehouse,
        root,
        drawn.history,
        drawn.stages_among(segments),
    )


def difference(
    drawn: Drawn, written: dict[str, Any], expected: frozenset[str], found: frozenset[str]
) -> str:
    """One definition whose members differ, with the rows of one contact."""
    contact = min(expected ^ found)
    lines = [
        str(written),
        f"missing: {sorted(expected - found)}, too many: {sorted(found - expected)}",
        f"for instance {contact}:",
    ]
    for name, rows in drawn.tables.items():
        columns = ("contact_id", "visitor", "account_id")
        own = [row for row in rows if contact in [row.get(column) for column in columns]]
        lines += [f"  {name}: {row}" for row in own]
    for key, seen in drawn.history.items():
        if key in str(written) and seen.get(contact):
            lines.append(f"  {key}: {[str(moment) for moment in seen[contact]]}")
    return "\n".join(lines)
