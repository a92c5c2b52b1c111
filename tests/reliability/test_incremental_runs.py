"""Law 11: a run that looks at few leaves every table as one that looks at everybody.

From one and the same state both are made, run after run of a random stream: rows come, change and
go, definitions change, some runs are killed and run again, and what may be lost is lost in between.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from tests.reliability.conftest import Tell
from tests.reliability.laws import assert_history_is_true
from tests.reliability.player import Player
from tests.reliability.scenario import segments
from tests.reliability.stream import Stream
from tests.support.contract_tables import Tables
from tests.support.databases import Database, execute, rows
from tests.support.dbt_process import KILLED, killed_before

SEED = int(os.environ.get("SEGSMITH_SEED", "1"))
INTERNAL = "main_segsmith_internal"
KNOWN = f"{INTERNAL}.int_contact__known_fingerprints"
TRAITS = "main_segsmith_personal.contact_traits"
WHOLE = '{"segsmith_full": true}'
# What differs by its nature: who ran, and how many it looked at; of a row of traits, when.
OF_A_RUN = {"run_id", "run_stamp", "entities_evaluated", "last_evaluated_at"}
# Rules of every way in which time moves, beside those of the stream.
OF_TIME: dict[str, dict[str, Any]] = {
    "just_quiet": {"where": {"event": "email_opened", "last": {"older_than": "20 hours"}}},
    "late_openers": {
        "where": {"event": "email_opened", "between_ago": ["3 days", "1 day"], "count": {"is": 1}}
    },
    "settled_germans": {"where": {"segment": "germans", "for_at_least": "1 day"}},
    "was_on_board": {"where": {"was_in": "board", "within_last": "40 hours"}},
    "silent_since": {
        "where": {
            "sequence": [
                {"event": "email_opened"},
                {"without": "email_clicked", "within": "2 days"},
            ]
        }
    },
}


def lose_nothing(_: Database) -> None:
    """As it should be."""


def lose_what_is_known(database: Database) -> None:
    """The cache is gone."""
    execute(database, f"drop table if exists {KNOWN}")


def empty_what_is_known(database: Database) -> None:
    """The cache is there, and says nothing."""
    execute(database, f"delete from {KNOWN}")


def lose_all_between(database: Database) -> None:
    """Every intermediate table is gone."""
    tables = rows(
        database,
        f"select table_name, table_type from information_schema.tables "
        f"where table_schema = '{INTERNAL}'",
    )
    kinds = {"BASE TABLE": "table", "VIEW": "view"}
    execute(
        database,
        *(f"drop {kinds[kind]} if exists {INTERNAL}.{name} cascade" for name, kind in tables),
    )


def lose_traits(database: Database) -> None:
    """What readers see of traits is gone."""
    execute(database, f"drop table if exists {TRAITS}")


LOSSES: tuple[Callable[[Database], None], ...] = (
    lose_nothing,
    lose_nothing,
    lose_nothing,
    lose_what_is_known,
    empty_what_is_known,
    lose_all_between,
    lose_traits,
)


def test_few_or_everybody(empty_player: Player, tell: Tell) -> None:
    """One stream in every `make test`."""
    tell(play(empty_player, 3 * SEED, 6))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 212))
def test_few_or_everybody_for_longer(empty_player: Player, seed: int, tell: Tell) -> None:
    """More of them."""
    tell(play(empty_player, SEED * seed, 16))


def play(player: Player, seed: int, runs: int) -> str:
    """Run after run, from one state in both ways; what they met."""
    stream, random = Stream(seed), Random(seed)
    player.shop = stream.shop
    player.define(rules(stream))
    met: Counter[str] = Counter()
    for number in range(runs):
        if number and stream.day():
            player.define(rules(stream))
        player.load()
        player.database.save()
        player.must_run(stream.as_of, variables={"segsmith_full": True})
        everybody = looked_at(player)
        expected = tables(player)
        player.database.restore()
        loss = random.choice(LOSSES) if number else lose_nothing
        loss(player.database)
        if number and random.random() < 0.25:
            met["killed"] += _killed(player, stream.as_of, random.randint(5, 120))
        player.must_run(stream.as_of)
        found = tables(player)
        for name, lines in expected.items():
            assert found[name] == lines, f"seed {seed}, run {number}: {name}"
        assert_history_is_true(player.database)
        met["looked at few" if looked_at(player) < everybody else "looked at everybody"] += 1
        met[loss.__name__] += loss is not lose_nothing
    told = ", ".join(f"{count} {words}" for words, count in sorted(met.items()) if count)
    return f"seed {seed}: {runs} runs, {told}"


def rules(stream: Stream) -> list[dict[str, Any]]:
    """The definitions of the stream, and those on time; a held segment makes a run look at all."""
    guarded = stream.segments if stream.seed % 4 == 0 else [_unguarded(s) for s in stream.segments]
    return [*guarded, *segments(OF_TIME)]


def _unguarded(written: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in written.items() if key != "guards"}


def looked_at(player: Player) -> int:
    """How many the last run looked at."""
    query = f"select count(*) from {INTERNAL}.int_contact__evaluated"
    return int(player.rows(query)[0][0])


def tables(player: Player) -> dict[str, list[str]]:
    """The rows of every table of the contract, without what is of a run by its nature."""
    found = {}
    with player.database.cursor() as cursor:
        for name in Tables().names:
            cursor.execute(f"select * from {name}")
            columns = [column[0] for column in cursor.description]
            left_out = OF_A_RUN | ({"as_of"} if name == TRAITS else set())
            kept = [index for index, column in enumerate(columns) if column not in left_out]
            found[name] = sorted(str([row[index] for index in kept]) for row in cursor.fetchall())
    return found


def _killed(player: Player, as_of: Any, statement: int) -> bool:
    """Whether a run was killed before a statement: it may have fewer."""
    return player.run(as_of, on_statement=killed_before(statement)).code == KILLED
