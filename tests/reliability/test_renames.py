"""A segment gets another name, twice: its history, its ordinals and its readers go on."""

from __future__ import annotations

from typing import Any

from tests.reliability.judge import Judge, assert_as_judged
from tests.reliability.laws import assert_history_is_true
from tests.reliability.player import Player
from tests.reliability.scenario import segments
from tests.reliability.test_history_rules import change, day, shop_of_twelve
from tests.support.contract_tables import LEDGER, TRANSITIONS

Written = dict[str, Any]
NAMES = ("germans", "people_of_germany", "deutsche")
FEED = (
    "select ledger_id, feed_position, segment_key, contact_id, kind, cause, ordinal, as_of, "
    "definition_hash, run_id from main_segsmith.contact_segment_transitions order by feed_position"
)
STAYS = (
    "select interval_id, segment_key, contact_id, stay_number, entered_at, exited_at "
    "from main_segsmith.contact_segment_history order by interval_id"
)
SEGMENT = (
    "select status, definition_hash, created_at, changed_at, members "
    "from main_segsmith.segments where segment_key = '{}'"
)


def named(times: int) -> list[Written]:
    """The definitions after the first segment was renamed so often."""
    name, old = NAMES[times], list(NAMES[:times])
    return segments(
        {
            name: {
                "where": {"attribute": "country", "is": "Germany"},
                "audience": True,
                **({"renamed_from": old} if old else {}),
            },
            "lost": {"where": {"exited": name, "within_last": "3 days"}},
            "settled": {"where": {"segment": name, "for_at_least": "1 day"}},
            "rich": {"where": {"all": [{"attribute": "total_spent", "more_than": 200}]}},
        }
    )


def test_a_rename_is_no_change(empty_player: Player) -> None:
    player, judge, shop = empty_player, Judge(), shop_of_twelve()
    player.shop = shop

    def run(times: int, number: int, hours: int = 0, **options: Any) -> None:
        player.load()
        player.must_run(day(number, hours), **options)
        outcome = judge.run(shop, named(times), day(number, hours))
        assert_as_judged(player.database, judge, outcome, day(number, hours))

    player.define(named(0))
    for number in (0, 1):
        change(shop, number)
        run(0, number)
    for times in (1, 2):
        feed, stays = player.rows(FEED), player.rows(STAYS)
        [before] = player.rows(SEGMENT.format(NAMES[times - 1]))
        player.define(named(times))
        macros = player.root / "macros" / "segsmith"
        assert not (macros / f"contact_segment__{NAMES[times - 1]}.sql").exists()

        run(times, times, hours=1)
        assert player.changes(day(times, 1)) == set()
        assert player.held(day(times, 1)) == {}
        assert player.rows(FEED) == [_renamed(row, times) for row in feed]
        assert player.rows(STAYS) == [_renamed(row, times) for row in stays]
        assert player.rows(SEGMENT.format(NAMES[times])) == [before]

        change(shop, times + 1)
        shop.put("c01", country="Germany" if times == 1 else "France")
        run(times, times + 1)
        ordinals = player.rows(
            f"select max(ordinal) from {LEDGER} where segment_key = '{NAMES[times]}'"
        )
        assert ordinals == [(times + 2,)]
    run(2, 4, command="build")
    assert_history_is_true(player.database, TRANSITIONS)
    keys = player.rows("select distinct segment_key from main_segsmith.segment_sizes order by 1")
    assert [key for (key,) in keys] == ["deutsche", "lost", "rich", "settled"]
    audience = player.rows("select contact_id from main_segsmith_personal.audience__deutsche")
    assert {contact for (contact,) in audience} == judge.ledger.membership["deutsche"]


def _renamed(row: Any, times: int) -> Any:
    return tuple(NAMES[times] if value in NAMES else value for value in row)
