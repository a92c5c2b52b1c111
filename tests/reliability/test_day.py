"""A day of 96 refreshes with kills, retries, lost caches and edits ends as one without any of them.

The same rows arrive before the same refreshes of two days: of one nobody disturbs any run. `make
day` plays it; SEGSMITH_SEED is another day.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest

from tests.reliability import market
from tests.reliability.conftest import Tell, make_database
from tests.reliability.full_and_few import EVERYBODY, Found, differences, looked_at, tables
from tests.reliability.happenings import happen
from tests.reliability.market_rules import Edit
from tests.reliability.player import Player
from tests.reliability.results import record
from tests.reliability.stage import Stage
from tests.support.contract_tables import LEDGER
from tests.support.databases import execute
from tests.support.dbt_process import KILLED, killed_before

SEED = int(os.environ.get("SEGSMITH_SEED", "1"))
MIDNIGHT = datetime(2026, 3, 2)
REFRESHES = 96
EDITS: dict[int, Edit] = {30: ("change the rule of", "openers"), 61: ("rename", "readers")}
LOSSES = {20: "lose what is known", 50: "lose all between", 77: "put back what was known"}
FAILURES = (12, 44, 83)
KILLS = 10
RENAME = "alter table shop.email_events rename column {} to {}"


@pytest.fixture
def stage(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The company after its first run, the day before."""
    folder = tmp_path_factory.mktemp(f"day_{engine}")
    database = make_database(engine, folder, "day")
    yield Stage(Player(folder / "project", database, catalog=market.CATALOG))
    database.drop()


@pytest.mark.slow
def test_a_day_of_refreshes(stage: Stage, engine: str, tell: Tell) -> None:
    disturbed = Day(stage, is_disturbed=True)
    found = disturbed.play()
    whole = full_evaluation(stage)
    calm = Day(stage, is_disturbed=False)
    wrong = differences(found, calm.play())
    assert not wrong, "\n".join(wrong)
    # a moment later, who looks at everybody finds nothing that was missed
    assert whole == []
    for words, day in (("with accidents", disturbed), ("without", calm)):
        tell(f"a day {words} on {engine}, seed {SEED}: {day.met}")
        record("days", words, engine, dict(day.met))


class Day:
    """96 refreshes, a quarter of an hour apart; rows come before each."""

    def __init__(self, stage: Stage, is_disturbed: bool) -> None:
        self.stage = stage
        self.is_disturbed = is_disturbed
        self.met: Counter[str] = Counter()
        self.began = time.monotonic()

    def play(self) -> Found:
        """Every table at the end; each refresh held by the reference and the laws of history."""
        stage, arrivals, accidents = self.stage, Random(SEED), Random(SEED)
        stage.begin()
        kills = accidents.sample(range(1, REFRESHES), KILLS)
        for number in range(REFRESHES):
            as_of = MIDNIGHT + number * timedelta(minutes=15)
            happen(stage.market, arrivals, as_of)
            stage.market.clock = as_of
            if number in EDITS:
                stage.edit(EDITS[number])
                self.met["edits"] += 1
            stage.load()
            if self.is_disturbed:
                if number in LOSSES:
                    stage.suffer(LOSSES[number])
                    self.met["lost caches"] += 1
                if number in kills:
                    self._kill(as_of, accidents.randint(1, 100))
            self._refresh(as_of, is_failing=self.is_disturbed and number in FAILURES)
            stage.compare()
        self._count()
        return tables(stage.player.database)

    def _kill(self, as_of: datetime, statement: int) -> None:
        ended = self.stage.run_once(as_of, on_statement=killed_before(statement))
        assert ended.code == KILLED, ended.output
        self.met["kills"] += 1

    def _refresh(self, as_of: datetime, is_failing: bool) -> None:
        player = self.stage.player
        if is_failing:
            execute(player.database, RENAME.format("event_name", "gone"))
            assert self.stage.run_once(as_of, is_kept=True).code == 1
            execute(player.database, RENAME.format("gone", "event_name"))
            player.retry().must_succeed()
            self.met["retries"] += 1
        else:
            self.stage.run_once(as_of).must_succeed()
        self.met["refreshes"] += 1
        self.met["looked at everybody"] += looked_at(player) >= len(market.CONTACTS) - 3
        self.met["contacts looked at"] += looked_at(player)

    def _count(self) -> None:
        query = f"select count(*) from {LEDGER} where kind in ('entered', 'exited')"
        [(self.met["transitions"],)] = self.stage.player.rows(query)
        self.met["seconds"] = round(time.monotonic() - self.began)


def full_evaluation(stage: Stage) -> list[str]:
    """What a run that looks at everybody would change, a moment after the last."""
    as_of = stage.market.clock + timedelta(seconds=1)
    stage.player.database.save()
    stage.run_once(as_of, variables=EVERYBODY).must_succeed()
    found = sorted(map(str, stage.player.changes(as_of)))
    stage.player.database.restore()
    return found
