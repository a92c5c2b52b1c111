"""What remembers, as an older backup held it; and runs that a wrong clock put into the future."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.reliability.laws import assert_history_is_true
from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT, NEXT, THIRD
from tests.support.contract_tables import LEDGER, MEMBERSHIP, PUBLISHED
from tests.support.databases import Database, execute


def test_an_older_ledger_goes_on_when_it_is_told_to(story: Story) -> None:
    """Readers saw a run that the ledger has lost: refused, with the statement that goes on from the
    backup. After it the tables are those of runs without the lost one."""
    expected = story.undisturbed.after_next_alone
    story.restore()
    player = story.player
    _back_up(player.database)
    player.must_run(EVENT)
    execute(player.database, *_restored(LEDGER))
    before = player.ledger()
    ended = player.run(NEXT)
    assert ended.code == 1
    assert "the ledger contact_segment_ledger is older than what was published" in ended.output
    assert f"its last run: {THIRD}, published: {EVENT}" in ended.output
    assert player.ledger() == before
    told = re.search(r"to go on from there: (delete from .*)", ended.output)
    assert told is not None
    execute(player.database, told[1])
    player.must_run(NEXT)
    assert story.deviations(expected, is_same_run=True) == []


@pytest.mark.parametrize("loss", ["older", "emptied", "dropped"])
def test_what_is_published_follows_the_ledger(story: Story, loss: str) -> None:
    """The pointer alone is lost: readers see less until the next run, which publishes all."""
    expected = story.undisturbed.after_event_and_next
    story.restore()
    player = story.player
    _back_up(player.database)
    [(members,)] = player.rows(f"select count(*) from {MEMBERSHIP}")
    player.must_run(EVENT)
    lost = {
        "older": [*_restored(PUBLISHED)],
        "emptied": [f"delete from {PUBLISHED}"],
        "dropped": [f"drop table {PUBLISHED} cascade"],
    }
    execute(player.database, *lost[loss], "drop schema if exists kept cascade")
    if loss == "older":
        assert player.rows(f"select count(*) from {MEMBERSHIP}") == [(members,)]
    told = player.must_run(NEXT).output
    published = {"older": str(THIRD)}.get(loss, "nothing")
    assert f"contact_segment_ledger holds a run at {EVENT}, published was {published}" in told
    assert story.deviations(expected, is_same_run=False) == []


def test_both_of_one_backup_go_on(story: Story) -> None:
    """Whatever caches are newer: the tables are those of runs without the lost one."""
    expected = story.undisturbed.after_next_alone
    story.restore()
    player = story.player
    _back_up(player.database)
    player.must_run(EVENT)
    execute(player.database, *_restored(LEDGER), *_restored(PUBLISHED), "drop schema kept cascade")
    player.must_run(NEXT)
    assert story.deviations(expected, is_same_run=True) == []


def test_a_run_from_the_future_is_taken_back_by_hand(story: Story) -> None:
    """The clock was ahead, or as_of was: later runs are refused until then, and say why. The two
    statements of docs/operations.md take the run back."""
    player = story.player
    before = player.ledger()
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    player.must_run(now + timedelta(hours=20))
    ended = player.run(None)
    assert ended.code == 1
    assert "is earlier than the last run of contact_segment_ledger" in ended.output
    assert "which lies in the future: a clock was wrong" in ended.output
    wrong = f"where as_of > timestamp '{now}'"
    execute(player.database, f"delete from {PUBLISHED} {wrong}", f"delete from {LEDGER} {wrong}")
    assert player.ledger() == before
    player.must_run(None)
    assert_history_is_true(player.database)


def _back_up(database: Database) -> None:
    execute(
        database,
        "create schema kept",
        f"create table kept.{LEDGER.partition('.')[2]} as select * from {LEDGER}",
        f"create table kept.{PUBLISHED.partition('.')[2]} as select * from {PUBLISHED}",
    )


def _restored(table: str) -> Iterator[str]:
    yield f"delete from {table}"
    yield f"insert into {table} select * from kept.{table.partition('.')[2]}"
