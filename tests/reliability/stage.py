"""Where law 11 is played: a project that ran once, put back before every play, and its oracles."""

from __future__ import annotations

import copy
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from segsmith.reference.members import members
from tests.reliability import market
from tests.reliability.bugs import Bug, own_macros
from tests.reliability.full_and_few import (
    EVERYBODY,
    LOSSES,
    differences,
    keep_caches,
    looked_at,
    tables,
)
from tests.reliability.laws import false_history
from tests.reliability.market_rules import Edit, Rules
from tests.reliability.player import Player
from tests.support.columns import typed_tables
from tests.support.contract_tables import TRANSITIONS
from tests.support.dbt_process import KILLED, Ended, killed_before
from tests.support.written import definitions_of

History = dict[str, dict[Any, list[datetime]]]
TABLES_ALONE = ("--select", "config.materialized:table", "config.materialized:incremental")
ENTITIES = ("account", "contact")


class CaughtError(AssertionError):
    """A run left something wrong; `oracles` are the names of those who found it."""

    def __init__(self, found: dict[str, list[str]]) -> None:
        self.oracles = tuple(found)
        super().__init__("\n".join(f"{o}: {line}" for o, lines in found.items() for line in lines))


class Stage:
    """One project, its company, its definitions, and who is in what by the reference.

    A copy of the database as the first run left it is put back by `begin`.
    """

    def __init__(self, player: Player) -> None:
        self.player = player
        self.met: Counter[str] = Counter()
        self._manifests: dict[str, Any] = {}
        self._bug: Bug | None = None
        self.rules = Rules()
        self.market = market.first_day()
        self.history: History = {}
        self._last: dict[str, datetime] = {}
        self._has_views = False
        self.define()
        self.load()
        self.player.must_run(self.market.clock)
        self._remember(self.market.clock)
        keep_caches(player.database)
        player.database.save("begun")
        self._begun = copy.deepcopy((self.market, self.history, self._last))

    def begin(self) -> None:
        """Everything as the first run left it."""
        self.player.database.restore("begun")
        self.market, self.history, self._last = copy.deepcopy(self._begun)
        self.rules, self._has_views = Rules(), True
        self.define()
        self.met["plays"] += 1
        self.market.clock += timedelta(minutes=1)

    def define(self) -> None:
        """The project has these definitions; what was read once is kept."""
        player, segments = self.player, self.rules.segments
        key = json.dumps([segments, self._bug and self._bug.name])
        if key not in self._manifests:
            for folder in ("models", "macros"):
                shutil.rmtree(player.root / folder / "segsmith", ignore_errors=True)
            player.define(segments)
            if self._bug is not None and not self._bug.is_in_macros:
                self._bug.plant(player.root)
                player.read()
            self._manifests[key] = player.manifest
        player.segments, player.manifest = segments, self._manifests[key]
        player.definitions = definitions_of(segments, catalog=player.catalog)

    @contextmanager
    def planted(self, bug: Bug) -> Iterator[None]:
        """The project has the bug, whatever definitions it is given."""
        with own_macros(self.player.root, bug):
            self._bug = bug
            try:
                yield
            finally:
                self._bug = None

    def edit(self, edit: Edit) -> None:
        """The next run has other definitions."""
        renamed = self.rules.edit(edit)
        if renamed is not None:
            self.history[renamed[1]] = self.history.pop(renamed[0], {})
        self.define()
        self._has_views = False
        self.met["edits"] += 1

    def run(self, kill: int | None = None, again: bool = True, loss: str | None = None) -> None:
        """A run, compared with one that looks at everybody from the same state.

        Args:
            loss: what it finds of its caches; the other has them all.
            kill: it is killed before this statement.
            again: the killed run is run again at its as-of; else the next one finds what it left.
        """
        database, as_of = self.player.database, self.market.clock
        self.load()
        database.save()
        self.run_once(as_of, variables=EVERYBODY).must_succeed()
        expected, everybody = tables(database), looked_at(self.player)
        database.restore()
        if loss is not None:
            self.suffer(loss)
        if kill is not None:
            ended = self.run_once(as_of, on_statement=killed_before(kill))
            assert ended.code in (KILLED, 0), ended.output
            self.met["kills"] += ended.code == KILLED
        if kill is None or again:
            self.run_once(as_of).must_succeed()
            self.met["runs"] += 1
            self.met["looked at few"] += looked_at(self.player) < everybody
            self.compare(differences(tables(database), expected))
        self._remember(as_of)
        self.market.clock += timedelta(minutes=1)

    def load(self) -> None:
        """Bring the company's rows into the warehouse."""
        assert self.player.definitions is not None
        self.market.load(self.player.database, self.player.definitions)

    def suffer(self, loss: str) -> None:
        """Lose something at once. Views of the contract may stand on what is lost."""
        LOSSES[loss](self.player.database)
        self._has_views = False
        self.met["losses"] += 1

    def run_once(self, as_of: datetime, **options: Any) -> Ended:
        """A run of every table; of every view as well, where they may differ from those there."""
        ended = self.player.run(as_of, *(TABLES_ALONE if self._has_views else ()), **options)
        self._has_views = self._has_views or (ended.code == 0 and "variables" not in options)
        return ended

    def compare(self, other_than_full: Sequence[str] = ()) -> None:
        """After a run at the clock: what each oracle finds wrong.

        Raises:
            CaughtError: with the oracles that found something.
        """
        self._remember(self.market.clock)
        wrong = {
            "full evaluation": list(other_than_full),
            "reference interpreter": self._wrong_members(),
            "laws of history": false_history(self.player.database, TRANSITIONS),
        }
        found = {oracle: lines for oracle, lines in wrong.items() if lines}
        if found:
            raise CaughtError(found)

    def _wrong_members(self) -> list[str]:
        found: dict[str, set[Any]] = {key: set() for key in self.history}
        for entity in ENTITIES:
            table = f"main_segsmith.{entity}_segment_membership"
            for key, one in self.player.rows(f"select segment_key, {entity}_id from {table}"):
                found.setdefault(key, set()).add(one)
        wrong = []
        for key, ids in sorted(found.items()):
            wanted = self._now(key)
            if ids != wanted:
                wrong.append(
                    f"{key}: {sorted(ids - wanted)} too many, {sorted(wanted - ids)} missing"
                )
        return wrong

    def _now(self, key: str) -> set[Any]:
        return {one for one, instants in self.history.get(key, {}).items() if len(instants) % 2}

    def _remember(self, as_of: datetime) -> None:
        """What the run at this as-of found, for each entity whose ledger has the run."""
        player = self.player
        assert player.definitions is not None
        held, ran = set(), set()
        for entity in ENTITIES:
            if not player.rows(
                f"select table_name from information_schema.tables "
                f"where table_name = '{entity}_segment_ledger'"
            ):
                continue
            for kind, key in player.rows(
                f"select kind, segment_key from main_segsmith.{entity}_segment_ledger "
                f"where kind in ('run', 'held') and as_of = timestamp '{as_of}'"
            ):
                if kind == "held":
                    held.add(key)
                elif self._last.get(entity) != as_of:
                    ran.add(entity)
        if not ran:
            return
        rows = typed_tables(player.definitions, self.market.tables)
        found = members(player.definitions, rows, as_of, self.history)
        for written in player.segments:
            key, status = written["segment"], written.get("status")
            if key in held or status == "paused" or written.get("entity", "contact") not in ran:
                continue
            now = set() if status == "retired" else found[key]
            instants = self.history.setdefault(key, {})
            for one in now ^ self._now(key):
                instants.setdefault(one, []).append(as_of)
        self.met["held segments"] += len(held)
        self._last |= dict.fromkeys(ran, as_of)

    def told(self) -> str:
        """What was met, for the summary."""
        return ", ".join(f"{count} {words}" for words, count in self.met.items() if count)
