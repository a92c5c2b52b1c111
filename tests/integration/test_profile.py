"""`segsmith run --profile` on a project of somebody else: what it tells is so."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from segsmith.cli.app import app
from segsmith.warehouse.dbt_command import let_go
from tests.integration.acme_data import FIRST_RUN, SECOND_RUN, THIRD_RUN
from tests.integration.outside import Dbt, DuckFile, PostgresServer, copy_project

pytestmark = pytest.mark.dbt
EVENTS = 1_000_000
WANDERERS = """\
segment: wanderers
entity: customer
where:
  sequence: [{event: pricing_viewed}, {event: blog_read}, {event: pricing_viewed}]
"""
MANY_EVENTS = """insert into acme_tracking.stg_web_events
    select 'more-' || numbers.n, 9007199254740991 + mod(numbers.n, 6),
        timestamp '2025-02-20 00:00:00' + numbers.n * interval '1 second',
        case when mod(numbers.n, 2) = 0 then 'blog' else 'pricing' end
    from generate_series(1, {0}) as numbers (n)"""
INTERNAL = "acme_segsmith_internal"


class Profiled:
    """The project, its warehouse, and what `segsmith run --profile` left."""

    def __init__(self, root: Path, warehouse: DuckFile | PostgresServer) -> None:
        self.root = root
        self.warehouse = warehouse

    def run(self, as_of: str, *options: str) -> Result:
        """One run with a profile."""
        places = ["--project-dir", str(self.root), "--profiles-dir", str(self.root)]
        result = CliRunner().invoke(app, [*places, "run", "--profile", "--as-of", as_of, *options])
        let_go()
        return result

    def profile(self) -> dict[str, Any]:
        """The file."""
        file = self.root / "target" / "segsmith_profile.json"
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found

    def count(self, table: str) -> int:
        """The rows of a table."""
        [(found,)] = self.warehouse.rows(f"select count(*) from {table}")
        return int(found)


@pytest.fixture(params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)])
def project(request: Any, tmp_path: Path) -> Iterator[Profiled]:
    """The project with its packages and seeds; nothing of Segsmith is built."""
    if request.param == "postgres" and "SEGSMITH_PGPORT" not in os.environ:
        pytest.skip("no PostgreSQL server: SEGSMITH_PGPORT is not set")
    warehouse = PostgresServer() if request.param == "postgres" else DuckFile(tmp_path / "acme.db")
    root = copy_project("integration_tests", tmp_path)
    warehouse.clear()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**warehouse.environment, "COLUMNS": "200"}.items():
            patch.setenv(name, value)
        Dbt(root).run("deps")
        yield Profiled(root, warehouse)


def test_profiles_of_some_runs(project: Profiled) -> None:
    """One project, several runs: each step stands on the one before."""
    for step in (
        the_first_run_is_told_whole,
        an_expensive_segment_stands_first,
        a_run_that_appends_nothing_is_told,
        a_run_that_fails_tells_what_was_built,
    ):
        step(project)


def the_first_run_is_told_whole(project: Profiled) -> None:
    result = project.run(FIRST_RUN)
    assert result.exit_code == 0, result.output
    for words in ("where the", "starting dbt", "shared by all", "models"):
        assert words in result.stdout
    profile = project.profile()
    assert_adds_up(profile)
    models = {model["model"]: model for model in profile["models"]}
    page = models["int_customer__pricing_viewed_traits"]
    evaluated = project.count(f"{INTERNAL}.int_customer__evaluated")
    assert page["rows_out"] == project.count(f"{INTERNAL}.int_customer__pricing_viewed_traits")
    assert page["rows_in"] == evaluated + project.count("acme_tracking.stg_web_events")
    ledger = models["customer_segment_ledger"]
    assert ledger["rows_out"] == project.count("acme_segsmith.customer_segment_ledger")
    assert models["dim_customers"]["stage"] == "your own models"
    assert {model["status"] for model in profile["models"]} == {"success"}
    moved = {segment["segment"]: segment["moved"] for segment in profile["segments"]}
    assert moved == dict(
        project.warehouse.rows(
            "select segment_key, entered + exited from acme_segsmith.segment_sizes"
        )
    )


def an_expensive_segment_stands_first(project: Profiled) -> None:
    """A sequence over many rows that one segment asks for; only what was selected is told."""
    file = project.root / "segment_defs" / "segments" / "wanderers.yml"
    file.write_text(WANDERERS, encoding="utf-8")
    project.warehouse.rows(MANY_EVENTS.format(EVENTS) + " returning 1")
    result = project.run(SECOND_RUN, "--select", "tag:segsmith")
    assert result.exit_code == 0, result.output
    profile = project.profile()
    assert_adds_up(profile)
    models = {model["model"]: model for model in profile["models"]}
    assert "dim_customers" not in models
    assert models["int_customer__pricing_viewed_traits"]["rows_in"] > EVENTS
    order = [segment["segment"] for segment in profile["segments"]]
    for cheap in ("big_spenders", "people_of_large_accounts", "recent_small_buyers"):
        assert order.index("wanderers") < order.index(cheap)
    by_traits = sorted(profile["segments"], key=lambda segment: -float(segment["traits"]))
    assert by_traits[0]["segment"] == "wanderers"
    assert by_traits[0]["traits"] > 2 * by_traits[1]["traits"]


def a_run_that_appends_nothing_is_told(project: Profiled) -> None:
    result = project.run(SECOND_RUN, "--select", "tag:segsmith")
    assert "nothing to append" in result.stderr
    profile = project.profile()
    assert_adds_up(profile)
    models = {model["model"]: model for model in profile["models"]}
    assert models["customer_segment_ledger"]["rows_out"] == 0
    assert not any(segment["moved"] for segment in profile["segments"])


def a_run_that_fails_tells_what_was_built(project: Profiled) -> None:
    model = project.root / "models" / "marts" / "dim_customers.sql"
    model.write_text("select no_such_column from {{ ref('raw_customers') }}\n", encoding="utf-8")
    result = project.run(THIRD_RUN)
    assert result.exit_code == 1
    assert "where the" in result.stdout
    profile = project.profile()
    assert_adds_up(profile)
    statuses = {model["model"]: model["status"] for model in profile["models"]}
    assert statuses["dim_customers"] == "error"
    assert "customer_segment_ledger" not in statuses


def assert_adds_up(profile: dict[str, Any]) -> None:
    """Every second stands once among the stages, and once among segments and what they share."""
    whole = pytest.approx(profile["seconds"], abs=0.01)
    assert sum(stage["seconds"] for stage in profile["stages"]) == whole
    of_segments = sum(segment["seconds"] for segment in profile["segments"])
    assert of_segments + sum(shared["seconds"] for shared in profile["shared"]) == whole
    assert all(stage["seconds"] >= 0 for stage in profile["stages"])
