"""Laws of the language that hold for every definition, in the interpreter and in warehouses.

Each warehouse is asked once a batch for the definitions that the laws derive, on data with a
stranger and later events in it, and once on data that is moved in time; what is expected comes
from the drawn rules on the drawn data, so nothing but the law is between them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from segsmith.plan import make_plan
from segsmith.reference import members
from segsmith.resolve import resolve
from tests.property.batches import BATCHES, batch
from tests.property.laws_of_sets import SET_LAWS, Members, derived, expected, segment
from tests.property.strategies import Drawn
from tests.property.worlds import (
    SHIFT,
    STRANGER,
    free_of_calendar,
    free_of_others,
    moved,
    moved_history,
    moved_rule,
    with_later_events,
    with_stranger,
)
from tests.support.evaluation import evaluated
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse
from tests.support.written import definitions_of

Written = dict[str, Any]
NUMBERS = list(range(BATCHES))
RULES = 6  # rules a batch of which a warehouse is asked for every derived definition


def slow(number: int) -> Any:
    """A batch for the long run alone."""
    return pytest.param(number, marks=pytest.mark.slow)


def with_accounts(drawn: Drawn, segments: list[Written], shift: Any = None) -> list[Written]:
    """The segments of accounts that rules about contacts may read, and these."""
    accounts = [moved_rule(one) for one in drawn.accounts] if shift else drawn.accounts
    return [*accounts, *segments]


def found(
    drawn: Drawn, segments: list[Written], tables: Any = None, shift: Any = None
) -> dict[str, Members]:
    """What the interpreter finds."""
    scene = drawn.scene
    as_of = scene.as_of + shift if shift else scene.as_of
    stages = drawn.stages_among(segments)
    every = with_accounts(drawn, segments, shift)
    definitions = definitions_of(every, scene.time_zone, stages=stages)
    history = moved_history(drawn.history) if shift else drawn.history
    return members(definitions, tables or drawn.tables, as_of, history)


def found_in(
    warehouse: Warehouse,
    drawn: Drawn,
    segments: list[Written],
    tables: Any,
    root: Path,
    shift: Any = None,
) -> dict[str, Members]:
    """What a warehouse finds."""
    scene = drawn.scene
    return evaluated(
        with_accounts(drawn, segments, shift),
        tables,
        scene.as_of + shift if shift else scene.as_of,
        scene.time_zone,
        warehouse,
        root,
        moved_history(drawn.history) if shift else drawn.history,
        drawn.stages_among(segments),
    )


def rules_of(drawn: Drawn) -> list[Written]:
    """The rules of a batch that the laws are tried on."""
    # A rule with parameters, or none but a list, is no rule by itself.
    kept = [s for s in free_of_others(drawn.segments) if not {"parameters", "members"} & s.keys()]
    return [one["where"] for one in kept[::3]]


def whole(drawn: Drawn, count: int) -> tuple[list[Written], dict[str, Members]]:
    """The batch with derived definitions, and their members by the laws."""
    rules = rules_of(drawn)
    alone = [segment(f"alone_{index}", rule) for index, rule in enumerate(rules)]
    everybody = segment("everybody", {"everyone": True})
    kept = free_of_others(drawn.segments)
    base = found(drawn, [*kept, *alone, everybody])
    of_rules = [base[one["segment"]] for one in alone]
    by_law = {one["segment"]: base[one["segment"]] for one in kept}
    by_law |= expected(of_rules, base["everybody"], count)
    return [*kept, *derived(rules, count)], by_law


def assert_same(
    segments: list[Written], by_law: dict[str, Members], got: dict[str, Members]
) -> None:
    """Every definition has the members that the law gives it; the stranger is nobody's business."""
    wrong = [
        f"{one}\nmissing {sorted(by_law[key] - got[key])}, "
        f"too many {sorted(got[key] - by_law[key] - {STRANGER})}"
        for one in segments
        if (key := one["segment"]) in got and got[key] - {STRANGER} != by_law[key]
    ]
    assert not wrong, "\n\n".join([f"{len(wrong)} break a law", *wrong])


@pytest.mark.parametrize("number", NUMBERS)
def test_groups_are_sets(number: int) -> None:
    drawn = batch(number)
    segments, by_law = whole(drawn, len(rules_of(drawn)))
    assert_same(segments, by_law, found(drawn, segments))


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_written_otherwise_has_the_same_hash(number: int) -> None:
    drawn = batch(number)
    rules = rules_of(drawn)
    laws = [law for law in SET_LAWS if law.same_as is not None]
    pairs = {
        f"{law.name[:30]}_{index}": (law, (rules[index], rules[index - 1], rules[index - 2]))
        for index in range(len(rules))
        for law in laws
    }
    one = [segment(f"{key}_one", law.definition(*three)) for key, (law, three) in pairs.items()]
    other = [segment(f"{key}_other", law.same_as(*three)) for key, (law, three) in pairs.items()]  # type: ignore[misc]
    hashes = _hashes([*drawn.segments, *one, *other], drawn)
    wrong = [pair for key, pair in pairs.items() if hashes[f"{key}_one"] != hashes[f"{key}_other"]]
    assert [(law.name, three) for law, three in wrong] == []


def _hashes(segments: list[Written], drawn: Drawn) -> dict[str, str]:
    stages = drawn.stages_among(segments)
    every = with_accounts(drawn, segments)
    plan = make_plan(resolve(definitions_of(every, drawn.scene.time_zone, stages=stages)))
    return {s.key: s.definition_hash for entity in plan.entities for s in entity.segments}


@pytest.mark.parametrize("number", NUMBERS)
def test_strangers_and_later_events_change_nothing(number: int) -> None:
    drawn = batch(number)
    kept = free_of_others(drawn.segments)
    tables = with_later_events(with_stranger(drawn.tables), drawn.scene.as_of)
    assert_same(kept, found(drawn, kept), found(drawn, kept, tables))


@pytest.mark.parametrize("number", NUMBERS)
def test_time_has_no_origin(number: int) -> None:
    drawn = batch(number)
    kept = [s for s in free_of_calendar([*drawn.accounts, *drawn.segments]) if "entity" not in s]
    assert len(kept) > len(drawn.segments) / 9
    got = found(drawn, [moved_rule(one) for one in kept], moved(drawn.tables), SHIFT)
    assert_same(kept, found(drawn, kept), got)


def check_in(warehouse: Warehouse, number: int, root: Path) -> None:
    """Groups are sets on the warehouse, whatever strangers do and what happens later."""
    drawn = batch(number)
    segments, by_law = whole(drawn, RULES)
    tables = with_later_events(with_stranger(drawn.tables), drawn.scene.as_of)
    got = found_in(warehouse, drawn, segments, tables, root)
    assert_same(segments, by_law, got)


def check_moved_in(warehouse: Warehouse, number: int, root: Path) -> None:
    """Time has no origin on the warehouse."""
    drawn = batch(number)
    kept = [s for s in free_of_calendar([*drawn.accounts, *drawn.segments]) if "entity" not in s]
    segments = [moved_rule(one) for one in kept]
    got = found_in(warehouse, drawn, segments, moved(drawn.tables), root, SHIFT)
    assert_same(kept, found(drawn, kept), got)


@pytest.mark.dbt
@pytest.mark.parametrize("number", [*NUMBERS[:3], *map(slow, NUMBERS[3:])])
def test_groups_are_sets_on_duckdb(number: int, tmp_path: Path) -> None:
    check_in(DuckDB(tmp_path), number, tmp_path)


@pytest.mark.dbt
@pytest.mark.parametrize("number", NUMBERS[::3])
def test_time_has_no_origin_on_duckdb(number: int, tmp_path: Path) -> None:
    check_moved_in(DuckDB(tmp_path), number, tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
@pytest.mark.parametrize("number", [*NUMBERS[:2], *map(slow, NUMBERS[2:])])
def test_groups_are_sets_on_postgres(number: int, tmp_path: Path) -> None:
    check_in(PostgreSQL(), number, tmp_path)


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
@pytest.mark.parametrize("number", NUMBERS[::3])
def test_time_has_no_origin_on_postgres(number: int, tmp_path: Path) -> None:
    check_moved_in(PostgreSQL(), number, tmp_path)
