"""A project over the shop, run after run, each dbt command in a process of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from segsmith.definitions.parse import Definitions
from segsmith.pipeline import generate
from tests.reliability import scenario
from tests.reliability.judge import Judge
from tests.reliability.shop import Shop
from tests.support.contract_tables import LEDGER, Snapshot, Tables, whole_ledger
from tests.support.databases import Database, Row, rows
from tests.support.dbt_process import Ended, OnStatement, Running, read_project, start
from tests.support.outside_project import OutsideProject, as_yaml
from tests.support.written import base_catalog, definitions_of

UNKEPT = ["--no-write-json"]


class Player:
    """One outside project, its shop and its database.

    `command` is what a run is: `run`, or `build` where a test wants the data tests as well.
    """

    command = "run"

    def __init__(
        self,
        root: Path,
        database: Database,
        audiences: Sequence[str] = (),
        catalog: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        self.root = root
        self.catalog = base_catalog() if catalog is None else catalog
        self.database = database
        self.tables = Tables(tuple(audiences))
        self.shop = Shop(datetime(2026, 3, 1))
        self.segments: list[dict[str, Any]] = []
        self.definitions: Definitions | None = None
        self.manifest: Any = None

    def define(
        self, segments: Iterable[dict[str, Any]], approvals: Sequence[dict[str, Any]] = ()
    ) -> None:
        """Write the definitions, generate, and have dbt read the project."""
        self.segments = list(segments)
        self.definitions = definitions_of(self.segments, catalog=self.catalog)
        written = self.root / "segment_defs" / "segments"
        shutil.rmtree(written, ignore_errors=True)
        OutsideProject(self.root, self.database.profile).write(
            self.definitions, self.segments, self.catalog
        )
        file = self.root / "segment_defs" / "approvals.yml"
        file.write_text(as_yaml({"approvals": list(approvals)}), encoding="utf-8")
        generate(self.root)
        self.read()

    def read(self) -> None:
        """Have dbt read the project: after a change of a file."""
        self.manifest = read_project(self.root)

    def load(self) -> None:
        """Bring the shop's rows into the warehouse."""
        assert self.definitions is not None
        self.shop.load(self.database, self.definitions)

    def start(
        self,
        as_of: datetime | str | None,
        *arguments: str,
        command: str | None = None,
        on_statement: OnStatement | None = None,
        name: str = "target",
        is_kept: bool = False,
        variables: Mapping[str, object] | None = None,
    ) -> Running:
        """Start a dbt command at an instant; None leaves it to dbt's clock.

        `is_kept`: dbt writes its artifacts, which `dbt retry` reads.
        """
        values = dict(variables or {})
        if as_of is not None:
            values["as_of"] = as_of if isinstance(as_of, str) else as_of.isoformat()
        given = ["--vars", json.dumps(values)] if values else []
        return start(
            self.root,
            [command or self.command, *arguments, *given, *([] if is_kept else UNKEPT)],
            self.manifest,
            on_statement,
            name,
        )

    def run(self, as_of: datetime | str | None, *arguments: str, **options: Any) -> Ended:
        """A dbt command at an instant, to its end."""
        return self.start(as_of, *arguments, **options).wait()

    def must_run(self, as_of: datetime, *arguments: str, **options: Any) -> Ended:
        """A run that has to succeed.

        Raises:
            FailedCommandError: with what dbt said.
        """
        return self.run(as_of, *arguments, **options).must_succeed()

    def retry(self, name: str = "target") -> Ended:
        """`dbt retry` of the last command."""
        target = str(self.root / name)
        return start(self.root, ["retry", "--state", target], name=name).wait()

    def snapshot(self) -> Snapshot:
        """Every table of the contract, without run ids."""
        return self.tables.snapshot(self.database)

    def ledger(self) -> list[str]:
        """Every byte of what remembers."""
        return whole_ledger(self.database)

    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""
        return rows(self.database, query)

    def held(self, as_of: datetime) -> dict[str, str]:
        """The segments that a run held, with the reason."""
        return dict(
            self.rows(
                f"select segment_key, reason from {LEDGER} "
                f"where kind = 'held' and as_of = timestamp '{as_of}'"
            )
        )

    def changes(self, as_of: datetime) -> set[tuple[str, str, str, str]]:
        """What a run wrote: segment, contact, kind, cause."""
        return set(
            self.rows(
                f"select segment_key, contact_id, kind, cause from {LEDGER} "
                f"where kind in ('entered', 'exited') and as_of = timestamp '{as_of}'"
            )
        )


def days_until(last: datetime) -> Iterator[tuple[datetime, Shop]]:
    """The scenario's runs up to the one after `last`, with the shop that each finds."""
    shop = scenario.first_day()
    for run in (scenario.FIRST, scenario.SECOND, scenario.THIRD, scenario.EVENT):
        if run in scenario.DAYS:
            scenario.DAYS[run](shop)
        yield run, shop
        if run > last:
            return


def play_to(player: Player, last: datetime) -> None:
    """Play the scenario's runs up to one, and stand before the next with its data loaded."""
    for run, shop in days_until(last):
        player.shop = shop
        if run != scenario.SECOND:
            player.define(scenario.definitions_at(run))
        player.load()
        if run <= last:
            player.must_run(run)


def judged_until(last: datetime) -> Judge:
    """The scenario's runs as the reference judges them."""
    judge = Judge()
    for run, shop in days_until(last):
        if run <= last:
            judge.run(shop, scenario.definitions_at(run), run)
    return judge
