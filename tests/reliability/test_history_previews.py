"""`segsmith preview` of rules about the history: it reads the ledger as it stands."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner

from segsmith.cli.app import app
from segsmith.reference import members
from tests.reliability.judge import Judge
from tests.reliability.player import Player
from tests.reliability.test_history_rules import SEGMENTS, change, day, shop_of_twelve
from tests.reliability.test_renames import named
from tests.support.columns import typed_tables
from tests.support.outside_project import as_yaml
from tests.support.written import definitions_of

Written = dict[str, Any]


def previewed(player: Player, key: str, as_of: Any) -> dict[str, Any]:
    """What the command answers."""
    result = CliRunner().invoke(
        app,
        [
            *(
                "--project-dir",
                str(player.root),
                "--profiles-dir",
                str(player.root),
                "preview",
                key,
            ),
            *("--as-of", as_of.isoformat(), "--sample", "1000", "--json"),
        ],
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_preview_reads_the_ledger_and_the_working_copy(empty_player: Player) -> None:
    """Between runs, at the instant of the last one, before it, and of a segment with a new name
    that was not even generated."""
    player, judge, shop = empty_player, Judge(), shop_of_twelve()
    player.shop = shop
    asked = [
        {"segment": "settled", "where": SEGMENTS["settled_germans"]["where"]},
        {"segment": "lost", "where": SEGMENTS["lost_germans"]["where"]},
        {"segment": "was", "where": {"was_in": "germans", "older_than": "2 hours"}},
    ]
    written = [*named(0)[:1], *asked]
    player.define(written)
    for number in (0, 1):
        change(shop, number)
        player.load()
        player.must_run(day(number))
        judge.run(shop, written, day(number))
    for at in (day(1, 3), day(1), day(0, 12)):
        expected = members(
            definitions_of(written),
            typed_tables(definitions_of(written), shop.tables),
            at,
            judge.ledger.history,
        )
        for one in asked:
            found = previewed(player, one["segment"], at)
            assert set(found["sample"]) == set(expected[one["segment"]]), (one, at)

    folder = player.root / "segment_defs" / "segments"
    (folder / "germans.yml").unlink()
    (folder / "people_of_germany.yml").write_text(as_yaml(named(1)[0]), encoding="utf-8")
    for one in asked:
        text = as_yaml(one).replace('"germans"', '"people_of_germany"')
        (folder / f"{one['segment']}.yml").write_text(text, encoding="utf-8")
    before = members(
        definitions_of(written),
        typed_tables(definitions_of(written), shop.tables),
        day(1, 3),
        judge.ledger.history,
    )
    for one in asked:
        found = previewed(player, one["segment"], day(1, 3))
        assert set(found["sample"]) == set(before[one["segment"]])
    found = previewed(player, "people_of_germany", day(1, 3))
    assert (found["would_enter"], found["would_leave"]) == (0, 0)
