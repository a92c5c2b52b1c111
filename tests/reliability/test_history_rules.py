"""Rules about the history, run after run: each run sees what the ones before it have written."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

from tests.reliability.judge import Judge, assert_as_judged
from tests.reliability.laws import assert_history_is_true
from tests.reliability.player import Player
from tests.reliability.scenario import segments
from tests.reliability.shop import Shop
from tests.support.contract_tables import LEDGER

Written = dict[str, Any]
START = datetime(2026, 3, 2, 6)
SEGMENTS: dict[str, Written] = {
    "germans": {"where": {"attribute": "country", "is": "Germany"}},
    "openers": {"where": {"event": "email_opened", "within_last": "1 day"}},
    "spenders": {
        "where": {"attribute": "total_spent", "more_than": 100},
        "guards": {"max_exited_share": 0.5},
    },
    "was_german": {"where": {"was_in": "germans", "within_last": "36 hours"}},
    "german_in_march": {"where": {"was_in": "germans", "from": "2026-03-03T06:00:00"}},
    "new_germans": {"where": {"entered": "germans", "within_last": "1 day"}},
    "lost_germans": {"where": {"exited": "germans", "within_last": "2 days"}},
    "settled_germans": {"where": {"segment": "germans", "for_at_least": "1 day"}},
    "just_settled": {"where": {"entered": "settled_germans", "within_last": "12 hours"}},
    "quiet_again": {
        "where": {
            "all": [{"exited": "openers", "in_period": "today"}, {"not": {"segment": "germans"}}]
        }
    },
    "lost_spenders": {"where": {"exited": "spenders"}},
}


def day(number: int, hours: int = 0) -> datetime:
    """The instant of a run."""
    return START + timedelta(days=number, hours=hours)


def shop_of_twelve() -> Shop:
    """Twelve contacts: Germans, French, and spenders among both."""
    shop = Shop(START - timedelta(days=1))
    for number in range(12):
        country = "Germany" if number % 2 else "France"
        shop.put(f"c{number:02}", country=country, total_spent=50 * number)
    for number in (0, 1, 2):
        shop.open(f"c{number:02}", START - timedelta(hours=20))
    return shop


def change(shop: Shop, run: int) -> None:
    """What happened before a run."""
    shop.clock = day(run) - timedelta(hours=3)
    match run:
        case 1:
            shop.put("c00", country="Germany")
            shop.put("c01", country="France")
            shop.delete("c03")
        case 2:
            shop.put("c00", country="France")
            shop.put("c01", country="Germany")
            shop.put("c03", country="Germany")
            for number in range(3, 12):
                shop.put(f"c{number:02}", total_spent=0)  # so many that the guard holds
        case 3:
            shop.put("c02", country="Germany")
            shop.put("c05", country="France")
        case 4:
            shop.put("c07", country="France")
            for number in range(5, 12):
                shop.put(f"c{number:02}", total_spent=500)
            shop.open("c08", day(4) - timedelta(hours=2))
        case 5:
            shop.remove("c09")
            shop.put("c05", country="Germany")


def definitions_at(run: int) -> list[Written]:
    """Germans are paused for two runs, and retired at last."""
    found = copy.deepcopy(SEGMENTS)
    if run in (3, 4):
        found["germans"]["status"] = "paused"
    if run == 7:
        found["germans"]["status"] = "retired"
    return segments(found)


def test_each_run_is_as_the_reference_folds_it(empty_player: Player) -> None:
    """Entries, exits, deletions, a guard that holds, a pause, a tombstone; also what a window's
    edge lets go between two runs of one state."""
    player, judge, shop = empty_player, Judge(), shop_of_twelve()
    met: set[str] = set()
    for run in range(8):
        change(shop, run)
        if run == 0 or definitions_at(run) != definitions_at(run - 1):
            player.define(definitions_at(run))
        player.shop = shop
        player.load()
        if run == 2:
            player.must_run(day(run), "--empty")
        player.must_run(day(run), *(["--full-refresh"] if run == 5 else []))
        outcome = judge.run(shop, definitions_at(run), day(run))
        assert_as_judged(player.database, judge, outcome, day(run))
        met |= {f"{t.kind} {t.segment}" for t in outcome.transitions}
        if run == 2:
            before = player.ledger()
            player.must_run(day(run))
            assert player.ledger() == before
            assert set(player.held(day(run))) == {"spenders", "lost_spenders"}
    assert_history_is_true(player.database)
    asked = SEGMENTS.keys() - {"spenders"}
    assert met >= {f"entered {key}" for key in asked}
    assert met >= {f"exited {key}" for key in asked - {"german_in_march", "lost_spenders"}}
    runs = player.rows(f"select count(*) from {LEDGER} where kind = 'run'")
    assert runs == [(8,)]
