"""A column of a source that is gone, or has another type, between two runs."""

from __future__ import annotations

import pytest

from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT
from tests.support.databases import execute

RENAMED = "alter table shop.{} rename column {} to {}"
# What is done to a column that rules read, what the run says, and what mends it.
CHANGES = {
    "gone": (
        RENAMED.format("contacts", "country", "land"),
        "the columns of contact are not as the catalog says: country is missing, expected text",
        RENAMED.format("contacts", "land", "country"),
    ),
    "retyped": (
        "alter table shop.contacts alter column total_spent type text",
        "the columns of contact are not as the catalog says: total_spent is ",
        "alter table shop.contacts alter column total_spent type decimal(18, 2)",
    ),
    "of an event": (
        RENAMED.format("email_events", "occurred_at", "happened_at"),
        "the columns of email are not as the catalog says: occurred_at is missing, "
        "expected instant",
        RENAMED.format("email_events", "happened_at", "occurred_at"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_column_that_rules_read_is_missed_by_name(story: Story, engine: str, change: str) -> None:
    """Refused before anything is written; mended, the run goes on as if nothing had been."""
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    damage, words, repair = CHANGES[change]
    before = player.ledger()
    execute(player.database, damage)
    ended = player.run(EVENT)
    assert ended.code == 1
    assert f"segsmith refused this run: {words}" in ended.output
    if change == "retyped":
        assert "expected number" in ended.output
        if engine == "postgres":
            repair += " using total_spent::decimal"
    assert player.ledger() == before
    execute(player.database, repair)
    player.must_run(EVENT)
    assert story.deviations(expected, is_same_run=True) == []


def test_a_column_that_no_rule_reads_may_go(story: Story) -> None:
    """The catalog names it, and no rule: the run goes on."""
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    execute(
        player.database,
        RENAMED.format("contacts", "city", "town"),
        "alter table shop.contacts add column city bigint",
    )
    player.must_run(EVENT)
    assert story.deviations(expected, is_same_run=True) == []
    execute(player.database, "alter table shop.contacts drop column city")
    player.must_run(EVENT)
