"""Time passes over drawn data: a run that looks at few finds what the reference finds for all.

The first run sees everybody. The second comes some time later over the same rows, so that only
limits of time have moved, and evaluates those alone whom they passed over.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from segsmith.lower.time_branches import moving
from segsmith.pipeline import generate
from segsmith.plan import EntityPlan, PlannedSegment, make_plan
from segsmith.reference import members
from segsmith.resolve import resolve
from segsmith.resolve.walk import traits_of
from tests.property.batches import BATCHES, batch
from tests.property.strategies import Drawn
from tests.property.test_warehouses import difference
from tests.support.evaluation import run_models
from tests.support.outside_project import OutsideProject
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse
from tests.support.written import base_catalog, definitions_of

STEPS = (
    timedelta(seconds=1),
    timedelta(minutes=15),
    timedelta(hours=7),
    timedelta(days=1),
    timedelta(days=9, hours=5),
    timedelta(days=40),
)
NUMBERS = list(range(BATCHES))


@pytest.mark.dbt
@pytest.mark.parametrize("number", NUMBERS)
def test_time_passes_on_duckdb(number: int, tmp_path: Path) -> None:
    check(batch(number), DuckDB(tmp_path), tmp_path / "project", STEPS[number % len(STEPS)])


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
@pytest.mark.parametrize("number", NUMBERS[1::3])
def test_time_passes_on_postgres(number: int, tmp_path: Path) -> None:
    check(batch(number), PostgreSQL(), tmp_path / "project", STEPS[number % len(STEPS)])


def check(drawn: Drawn, warehouse: Warehouse, root: Path, step: timedelta) -> None:
    """Fail with every difference after the second run, which must not have looked at everybody."""
    scene = drawn.scene
    before = scene.as_of - step
    # Half of the contacts may leave at once, by data where a source tells no load time: no guard
    # shall hold a segment here.
    kept = [{**written, "guards": {"max_exited_share": 1}} for written in followed(drawn, before)]
    assert len(kept) > len(drawn.every) / 3
    stages = drawn.stages_among(kept)
    definitions = definitions_of(kept, scene.time_zone, stages=stages)
    OutsideProject(root, warehouse.profile).write(definitions, kept, base_catalog())
    generate(root)
    warehouse.load(definitions, drawn.tables)
    entities = sorted({document.model.entity for document in definitions.segments})
    relations = run_models(root, before, "*")
    first = members(definitions, drawn.tables, before)
    assert membership(warehouse, relations, entities) == present(first)
    run_models(root, scene.as_of, "*")
    history = {key: {one: [before] for one in ids} for key, ids in first.items()}
    second = members(definitions, drawn.tables, scene.as_of, history)
    found = membership(warehouse, relations, entities)
    wrong = [
        difference(drawn, written, second[key], found.get(key, frozenset()))
        for written in kept
        if second[key := written["segment"]] != found.get(key, frozenset())
    ]
    assert not wrong, "\n\n".join([f"{len(wrong)} differ {step} later", *wrong])
    looked_at = warehouse.rows(
        f"select count(*) from {relations['int_contact__evaluated']} where cause = 'time'"
    )
    assert looked_at[0][0] < len(drawn.tables["contact"])


def membership(
    warehouse: Warehouse, relations: dict[str, str], entities: list[str]
) -> dict[str, frozenset[Any]]:
    """Who is in each segment that has members, of every entity."""
    found: dict[str, set[Any]] = {}
    for entity in entities:
        relation = relations[f"{entity}_segment_membership"]
        for key, one in warehouse.rows(f"select segment_key, {entity}_id from {relation}"):
            found.setdefault(key, set()).add(one)
    return {key: frozenset(ids) for key, ids in found.items()}


def present(found: dict[str, frozenset[Any]]) -> dict[str, frozenset[Any]]:
    """Without the segments that are empty."""
    return {key: ids for key, ids in found.items() if ids}


def followed(drawn: Drawn, before: datetime) -> list[dict[str, Any]]:
    """The definitions of whom a run between the two instants need not look at everybody."""
    zone = ZoneInfo(drawn.scene.time_zone)
    days = {
        when.replace(tzinfo=UTC).astimezone(zone).date() for when in (before, drawn.scene.as_of)
    }
    definitions = definitions_of(drawn.every, drawn.scene.time_zone, stages=drawn.stages)
    plan = make_plan(resolve(definitions))
    catalog = plan.resolved.catalog
    followed: set[str] = set()
    named: dict[str, set[str]] = {}
    for entity in plan.entities:
        for segment in entity.segments:
            found = moving(_alone(entity, segment), catalog)
            is_active = segment.resolved.definition.status == "active"
            if is_active and not found.always and not (found.daily and len(days) > 1):
                followed.add(segment.key)
            named[segment.key] = set(segment.depends_on)
    keys = [written["segment"] for written in drawn.every]
    for written in drawn.every:
        text = json.dumps(written, default=str)
        named.setdefault(written["segment"], set()).update(k for k in keys if f'"{k}"' in text)
    while lost := {key for key in followed if not named[key] <= followed}:
        followed -= lost
    return [written for written in drawn.every if written["segment"] in followed]


def _alone(entity: EntityPlan, segment: PlannedSegment) -> EntityPlan:
    """The plan with one segment and the pages that it reads."""
    own = () if segment.own_rule is None else (segment.own_rule,)
    traits = {trait for truth in (*segment.truths, *own) for trait in traits_of(truth)}
    pages = (
        replace(page, traits=tuple(p for p in page.traits if p.trait in traits))
        for page in entity.pages
    )
    return replace(entity, segments=(segment,), pages=tuple(page for page in pages if page.traits))
