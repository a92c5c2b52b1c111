"""A run's time is divided among stages, models and segments, and nothing of it is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from segsmith.cli.profile_tables import print_profile
from segsmith.cli.run_profile import as_json
from segsmith.pipeline import load, plan_of, render_plan
from segsmith.plan import Plan, make_plan
from segsmith.profile import (
    Counts,
    Measured,
    Node,
    Profile,
    SegmentCost,
    Span,
    Stage,
    make_profile,
)
from segsmith.profile.clock import parts_of_the_clock
from segsmith.profile.needs import Need, needs_of
from segsmith.profile.parts import EVERYBODY, by_column, parts_of, users_of
from tests.support.projects import write_project

REPOSITORY = Path(__file__).parents[2]
PAGE = "int_contact__email_opened_traits"
SEGMENTS = {
    "openers": "where: {event: email_opened, count: {at_least: 3}, within_last: 30 days}",
    "german_openers": (
        "where: {all: [{attribute: country, is: DE},"
        " {event: email_opened, count: {at_least: 5}, within_last: 30 days}]}"
    ),
    "earliest": "where: {event: email_opened, distinct_days: {at_least: 2}}",
    "germans": "where: {attribute: country, is: DE}\naudience: true",
    "resting": "where: {attribute: country, is: FR}\nstatus: paused",
    "keen_openers": "where: {all: [{segment: openers}, {attribute: country, is: DE}]}",
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """A plan of six segments, three of which read one trait."""
    return make_plan(load(write_project(tmp_path_factory.mktemp("project"), SEGMENTS)))


def node(name: str, seconds: float, began: float = 1.0, kind: str = "model") -> Node:
    """A node that was compiled in no time."""
    span = Span(began, began + seconds)
    return Node(f"{kind}.shop.{name}", name, kind, "success", (), None, span)


def profile_of(plan: Plan, nodes: Iterable[Node], counts: Counts | None = None) -> Profile:
    """A command of 20 seconds in which dbt was at work from 0.5 to 19."""
    return make_profile(plan, Measured(20.0, Span(0.5, 19.0), tuple(nodes), counts or Counts()))


def by_key(profile: Profile) -> dict[str, SegmentCost]:
    return {cost.segment: cost for cost in profile.segments}


def seconds_of(profile: Profile) -> dict[Stage, float]:
    return {cost.stage: cost.seconds for cost in profile.stages}


# the clock


def test_one_after_the_other_each_has_its_own_time() -> None:
    assert parts_of_the_clock([Span(0, 2), Span(2, 5)]) == [2.0, 3.0]
    assert parts_of_the_clock([Span(0, 2), Span(4, 5), Span(3, 3)]) == [2.0, 1.0, 0.0]


def test_those_at_work_together_share_the_time() -> None:
    assert parts_of_the_clock([Span(0, 4), Span(2, 4)]) == [3.0, 1.0]
    assert parts_of_the_clock([Span(0, 3), Span(0, 3), Span(0, 3)]) == [1.0, 1.0, 1.0]


def test_nothing_was_at_work() -> None:
    assert parts_of_the_clock([]) == []


INSTANTS = st.integers(0, 40).map(lambda n: n / 4)
SPANS = st.tuples(INSTANTS, INSTANTS).map(lambda pair: Span(min(pair), max(pair)))


@given(st.lists(SPANS, max_size=12))
def test_parts_add_up_to_the_time_in_which_anything_was_at_work(spans: list[Span]) -> None:
    quarters = {n for s in spans for n in range(round(s.began * 4), round(s.ended * 4))}
    parts = parts_of_the_clock(spans)
    assert sum(parts) == pytest.approx(len(quarters) / 4)
    assert all(part <= span.seconds + 1e-9 for part, span in zip(parts, spans, strict=True))


# columns


def test_a_shared_trait_falls_to_its_users_in_equal_shares() -> None:
    needs = {
        "one": Need(frozenset({"shared", "own"}), 1),
        "two": Need(frozenset({"shared"}), 1),
    }
    assert by_column(["own", "shared"], users_of(needs)) == {"one": 1.5, "two": 0.5}


def test_a_column_that_nobody_reads_falls_to_all() -> None:
    assert by_column(["left_over"], users_of({})) == {EVERYBODY: 1.0}


def test_who_refers_to_a_segment_needs_what_it_needs(plan: Plan) -> None:
    needs = needs_of(plan.entities[0])
    assert needs["openers"].columns < needs["keen_openers"].columns
    assert needs["keen_openers"].columns - needs["openers"].columns == {"country"}
    assert needs["keen_openers"].parts > needs["openers"].parts


# the profile


def test_a_page_falls_to_the_segments_that_read_it(plan: Plan) -> None:
    """Two columns: the count has three users, the first instant has one."""
    profile = profile_of(plan, [node(PAGE, 6.0)])
    spent = {cost.segment: cost.traits for cost in profile.segments if cost.traits}
    assert spent == pytest.approx(
        {"earliest": 3.0, "openers": 1.0, "german_openers": 1.0, "keen_openers": 1.0}
    )
    assert profile.segments[0].segment == "earliest"
    assert profile.shared_seconds == pytest.approx(14.0)


def test_a_large_rule_and_many_rows_cost_more_of_the_evaluation(plan: Plan) -> None:
    counts = Counts(looked_at={"contact": 100}, found={"germans": 90})
    profile = profile_of(plan, [node("contact_segment_evaluation", 5.0)], counts)
    spent = {key: cost.evaluation for key, cost in by_key(profile).items()}
    assert sum(spent.values()) == pytest.approx(5.0)
    assert spent["resting"] == 0.0  # it is not evaluated
    assert spent["keen_openers"] > spent["openers"]
    without = profile_of(
        plan, [node("contact_segment_evaluation", 5.0)], Counts(looked_at={"contact": 100})
    )
    assert spent["germans"] > by_key(without)["germans"].evaluation


def test_what_is_much_work_differs_by_engine(plan: Plan) -> None:
    """Where columns are cheap and tests are not, the size of a rule decides."""
    evaluation = node("contact_segment_evaluation", 5.0)
    spent = {}
    for engine in ("duckdb", "postgres", "another"):
        measured = Measured(20.0, Span(0.5, 19.0), (evaluation,), Counts(), engine)
        costs = by_key(make_profile(plan, measured))
        spent[engine] = costs["keen_openers"].evaluation / costs["earliest"].evaluation
    assert spent["postgres"] > 1 > spent["duckdb"]
    assert spent["another"] == spent["duckdb"]


def test_the_ledger_falls_to_what_it_compares_and_appends(plan: Plan) -> None:
    counts = Counts(found={"germans": 30}, moved={"germans": 10, "openers": 10})
    spent = by_key(profile_of(plan, [node("contact_segment_ledger", 5.0)], counts))
    assert (spent["germans"].ledger, spent["openers"].ledger) == (4.0, 1.0)


def test_a_ledger_without_rows_is_shared_by_all(plan: Plan) -> None:
    profile = profile_of(plan, [node("contact_segment_ledger", 5.0)])
    assert not any(cost.ledger for cost in profile.segments)
    assert {c.stage: c.seconds for c in profile.shared}[Stage.LEDGER] == 5.0


def test_audiences_fall_to_their_segments_in_equal_shares(plan: Plan) -> None:
    """What a view takes says nothing of its segment: the warehouse was busy with something."""
    one = profile_of(plan, [node("audience__germans", 2.0)])
    assert by_key(one)["germans"].readers == 2.0
    views = [node("audience__germans", 2.0), node("audience__openers", 1.0, 4.0)]
    two = by_key(profile_of(plan, views))
    assert (two["germans"].readers, two["openers"].readers) == (1.5, 1.5)


def test_start_gaps_and_the_copy_are_told(plan: Plan) -> None:
    profile = profile_of(plan, [node("segsmith_run", 1.0, 3.0), node("x", 2.0, 6.0, "test")])
    assert seconds_of(profile) == {
        Stage.GENERATING: 0.5,
        Stage.STARTING: 2.5,
        Stage.RUN_ROW: 1.0,
        Stage.TESTS: 2.0,
        Stage.BETWEEN: 13.0,
        Stage.COPY: 1.0,
    }


def test_models_of_the_project_itself_and_skipped_ones(plan: Plan) -> None:
    skipped = Node("model.shop.late", "late", "model", "skipped")
    profile = profile_of(plan, [node("dim_customers", 1.0), skipped])
    assert [(m.model, m.stage) for m in profile.models] == [("dim_customers", Stage.OWN_MODELS)]


def test_rows_in_are_those_of_what_a_model_reads(plan: Plan) -> None:
    reads = ("model.shop.int_contact__evaluated", "model.shop.stg_email_events", "model.shop.other")
    page = Node(f"model.shop.{PAGE}", PAGE, "model", "success", reads, None, Span(1, 2))
    counts = Counts(held={reads[0]: 10, reads[1]: 500}, written={page.identity: 7})
    [found] = profile_of(plan, [page, node("segsmith_run", 0.0)], counts).models[:1]
    assert (found.rows_in, found.rows_out) == (510, 7)
    assert profile_of(plan, [node("segsmith_run", 1.0)], counts).models[0].rows_in is None


NAMES = st.sampled_from(
    [PAGE, "contact_segment_evaluation", "contact_segment_ledger", "segsmith_run", "own", "germans"]
)
NODES = st.builds(
    lambda name, compiling, executing, kind: Node(
        f"{kind}.shop.{name}", name, kind, "success", (), compiling, executing
    ),
    NAMES,
    st.none() | SPANS,
    st.none() | SPANS,
    st.sampled_from(["model", "seed", "test"]),
)
COUNTED = st.dictionaries(st.sampled_from(sorted(SEGMENTS)), st.integers(0, 1000))


@given(st.lists(NODES, max_size=10), COUNTED, COUNTED, st.integers(0, 100))
def test_all_sums_are_the_whole(
    plan: Plan, nodes: list[Node], found: dict[str, int], moved: dict[str, int], looked_at: int
) -> None:
    """Whatever was measured, with any number of threads."""
    counts = Counts(looked_at={"contact": looked_at}, found=found, moved=moved)
    measured = Measured(12.0, Span(0.0, 11.0), tuple(nodes), counts)
    profile = make_profile(plan, measured)
    assert sum(cost.seconds for cost in profile.stages) == pytest.approx(12.0)
    of_segments = sum(cost.seconds for cost in profile.segments)
    assert of_segments + profile.shared_seconds == pytest.approx(12.0)
    assert all(cost.seconds >= -1e-9 for cost in (*profile.segments, *profile.stages))


def test_every_generated_model_has_its_stage() -> None:
    plan = plan_of(REPOSITORY)
    parts = parts_of(plan, Measured(1.0, Span(0.0, 1.0), ()))
    models = {Path(file.path).stem for file in render_plan(plan) if "models/" in file.path}
    assert {name for name in models if not name.startswith(".")} <= set(parts)


# how it is told


def told(profile: Profile, width: int) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    print_profile(console, profile, "target/segsmith_profile.json")
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


@pytest.mark.parametrize("width", [80, 200])
def test_tables_fit(plan: Plan, width: int) -> None:
    nodes = [node(PAGE, 1.5), node(f"int_contact__{'very_' * 8}long_traits", 1.0, 3.0)]
    counts = Counts(written={nodes[0].identity: 1234567}, held={})
    lines = told(profile_of(plan, nodes, counts), width).splitlines()
    assert max(len(line) for line in lines) <= width
    assert "1,234,567" in "\n".join(lines)
    assert not any("…" in line for line in lines)


def test_many_segments_are_cut_and_their_sum_is_told(tmp_path: Path) -> None:
    segments = {f"segment_{n}": SEGMENTS["openers"] for n in range(30)}
    plan = plan_of(write_project(tmp_path, segments))
    text = told(profile_of(plan, [node(PAGE, 15.0)]), 80)
    assert "segments: the 20 most expensive of 30" in text
    assert "10 others" in text
    assert "5.000 s" in next(line for line in text.splitlines() if line.startswith("10 others"))


def test_the_file_is_json_that_adds_up(plan: Plan) -> None:
    found = json.loads(json.dumps(as_json(profile_of(plan, [node(PAGE, 6.0)]))))
    segments = sum(segment["seconds"] for segment in found["segments"])
    assert segments + found["shared_seconds"] == pytest.approx(found["seconds"], abs=1e-4)
    assert found["models"][0]["model"] == PAGE
