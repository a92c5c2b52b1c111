"""Law 10: an exit needs positive evidence. What is held, why, and what lets it go."""

from __future__ import annotations

import pytest

from tests.reliability import scenario
from tests.reliability.judge import assert_as_judged
from tests.reliability.laws import assert_history_is_true
from tests.reliability.outcomes import Story
from tests.reliability.player import judged_until
from tests.reliability.scenario import EVENT, FIRST, NEXT, SECOND, THIRD
from tests.support.contract_tables import LEDGER, SEGMENTS, TRANSITIONS
from tests.support.databases import execute

BY_EMAIL = {"recent_openers", "quiet_vips"}
ACTIVE = scenario.SEGMENTS.keys() - {"trials"}


def test_the_story_equals_the_reference(story: Story) -> None:
    """The run under test has every cause; it is what the reference says, and history is true."""
    judge = judged_until(THIRD)
    story.player.must_run(EVENT)
    outcome = judge.run(story.player.shop, story.player.segments, EVENT)
    assert_as_judged(story.player.database, judge, outcome, EVENT)
    assert_history_is_true(story.player.database)


def test_a_guard_trips_on_data_alone(story: Story) -> None:
    """In the story: 15 of 40 spenders would have left by data (held); 14 of 29 openers left by
    time and 16 by a new rule (neither is held); on release the fourth run tells the rest."""
    player = story.player
    assert player.held(THIRD) == {"spenders": "15 of 40 would leave by data"}
    causes = player.rows(
        f"select segment_key, cause, count(*) from {LEDGER} "
        f"where kind = 'exited' and as_of = timestamp '{THIRD}' group by 1, 2"
    )
    left = {(segment, cause): count for segment, cause, count in causes}
    assert left["not_french", "definition"] > 10
    assert left["recent_openers", "time"] >= 1
    player.must_run(EVENT)
    assert player.held(EVENT) == {}
    spenders = {change for change in player.changes(EVENT) if change[0] == "spenders"}
    assert {(contact, kind) for _, contact, kind, _ in spenders} == {
        ("c43", "exited"),
        ("c44", "exited"),
        ("c58", "exited"),
        ("c60", "entered"),
        ("c61", "entered"),
    }


def test_a_tripped_guard_keeps_the_members(story: Story) -> None:
    """All stop spending at once: nobody leaves, and readers see the segment as held."""
    player = story.player
    members = (
        "select count(*) from main_segsmith.contact_segment_membership where segment_key = '{}'"
    )
    before = player.rows(members.format("spenders"))
    execute(player.database, "update shop.contacts set total_spent = 0")
    player.must_run(EVENT)
    assert player.held(EVENT) == {"spenders": "40 of 40 would leave by data"}
    assert player.rows(members.format("spenders")) == before
    status = f"select status from {SEGMENTS} where segment_key = 'spenders'"
    assert player.rows(status) == [("held",)]


def test_deleted_once_and_back_with_ordinal_three(story: Story) -> None:
    """A deleted contact leaves once, a returning one goes on counting."""
    player = story.player
    player.must_run(EVENT)
    player.must_run(NEXT)
    query = (
        "select segment_key, ordinal, cause, as_of "
        f"from {LEDGER} where contact_id = '{{}}' and ordinal is not null order by 1, 2"
    )
    deleted = [row for row in player.rows(query.format("c59")) if row[0] == "board"]
    assert [row[1:] for row in deleted] == [
        (1, "first_run", FIRST),
        (2, "deleted", SECOND),
        (3, "data", THIRD),
        (4, "deleted", EVENT),
    ]
    gone = [row for row in player.rows(query.format("c58")) if row[2] == "deleted"]
    assert {row[3] for row in gone} == {EVENT}
    returned = {row[0]: row[1] for row in player.rows(query.format("c60"))}
    assert returned == {
        "board": 3,
        "germans": 3,
        "not_french": 3,
        "quiet_vips": 3,
        "spenders": 3,
        "vips": 3,
    }


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        pytest.param(
            "delete from shop.email_events",
            "source email is empty",
            id="empty",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "delete from shop.email_events where event_id >= 'e00030'",
            "source email fell from 62 to 30 rows",
            id="shrunken",
        ),
    ],
)
def test_a_starved_source_holds_what_reads_it(story: Story, statement: str, reason: str) -> None:
    """Run after run, until the data is back: then nobody had left."""
    expected = story.undisturbed.after_event
    story.restore()
    player = story.player
    execute(
        player.database,
        "create schema kept",
        "create table kept.email as select * from shop.email_events",
    )
    execute(player.database, statement)
    for as_of in (EVENT, NEXT):
        player.must_run(as_of)
        held = player.held(as_of)
        assert held.keys() == BY_EMAIL
        assert held["recent_openers"] == held["quiet_vips"] == reason
        assert {change[0] for change in player.changes(as_of)}.isdisjoint(BY_EMAIL)
    shown = player.rows(f"select segment_key, held_reason from {SEGMENTS} where status = 'held'")
    assert dict(shown) == dict.fromkeys(BY_EMAIL, reason)
    execute(
        player.database,
        "delete from shop.email_events",
        "insert into shop.email_events select * from kept.email",
        "drop schema kept cascade",
    )
    later = NEXT.replace(hour=20)
    player.must_run(later)
    assert player.held(later) == {}
    assert_history_is_true(player.database)
    table = "main_segsmith_personal.audience_memberships"
    assert player.snapshot()[table] == expected[table]


def test_an_empty_entity_table_holds_everything(story: Story) -> None:
    """Nobody leaves because a load failed; only the tombstone is obeyed. With the rows back, the
    feed has what it would have had: nobody left and came again."""
    expected = story.undisturbed.after_next_alone
    story.restore()
    player = story.player
    execute(player.database, "delete from shop.contacts")
    player.must_run(EVENT)
    assert player.held(EVENT) == dict.fromkeys(ACTIVE, "source contact is empty")
    assert {change[0] for change in player.changes(EVENT)} == {"trials"}
    player.load()
    player.must_run(NEXT)
    assert player.held(NEXT) == {}
    assert _told(player.snapshot()[TRANSITIONS]) == _told(expected[TRANSITIONS])
    assert_history_is_true(player.database)


def _told(feed: list[str]) -> set[str]:
    """The ids of a feed, which are of segment, contact and ordinal."""
    return {row.partition(",")[0] for row in feed}


def test_an_approval_lets_a_shrunken_source_and_a_guard_pass(story: Story) -> None:
    """The reviewed entry in approvals.yml, and only what it names."""
    player = story.player
    execute(
        player.database,
        "delete from shop.email_events where event_id >= 'e00030'",
        "update shop.contacts set total_spent = 0",
    )
    approval = {"until": "2026-03-05", "by": "reviewer", "reason": "a purge that was announced"}
    player.define(player.segments, [{"source": "email", **approval}])
    player.must_run(EVENT)
    assert player.held(EVENT).keys() == {"spenders"}
    assert {change[0] for change in player.changes(EVENT)} >= BY_EMAIL
    player.define(player.segments, [{"segment": "spenders", **approval}])
    player.must_run(NEXT)
    assert player.held(NEXT) == {}
    assert {change[3] for change in player.changes(NEXT)} <= {"data", "deleted"}
    assert_history_is_true(player.database)


def test_a_vanished_definition_holds_that_one_segment(story: Story) -> None:
    """Its generated macro deleted by hand: a warning, its members stay, the others go on."""
    player = story.player
    (player.root / "macros" / "segsmith" / "contact_segment__vips.sql").unlink()
    quiet = player.root / "macros" / "segsmith" / "contact_segment__quiet_vips.sql"
    quiet.unlink()  # it refers to vips
    player.read()
    ended = player.must_run(EVENT)
    held = player.held(EVENT)
    assert held.keys() == {"vips", "quiet_vips"}
    assert all(reason.startswith("definition vanished") for reason in held.values())
    assert "segment vips is held: definition vanished" in ended.output
    changed = {change[0] for change in player.changes(EVENT)}
    assert changed.isdisjoint(held)
    assert "germans" in changed
    members = (
        "select count(*) from main_segsmith.contact_segment_membership where segment_key = 'vips'"
    )
    [(kept,)] = player.rows(members)
    assert kept > 10
    player.define(player.segments)
    player.must_run(NEXT)
    assert player.held(NEXT) == {}
    assert "vips" in {change[0] for change in player.changes(NEXT)}
