"""Laws 1 and 10: `dbt retry` goes on with its run; --full-refresh and --empty do no harm."""

from __future__ import annotations

import pytest

from tests.reliability import scenario
from tests.reliability.laws import assert_history_is_true
from tests.reliability.outcomes import Story
from tests.reliability.player import Player
from tests.reliability.scenario import EVENT
from tests.support.contract_tables import LEDGER, MEMBERSHIP, SEGMENTS, differences
from tests.support.dbt_process import failing_before_words

RUN = "select distinct run_id, run_stamp from main_segsmith_internal.segsmith_run"
TRAITS = "main_segsmith_personal.contact_traits"
NOTHING_WRITTEN = "nothing is appended to a ledger"


def test_retry_finishes_the_run_it_belongs_to(story: Story) -> None:
    """A node fails half-way: the same tables, under the first attempt's run id."""
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    out_of_memory = failing_before_words("contact_segment_evaluation")
    broken = player.run(EVENT, is_kept=True, on_statement=out_of_memory)
    assert broken.code == 1
    assert not story.holds_event()
    begun = player.rows(RUN)
    player.retry().must_succeed()
    assert player.rows(RUN) == begun
    assert story.deviations(expected, is_same_run=True) == []


def test_full_refresh_appends_its_run_and_keeps_the_ledger(story: Story) -> None:
    """At a new as-of it is a run like any other, data tests included; at the same, nothing."""
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    player.must_run(EVENT, "--full-refresh", command="build")
    assert story.deviations(expected, is_same_run=True) == []
    before = player.ledger()
    player.must_run(EVENT, "--full-refresh")
    assert player.ledger() == before
    assert story.deviations(expected, is_same_run=True) == []


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(("--empty",), id="empty"),
        pytest.param(("--sample", "3 days"), id="sample", marks=pytest.mark.slow),
    ],
)
def test_runs_on_few_rows_write_nothing(story: Story, flags: tuple[str, ...]) -> None:
    """Exit 0, one warning, ledger and members whole; the next whole run is as if it never was."""
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    ledger, before = player.ledger(), player.snapshot()
    ended = player.must_run(EVENT, *flags)
    assert ended.output.count(NOTHING_WRITTEN) == 1, ended.output
    assert player.ledger() == ledger
    after = player.snapshot()
    assert len(after[SEGMENTS]) == len(before[SEGMENTS])
    for table in (SEGMENTS, TRAITS):  # of the last build: rules as they are now, traits of few rows
        after[table] = before[table]
    assert differences(after, before) == []
    player.must_run(EVENT)
    assert story.deviations(expected, is_same_run=True) == []


def test_a_first_run_on_no_rows_writes_nothing(empty_player: Player) -> None:
    """CI builds an empty schema with --empty: the run after it is the first."""
    player = empty_player
    player.shop = scenario.first_day()
    player.define(scenario.definitions_at(scenario.FIRST))
    player.load()
    player.must_run(scenario.FIRST, "--empty")
    assert player.rows(f"select count(*) from {LEDGER}") == [(0,)]
    player.must_run(scenario.FIRST)
    assert {cause for *_, cause in player.changes(scenario.FIRST)} == {"first_run"}
    assert player.rows(f"select count(*) from {MEMBERSHIP}")[0][0] > 100
    assert_history_is_true(player.database)
