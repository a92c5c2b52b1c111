"""Law 10: what a run may not do is refused with a reason, and nothing is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT, NEXT, THIRD
from tests.support.contract_tables import LEDGER
from tests.support.databases import execute

BAD_KEYS = {
    "duplicate": ("insert into shop.contacts select * from shop.contacts where score > 58", 3),
    "null": ("insert into shop.contacts (contact_id) values (null), (null)", 2),
    "blank": ("insert into shop.contacts (contact_id) values ('  '), ('')", 2),
    # 128 letters of two bytes: more than 255 bytes, not more than 255 letters
    "over 255 bytes": (f"insert into shop.contacts (contact_id) values ('{'é' * 128}')", 1),
}


def test_a_run_at_its_as_of_changes_no_byte(story: Story) -> None:
    """Repeated on the same data, and on data that changed since: the first commit stands."""
    player = story.player
    player.must_run(EVENT)
    before, tables = player.ledger(), player.snapshot()
    execute(player.database, "update shop.contacts set country = 'Germany', score = 99")
    ended = player.must_run(EVENT)
    assert "nothing to append" in ended.output
    assert player.ledger() == before
    traits = "main_segsmith_personal.contact_traits"
    after = player.snapshot()
    assert {**after, traits: []} == {**tables, traits: []} | {
        name: after[name] for name in tables if "audience__" in name
    }


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (THIRD - timedelta(seconds=1), "is earlier than the last run"),
        (datetime(2062, 3, 4), "is more than a day in the future"),
        (datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=25), "more than a day"),
        ("2026-02-30", "is not an instant"),
        ("next tuesday", "is not an instant"),
    ],
    ids=["earlier", "far", "tomorrow", "no-day", "words"],
)
def test_a_bad_as_of_is_refused(story: Story, as_of: datetime | str, words: str) -> None:
    """Exit code 1, one reason, the ledger as it was."""
    before = story.player.ledger()
    ended = story.player.run(as_of)
    assert ended.code == 1
    assert words in ended.output
    assert story.player.ledger() == before


@pytest.mark.slow
def test_an_as_of_is_read_in_any_offset(story: Story) -> None:
    """Normalised to whole UTC seconds: the same instant is the same run."""
    player = story.player
    player.must_run("2026-03-04T07:00:00.75+01:00")  # type: ignore[arg-type]
    assert story.holds_event()
    before = player.ledger()
    player.must_run(EVENT)
    assert player.ledger() == before


@pytest.mark.parametrize("kind", BAD_KEYS)
def test_unsound_keys_are_refused_with_counts(story: Story, kind: str) -> None:
    """One clear error that names the source and how many, nothing written; mended, it runs."""
    player = story.player
    statement, count = BAD_KEYS[kind]
    before = player.ledger()
    execute(player.database, statement)
    ended = player.run(EVENT)
    assert ended.code == 1
    counts = dict.fromkeys(BAD_KEYS, 0) | {kind: count}
    told = ", ".join(f"{counts[name]} {name}" for name in ("null", "blank", "duplicate"))
    told += f", {counts['over 255 bytes']} over 255 bytes"
    assert f"the keys of contact are not sound: {told}" in ended.output
    assert ended.output.count("the keys of contact are not sound") <= 2  # at once and at the end
    assert player.ledger() == before


@pytest.mark.parametrize("loss", ["dropped", "emptied", "cut"])
def test_a_lost_ledger_is_refused(story: Story, loss: str) -> None:
    """A new ledger would enter everybody again. The members that were published are not touched
    by the refused run."""
    player = story.player
    statement = {
        "dropped": f"drop table {LEDGER} cascade",
        "emptied": f"delete from {LEDGER}",
        "cut": f"delete from {LEDGER} where as_of = timestamp '{THIRD}'",
    }[loss]
    execute(player.database, statement)
    published = player.rows("select * from main_segsmith.segsmith_published order by as_of")
    ended = player.run(EVENT)
    assert ended.code == 1
    words = "is older than what was published" if loss == "cut" else "is lost"
    assert f"contact_segment_ledger {words}" in ended.output
    still = player.rows("select * from main_segsmith.segsmith_published order by as_of")
    assert still == published
    tables = player.rows(
        "select table_name from information_schema.tables "
        "where table_schema = 'main_segsmith' and table_name = 'contact_segment_ledger'"
    )
    assert len(tables) == (loss != "dropped")


def test_evidence_of_another_run_is_refused(story: Story) -> None:
    """The ledger built alone on a new run row: what it reads belongs to an older run."""
    player = story.player
    before = player.ledger()
    ended = player.run(EVENT, "--select", "segsmith_run", "contact_segment_ledger")
    assert ended.code == 1
    assert "belongs to another run" in ended.output
    stale = player.run(EVENT, "--select", "segsmith_run", "contact_segment_evaluation+")
    assert stale.code == 1
    assert "of another run" in stale.output
    assert player.ledger() == before
    player.must_run(NEXT)
