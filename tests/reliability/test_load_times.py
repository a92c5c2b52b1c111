"""Load times that are missing, or that lie in the future: nobody is missed, and the run says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.reliability.outcomes import Story
from tests.reliability.player import Player
from tests.reliability.scenario import EVENT, NEXT
from tests.support.contract_tables import LEDGER
from tests.support.dbt_process import Ended

FAR = datetime(2062, 1, 1)
LATER = NEXT + timedelta(hours=1)
FEW = "select count(*) from main_segsmith_internal.int_contact__evaluated"


def test_a_load_time_in_the_future_moves_no_mark(story: Story) -> None:
    """One contact and one event stamped 2062: told; what comes after them under true stamps is
    found as new data, and they are looked at in every run, also when they change in place."""
    player = story.player
    shop = player.shop
    shop.put("c20", country="France")
    shop.contacts["c20"]["loaded_at"] = FAR
    shop.open("c21", EVENT - timedelta(hours=1))
    shop.emails[-1]["loaded_at"] = FAR
    told = _run(player, EVENT).output
    for source in ("contact", "email"):
        assert f"source {source}: rows with a load time in the future: 1, up to 2062-01-01" in told
    assert max(_marks(player)) < NEXT
    shop.clock = NEXT - timedelta(hours=2)
    shop.put("c17", country="Germany")
    shop.contacts["c20"]["country"] = "Germany"
    for hours in (3, 4):
        shop.open("c18", NEXT - timedelta(hours=hours))
    assert "every contact is evaluated" not in _run(player, NEXT).output
    assert {
        ("germans", "c17", "entered", "data"),
        ("germans", "c20", "entered", "data"),
        ("recent_openers", "c18", "entered", "data"),
    } <= player.changes(NEXT)
    shop.contacts["c20"]["country"] = "France"
    _run(player, LATER)
    gone = {(segment, "c20", "exited", "data") for segment in ("germans", "not_french")}
    assert player.changes(LATER) == gone
    assert player.rows(FEW)[0][0] < len(shop.contacts)


def test_rows_without_a_load_time_are_looked_at(story: Story) -> None:
    """They come, the source has grown: they count as new data. The run says how many there are."""
    player = story.player
    shop = player.shop
    _run(player, EVENT)
    for hours in (3, 4):
        shop.open("c18", NEXT - timedelta(hours=hours))
        shop.emails[-1]["loaded_at"] = None
    told = _run(player, NEXT).output
    assert "source email: rows without a load time: 2." in told
    assert "every contact is evaluated" not in told
    assert ("recent_openers", "c18", "entered", "data") in player.changes(NEXT)


def test_a_table_that_is_an_older_one_again_is_new_data(story: Story) -> None:
    """Its load mark goes back: everybody is looked at, and guards count who leaves."""
    player = story.player
    shop = player.shop
    _run(player, EVENT)
    for row in shop.contacts.values():
        row |= {"total_spent": 0, "loaded_at": datetime(2026, 3, 2)}
    told = _run(player, NEXT).output
    assert "every contact is evaluated: the load mark of contact has gone back" in told
    assert "would leave by data" in player.held(NEXT)["spenders"]


def _run(player: Player, as_of: datetime) -> Ended:
    player.load()
    return player.must_run(as_of)


def _marks(player: Player) -> list[datetime]:
    query = f"select load_mark from {LEDGER} where kind = 'source' and load_mark is not null"
    return [row[0] for row in player.rows(query)]
