"""How long an attribute has been so, run after run: causes, and a snapshot that lost its rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.reliability.laws import assert_history_is_true
from tests.reliability.player import Player
from tests.reliability.scenario import segments
from tests.reliability.shop import Shop
from tests.support.columns import between_tables, typed_tables
from tests.support.databases import replace_rows

START = datetime(2026, 3, 2, 6)
SINCE = START - timedelta(days=1)
HISTORY = "contact.contacts_snapshot"
GERMAN = {"attribute": "country", "is": "Germany"}
SEGMENTS = {
    "germans": {"where": GERMAN},
    "settled": {"where": {**GERMAN, "for_at_least": "2 days"}},
    "not_settled": {"where": {"not": {**GERMAN, "for_at_least": "2 days"}}},
}
CONTACTS = [f"c{number:02}" for number in range(6)]


def day(number: int) -> datetime:
    """The instant of a run."""
    return START + timedelta(days=number)


def version(contact: str, start: datetime, end: datetime | None = None) -> dict[str, Any]:
    """A row of the snapshot."""
    at = {"dbt_valid_from": start, "dbt_valid_to": end}
    return {"contact_id": contact, "country": "Germany", **at}


def take_snapshot(player: Player, versions: list[dict[str, Any]]) -> None:
    """Make the snapshot hold these rows and no others."""
    assert player.definitions is not None
    table, columns = between_tables(player.definitions)[HISTORY]
    found = typed_tables(player.definitions, {HISTORY: versions})[HISTORY]
    replace_rows(player.database, f"shop.{table}", columns, found)


def test_causes_and_a_starved_snapshot(empty_player: Player) -> None:
    """Who has been so for long enough enters by time; who is so no more leaves by data; without
    its rows the snapshot holds what asks it, and nothing else."""
    player, shop = empty_player, Shop(SINCE)
    for contact in CONTACTS:
        shop.put(contact, country="Germany")
    player.define(segments(SEGMENTS))
    player.shop = shop
    player.load()
    versions = [version(contact, SINCE) for contact in CONTACTS]
    take_snapshot(player, versions)

    player.must_run(day(0))
    assert {change[0] for change in player.changes(day(0))} == {"germans", "not_settled"}

    player.must_run(day(1))
    assert player.changes(day(1)) == {
        *(("settled", contact, "entered", "time") for contact in CONTACTS),
        *(("not_settled", contact, "exited", "time") for contact in CONTACTS),
    }

    # the table is ahead of the snapshot
    shop.clock = day(2) - timedelta(hours=3)
    shop.put("c00", country="Peru")
    player.load()
    player.must_run(day(2))
    assert player.changes(day(2)) == {
        ("germans", "c00", "exited", "data"),
        ("settled", "c00", "exited", "data"),
        ("not_settled", "c00", "entered", "data"),
    }

    take_snapshot(player, [])
    player.must_run(day(3))
    empty = "source contact.contacts_snapshot is empty"
    assert player.held(day(3)) == {"settled": empty, "not_settled": empty}
    assert player.changes(day(3)) == set()

    take_snapshot(player, versions)
    player.must_run(day(4))
    assert player.held(day(4)) == {}
    assert player.changes(day(4)) == set()

    # the snapshot alone has changed
    gap = [version("c01", SINCE, day(4)), version("c01", day(4) + timedelta(hours=1))]
    take_snapshot(player, [*versions, *gap][2:])
    player.must_run(day(5))
    assert player.changes(day(5)) == {
        ("settled", "c01", "exited", "time"),
        ("not_settled", "c01", "entered", "time"),
    }
    assert_history_is_true(player.database)
