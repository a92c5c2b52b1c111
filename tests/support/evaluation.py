"""Members of every segment as a warehouse finds them: generate, load, dbt, read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

from segsmith.pipeline import generate
from segsmith.reference.histories import History
from tests.support.ledger_rows import ledger_rows
from tests.support.outside_project import OutsideProject
from tests.support.warehouses import Warehouse
from tests.support.written import StagesByName, base_catalog, definitions_of

_QUERY = """
    select segment_key, {entity}_id
    from {relation}
    where {entity}_id is not null and is_member
"""


class FailedRunError(Exception):
    """The dbt run did not succeed."""


def evaluated(
    segments: Iterable[dict[str, Any]],
    tables: dict[str, list[dict[str, Any]]],
    as_of: datetime,
    time_zone: str,
    warehouse: Warehouse,
    root: Path,
    history: History | None = None,
    stages: StagesByName | None = None,
) -> dict[str, frozenset[str]]:
    """The members of every segment of one data set, by the nodes up to the evaluation.

    `history` is what the ledger holds before. Paused segments are not evaluated, so they are not
    among the result.
    """
    segments = list(segments)
    definitions = definitions_of(segments, time_zone, stages=stages)
    OutsideProject(root, warehouse.profile).write(definitions, segments, base_catalog())
    generate(root)
    warehouse.load(definitions, tables)
    if history:
        renames = {old: s["segment"] for s in segments for old in s.get("renamed_from", ())}
        warehouse.remember(ledger_rows(history, renames))
    entities = sorted({document.model.entity for document in definitions.segments})
    relations = run_dbt(root, as_of, entities)
    found: dict[str, set[str]] = {
        segment["segment"]: set() for segment in segments if segment.get("status") != "paused"
    }
    for entity, relation in relations.items():
        for key, member in warehouse.rows(_QUERY.format(relation=relation, entity=entity)):
            assert member not in found[key], f"{member} stands twice in {key}"
            found[key].add(member)
    return {key: frozenset(contacts) for key, contacts in found.items()}


def run_dbt(root: Path, as_of: datetime, entities: Iterable[str]) -> dict[str, str]:
    """Run everything up to the evaluations, in this process; by entity, their relations.

    Raises:
        FailedRunError: with what dbt said.
    """
    nodes_of = {entity: f"{entity}_segment_evaluation" for entity in entities}
    relations = run_models(root, as_of, *(f"+{name}" for name in nodes_of.values()))
    return {entity: relations[name] for entity, name in nodes_of.items()}


def run_models(root: Path, as_of: datetime, *select: str) -> dict[str, str]:
    """Run the selected models, in this process; the relation of each by its name.

    Raises:
        FailedRunError: with what dbt said.
    """
    result = dbtRunner().invoke(
        [
            *("run", "--quiet", "--select", *select),
            *("--project-dir", str(root), "--profiles-dir", str(root)),
            *("--vars", json.dumps({"as_of": as_of.isoformat()})),
        ]
    )
    if result.exception:
        raise FailedRunError(str(result.exception))
    executed: Any = result.result
    nodes = list(executed)
    if not result.success:
        raise FailedRunError("\n".join(f"{n.node.name}: {n.message}" for n in nodes if n.message))
    return {node.node.name: str(node.node.relation_name) for node in nodes}
