"""The engine benchmark compares like with like: its three ways find the same members."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from benchmarks.engine import by_hand, changes, ours
from benchmarks.engine.dbt_runs import Build, nodes
from benchmarks.engine.measurement import figures
from benchmarks.engine.page import page
from benchmarks.engine.processes import Cost
from benchmarks.engine.ratios import ratios
from benchmarks.engine.results import bench_result
from benchmarks.engine.rounds import Bench
from benchmarks.engine.rules import event_tests, segments
from benchmarks.engine.sizes import Sizes

from tests.support.dbt_process import read_project, start

pytestmark = pytest.mark.dbt
TINY = Sizes(contacts=400, events=8000, segments=8, rounds=1, changed=0.1, deleted=0.01, new=0.01)
_FREE = Cost(wall=0.0, processor=0.0, memory=0, growth=0, load=0.0)


def build_unmeasured(root: Path, _: Path, as_of: datetime, select: tuple[str, ...]) -> Build:
    """A build in a fork of this process, which has imported dbt and read the project already."""
    variables = json.dumps({"as_of": as_of.isoformat(sep=" ")})
    start(root, ["build", *select, "--vars", variables], read_once(root)).wait().must_succeed()
    return Build(_FREE, nodes(root))


@cache
def read_once(root: Path) -> Any:
    """The manifest of a project, which does not depend on the as-of."""
    return read_project(root)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("bench")
    made = Bench(folder, TINY, has_tests=False, build=build_unmeasured)
    made.prepare()
    made.ours()
    made.by_hand()
    made.limit()
    return made


def test_ids_of_another_type_lose_nothing_where_contacts_are_cut(tmp_path: Path) -> None:
    """Equal ids of two types have two hashes: each contact keeps its events in its slice."""
    made = Bench(
        tmp_path, TINY, has_tests=False, build=build_unmeasured, projects=(("ours", ours),)
    )
    made.prepare()
    made.run_sql(
        made.folder / "data.duckdb", ["alter table shop.events alter contact_id type double"]
    )
    settings = made.folder / "ours" / "dbt_project.yml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(f"{written}\nvars: {{segsmith_slice_size: 150}}\n", encoding="utf-8")
    made.start_anew("ours")
    made.first_refresh()
    found = figures(made.measured)
    assert (found["a"].wrong, found["a"].rows > 0) == (0, True)
    (page,) = (made.folder / "ours" / "target" / "run").rglob("contact_segment_evaluation.sql")
    assert "as bigint)) % 3 = 0" in page.read_text(encoding="utf-8")


def test_all_ways_find_the_same_members_before_and_after_a_change(bench: Bench) -> None:
    found = figures(bench.measured)
    assert list(found) == ["a", "b", "c", "whole", "d full", "d refresh", "e"]
    assert [figure.wrong for figure in found.values()] == [0] * 7
    assert found["a"].rows == found["d full"].rows == found["e"].rows > 0
    assert found["b"].rows == found["d refresh"].rows > 0


def test_only_the_changed_are_looked_at(bench: Bench) -> None:
    looked_at = {way: f.facts.get("looked at") for way, f in figures(bench.measured).items()}
    assert looked_at["a"] == TINY.contacts
    assert (looked_at["c"] or 0) < (looked_at["b"] or 0) < TINY.contacts / 2


def test_a_planted_difference_is_told(bench: Bench) -> None:
    database = bench.database("by_hand")
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "update main.segment_members set contact_id = -1"
            " where rowid = (select min(rowid) from main.segment_members)"
        )
    assert bench.differing(database, by_hand.MEMBERS, 1) == 2
    wrong = [replace(m, wrong=2) if m.way == "d refresh" else m for m in bench.measured]
    asked = ratios(figures(wrong))
    assert [r.value for r in asked if "d refresh" in r.question] == [None, None]
    kept = bench_result(TINY, "a machine", 1, bench.dbt_threads, figures(wrong))
    assert "wrong: 2 rows" in page({"bench": kept})


def test_a_rule_has_two_event_conditions_and_the_first_stay_the_same() -> None:
    few, many = segments(20, 1), segments(60, 1)
    assert many[:20] == few != segments(20, 2)
    assert {len(event_tests(segment.rule)) for segment in many} == {2}


def test_changes_depend_on_the_seed_alone() -> None:
    assert changes.statements(TINY, 1) == changes.statements(TINY, 1)
    assert changes.statements(TINY, 1) != changes.statements(replace(TINY, seed=2), 1)
