"""Two runs at once: one of them, and a clear refusal; never a doubled row, never a silent loser."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.reliability.conftest import Tell
from tests.reliability.laws import assert_history_is_true
from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT, NEXT
from tests.support.contract_tables import MEMBERSHIP
from tests.support.dbt_process import (
    KILLED,
    Ended,
    Running,
    delayed_before,
    killed_before_words,
)

AFTERWARDS = NEXT.replace(minute=1)
PAUSES = (
    "create  table",  # the first table of the run, its run row
    "lock table",  # evaluated, and before the ledger is locked
    "segsmith_published__dbt_tmp",
)
# How the first of two is held up, seconds; the very first race is as fast as it is.
RACES = [("", 0.0)] + [(words, 2.0) for words in PAUSES]
# What a loser may say, and nothing else.
EXPLAINED = (
    r"segsmith refused this run: another run is at work in \w+",
    r"segsmith refused this run: another run has begun since: \w+",
    r"segsmith refused this run: as_of [^\n]* is earlier than the last run",
)
UNEXPLAINED = r"(?:Database|Runtime|Compilation) Error[^\n]*\n[^\n]+"


def test_the_second_process_on_a_duckdb_file_is_told_so(story: Story, engine: str) -> None:
    """DuckDB lets one process write: the other fails at once, by name of the lock; no damage."""
    if engine != "duckdb":
        pytest.skip("PostgreSQL takes two")
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    delayed = delayed_before("int_contact__evaluated__dbt", 4)
    first = player.start(EVENT, on_statement=delayed, name="first")
    while "2 of " not in first.said():  # it has the file and has begun to write
        time.sleep(0.05)
    second = player.run(EVENT, name="second")
    assert second.code != 0
    assert "Could not set lock on file" in second.output
    first.wait().must_succeed()
    assert story.deviations(expected, is_same_run=True) == []


@pytest.mark.parametrize(
    "other",
    [pytest.param(EVENT, id="same", marks=pytest.mark.slow), pytest.param(NEXT, id="different")],
)
def test_two_runs_at_once(story: Story, engine: str, other: datetime, tell: Tell) -> None:
    """PostgreSQL: one of them is held up at each point in turn; a later run heals what is left."""
    if engine != "postgres":
        pytest.skip("DuckDB takes one")
    expected = story.undisturbed.after_event_and_next[MEMBERSHIP]
    seen: Counter[str] = Counter()
    for pause, seconds in RACES:
        seen.update(_race(story, other, pause, seconds))
        assert_history_is_true(story.player.database)
        story.player.must_run(AFTERWARDS)
        assert_history_is_true(story.player.database)
        # who is in does not depend on who won; since when does
        assert _pairs(story.player.snapshot()[MEMBERSHIP]) == _pairs(expected)
    tell(f"{len(RACES)} times two runs, at {EVENT} and {other}:")
    for words, count in seen.most_common():
        tell(f"  {count:3} {words}")
    assert not [words for words in seen if words.startswith("unexplained")]


def test_a_run_that_is_at_work_is_left_alone(story: Story, engine: str) -> None:
    """PostgreSQL, while the first is within a node: the second ends at once and says why. The first
    goes on as if nothing had been; once it is killed, the next run begins."""
    if engine != "postgres":
        pytest.skip("DuckDB: the test above")
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    first = player.start(EVENT, on_statement=delayed_before("lock table", 4), name="first")
    _wait_for(first, "START sql incremental model main_segsmith.contact_segment_ledger")
    second = player.run(NEXT, name="second")
    assert second.code == 1
    assert "segsmith refused this run: another run is at work" in second.output
    first.wait().must_succeed()
    assert story.deviations(expected, is_same_run=True) == []
    killed = player.run(NEXT, on_statement=killed_before_words("int_contact__evaluated__dbt"))
    assert killed.code == KILLED
    player.must_run(AFTERWARDS)


def test_a_run_stops_where_another_has_begun(story: Story, engine: str) -> None:
    """PostgreSQL, while the first is between two nodes: nobody knows that it still lives, so the
    second begins. The first finds another run in the place of its own, and stops."""
    if engine != "postgres":
        pytest.skip("DuckDB takes one")
    player = story.player
    between = delayed_before("pg_advisory_xact_lock_shared", 8)
    first = player.start(EVENT, on_statement=between, name="first")
    _wait_for(first, "OK created sql table model main_segsmith_internal.segsmith_run")
    player.must_run(NEXT, name="second")
    before = player.ledger()
    ended = first.wait()
    assert ended.code == 1
    assert (
        "segsmith refused this run: another run has begun since: 20260304T180000Z" in ended.output
    )
    assert player.ledger() == before
    assert not story.holds_event()
    assert_history_is_true(player.database)


def _wait_for(process: Running, words: str) -> None:
    deadline = time.monotonic() + 60
    while words not in process.said():
        assert time.monotonic() < deadline, process.said()
        time.sleep(0.05)


def _race(story: Story, other: datetime, pause: str, seconds: float) -> Iterator[str]:
    story.restore()
    player = story.player
    on_statement = delayed_before(pause, seconds) if seconds else None
    processes = [
        player.start(EVENT, on_statement=on_statement, name="first"),
        player.start(other, name="second"),
    ]
    ended = [process.wait() for process in processes]
    assert 0 in [end.code for end in ended], "both runs lost"
    for name, end in zip(("first", "second"), ended, strict=True):
        yield from (f"{name}: {words}" if end.code == 0 else words for words in _told(end))


def _told(ended: Ended) -> list[str]:
    """What a process said, in a word or two."""
    if ended.code == 0:
        return ["nothing to append" if "nothing to append" in ended.output else "done"]
    found = [m for words in EXPLAINED for m in re.findall(words, ended.output)]
    if found:
        return ["refused: " + re.sub(r'[0-9]{2,}|"[^"]*"', "#", found[0])[:90]]
    errors = re.findall(UNEXPLAINED, ended.output) or [ended.output[-300:]]
    return [f"unexplained: {errors[0]}"]


def _pairs(rows: list[str]) -> set[tuple[str, ...]]:
    return {tuple(row.strip("[]").split(", ")[:2]) for row in rows}
