"""Law 10: a run killed anywhere and run again gives the tables of a run that was never killed.

`make test` kills at some statements, `make sweep` (-m slow) at every one; on PostgreSQL at some,
and at every one where SEGSMITH_SWEEP is set.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.reliability.conftest import Tell
from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT, NEXT
from tests.support.contract_tables import (
    LEDGER,
    MEMBERSHIP,
    PUBLISHED,
    SIZES,
    TRANSITIONS,
    Snapshot,
    fingerprint,
)
from tests.support.databases import execute
from tests.support.dbt_process import KILLED, killed_before, killed_before_words

SEED = int(os.environ.get("SEGSMITH_SEED", "1"))
SHARDS = 8
SAMPLES = {"duckdb": 6, "postgres": 8}


def test_runs_killed_at_some_statements(story: Story, engine: str, tell: Tell) -> None:
    """A sample: around the two inserts that remember, and elsewhere by chance."""
    total = len(story.undisturbed.statements)
    points = {
        number + 1
        for number, statement in enumerate(story.undisturbed.statements, 1)
        if statement.startswith("insert into") and _remembers(statement)
    }
    others = [number for number in range(1, total + 1) if number not in points]
    points |= set(random.Random(SEED).sample(others, SAMPLES[engine] - len(points)))
    found = []
    for turn, statement in enumerate(sorted(points)):
        found += _killed_and_healed(story, statement, is_same_run=turn % 2 == 0)
    tell(f"{engine}: killed at {len(points)} of {total} statements, deviations: {len(found)}")
    assert not found, "\n".join(found)


def test_what_is_not_published_is_not_seen(story: Story) -> None:
    """A run that died between ledger and publication: readers see the run before, whole."""
    player = story.player
    player.must_run(EVENT)
    before = player.snapshot()
    execute(player.database, "update shop.contacts set country = 'Germany'")
    ended = player.run(NEXT, on_statement=killed_before_words("segsmith_published__dbt_tmp"))
    assert ended.code == KILLED, ended.output
    assert player.rows(f"select count(*) from {LEDGER} where as_of = timestamp '{NEXT}'")[0][0] > 9
    after = player.snapshot()
    for table in (MEMBERSHIP, SIZES, TRANSITIONS, "main_segsmith.contact_segment_history"):
        assert after[table] == before[table], table


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_runs_killed_at_every_statement(story: Story, engine: str, shard: int, tell: Tell) -> None:
    """Every statement, then a rerun at the same and one at the next as-of.

    Statements that leave one and the same state (all rows and relations of ours) are healed once.
    """
    if engine == "postgres" and "SEGSMITH_SWEEP" not in os.environ:
        pytest.skip("SEGSMITH_SWEEP=1 for every statement on PostgreSQL too")
    total = len(story.undisturbed.statements)
    points = range(1 + total * shard // SHARDS, 1 + total * (shard + 1) // SHARDS)
    seen: set[str] = set()
    found: list[str] = []
    for statement in points:
        story.restore()
        _kill(story, statement)
        state = fingerprint(story.player.database, story.last_stamp)
        if state not in seen:
            seen.add(state)
            found += _healed(story, statement, is_same_run=True)
            found += _killed_and_healed(story, statement, is_same_run=False)
    tell(
        f"{engine}, statements {points[0]} to {points[-1]} of {total}: {len(points)} kills, "
        f"{len(seen)} states, {2 * len(seen)} recoveries, deviations: {len(found)}"
    )
    assert not found, "\n".join(found)


def _remembers(statement: str) -> bool:
    names = [table.partition(".")[2] for table in (LEDGER, PUBLISHED)]
    return any(name in statement.partition("(")[0] for name in names)


def _kill(story: Story, statement: int) -> None:
    ended = story.player.run(EVENT, on_statement=killed_before(statement))
    assert ended.code == KILLED, ended.output


def _killed_and_healed(story: Story, statement: int, is_same_run: bool) -> list[str]:
    story.restore()
    _kill(story, statement)
    return _healed(story, statement, is_same_run)


def _healed(story: Story, statement: int, is_same_run: bool) -> list[str]:
    """Run again; the deviations, each with the statement of the kill."""
    as_of = EVENT if is_same_run else NEXT
    expected = _expected(story, is_same_run, story.holds_event())
    ended = story.player.run(as_of)
    if ended.code:
        found = [f"the next run ended with {ended.code}: {ended.output[-600:]}"]
    else:
        found = story.deviations(expected, is_same_run)
    words = story.undisturbed.statements[statement - 1]
    return [f"killed before {statement} ({words[:80]}), run at {as_of}: {line}" for line in found]


def _expected(story: Story, is_same_run: bool, holds_event: bool) -> Snapshot:
    """A run killed before it was remembered never was, for the next one."""
    undisturbed = story.undisturbed
    if is_same_run:
        return undisturbed.after_event
    return undisturbed.after_event_and_next if holds_event else undisturbed.after_next_alone
