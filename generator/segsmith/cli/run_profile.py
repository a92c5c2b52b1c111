"""`segsmith run --profile`: what the run cost, told and kept as a file for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from segsmith.cli.invocation import out, warn
from segsmith.cli.profile_tables import print_profile
from segsmith.profile import Counts, Measured, Profile, Span, make_profile
from segsmith.warehouse import Place, WarehouseError
from segsmith.warehouse.dbt_command import Outcome

FILE = "segsmith_profile.json"


def profile_run(place: Place, outcome: Outcome, began: datetime) -> Profile | None:
    """The profile of a run that has just ended; None where dbt worked on nothing."""
    from segsmith import pipeline
    from segsmith.warehouse.connection import load_config, open_warehouse
    from segsmith.warehouse.run_measures import RunCounter, seconds_since, timed_nodes

    seconds = seconds_since(began, datetime.now(UTC))
    nodes = timed_nodes(outcome.results, began)
    if not any(node.spans for node in nodes):
        return None
    plan = pipeline.plan_of(place.root)
    try:
        with open_warehouse(place) as warehouse:
            counts = RunCounter(warehouse, plan, outcome.results).counts()
    except WarehouseError as error:
        warn(f"the profile is without rows: {error.message}")
        counts = Counts()
    dbt = Span(seconds_since(began, outcome.began), seconds_since(began, outcome.ended))
    engine = load_config(place).credentials.type
    return make_profile(plan, Measured(seconds, dbt, nodes, counts, engine))


def tell_profile(place: Place, profile: Profile) -> None:
    """Print it, and write all of it beside dbt's own results."""
    from segsmith.warehouse.connection import load_config, shown

    file = Path(load_config(place).project_target_path) / FILE
    file.write_text(json.dumps(as_json(profile), indent=2) + "\n", encoding="utf-8")
    print_profile(out(), profile, shown(file))


def as_json(profile: Profile) -> dict[str, Any]:
    """Keys, seconds and counts; nothing of anybody."""
    segments = [{**asdict(s), "seconds": s.seconds} for s in profile.segments]
    found = {**asdict(profile), "segments": segments, "shared_seconds": profile.shared_seconds}
    rounded = _rounded(found)
    assert isinstance(rounded, dict)
    return rounded


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, 6)
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list() | tuple():
            return [_rounded(item) for item in value]
    return value
