"""The stays kept for readers are a cache: whatever befalls them, readers see the ledger."""

from __future__ import annotations

import pytest

from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT
from tests.support.contract_tables import MEMBERSHIP, Snapshot
from tests.support.databases import execute

STAYS = "main_segsmith_internal.int_contact__stays"
HISTORY = "main_segsmith.contact_segment_history"
WITHOUT_READERS = ("--exclude", "tag:segsmith_readers")
FOREIGN = "made anew from it"
# What befalls them, and whether they are then another ledger's.
HARMS: dict[str, tuple[tuple[str, ...], bool]] = {
    "truncated": ((f"delete from {STAYS}",), False),
    "of an older backup": (
        (
            f"delete from {STAYS} where entered_at > (select min(entered_at) from {STAYS})",
            f"update {STAYS} set exited_at = null, exited_cause = null, "
            f"exited_definition_hash = null, last_position = (select min(feed_position) "
            f"from main_segsmith.contact_segment_ledger as ledger where ledger_id = interval_id)",
        ),
        False,
    ),
    "of a ledger that went further": (
        (f"update {STAYS} set last_position = last_position + 1000",),
        True,
    ),
    "of a ledger that saw it at another instant": (
        (
            f"update {STAYS} set entered_at = entered_at - interval '1 hour' "
            f"where exited_at is null",
        ),
        True,
    ),
}


def undisturbed(story: Story) -> Snapshot:
    """The tables that the fourth run leaves; the story stands before it."""
    found = story.undisturbed.after_event
    story.restore()
    return found


@pytest.mark.parametrize("harm", HARMS)
def test_readers_see_the_ledger(story: Story, harm: str) -> None:
    """At once where the stays stand, and after the next run as if nothing had been."""
    player, (statements, is_foreign) = story.player, HARMS[harm]
    expected = undisturbed(story)
    seen = [
        player.rows(f"select * from {name} order by 1, 2, 3, 4") for name in (MEMBERSHIP, HISTORY)
    ]
    assert len(seen[0]) > 0 and len(seen[1]) > len(seen[0])
    execute(player.database, *statements)
    now = [
        player.rows(f"select * from {name} order by 1, 2, 3, 4") for name in (MEMBERSHIP, HISTORY)
    ]
    assert now == seen
    ended = player.must_run(EVENT)
    assert (FOREIGN in ended.output) is is_foreign
    assert story.deviations(expected, is_same_run=True) == []
    assert player.rows(f"select count(*) from {STAYS}") == player.rows(
        f"select count(*) from {HISTORY}"
    )


def test_dropped_they_come_back(story: Story) -> None:
    """A whole run makes them and what stands on them anew."""
    expected = undisturbed(story)
    execute(story.player.database, f"drop table {STAYS} cascade")
    story.player.must_run(EVENT)
    assert story.deviations(expected, is_same_run=True) == []


def test_a_refresh_leaves_them_and_readers_see_it(story: Story) -> None:
    """The run is published without a view being made; the kept stays wait for a whole run."""
    player, kept = story.player, f"select * from {STAYS} order by 1"
    expected = undisturbed(story)
    before = player.rows(kept)
    ended = player.must_run(EVENT, *WITHOUT_READERS)
    assert "readers still lack" not in ended.output
    assert player.rows(kept) == before
    found = player.snapshot()
    behind = "main_segsmith_personal.contact_traits"
    assert {**found, behind: []} == {**expected, behind: []}


def test_a_refresh_says_what_readers_lack(story: Story) -> None:
    """A view that nobody made is named, with what makes it."""
    execute(story.player.database, "drop view main_segsmith.contact_segment_history")
    ended = story.player.must_run(EVENT, *WITHOUT_READERS)
    words = "readers still lack: contact_segment_history; a whole dbt build makes it"
    assert words in " ".join(ended.output.split())


@pytest.mark.parametrize("column", ["last_position", "interval_id"])
def test_the_audit_notices_a_stay_that_is_not_the_ledgers(story: Story, column: str) -> None:
    """A row edited by hand beneath the last one fits the ledger's end and is wrong all the same."""
    player = story.player
    audit = ("--select", "int_contact__stays")
    player.must_run(EVENT, *audit, command="test")
    change = "last_position - 1" if column == "last_position" else "interval_id || '?'"
    execute(
        player.database,
        f"update {STAYS} set {column} = {change} "
        f"where last_position = (select min(last_position) from {STAYS})",
    )
    assert player.run(EVENT, *audit, command="test").code == 1
