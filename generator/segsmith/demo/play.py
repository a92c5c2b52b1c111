"""Plays four weeks of scheduled runs of the demo company: `python -m segsmith.demo`."""

from __future__ import annotations

import os
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from segsmith.demo.builds import Builds
from segsmith.demo.checkout import Checkout
from segsmith.demo.ending import print_ending
from segsmith.demo.landings import Landings
from segsmith.demo.schedule import (
    TODAYS_DEFINITIONS,
    TRUNCATED_DAY,
    TRUNCATED_TABLE,
    TRUNCATED_TO,
    Moment,
    moments,
)
from segsmith.errors import UserError
from segsmith.errors.picture import pictures
from segsmith.warehouse import Place, WarehouseError, find_root
from segsmith.warehouse.connection import (
    database_path,
    open_warehouse,
    published_path,
    shown,
)
from segsmith.warehouse.file_lock import one_run_at_a_time
from segsmith.warehouse.manifest import Manifest, read_manifest


class Player:
    """One playing of the weeks."""

    def __init__(self, root: Path, console: Console) -> None:
        self.console = console
        self.checkout = Checkout(root)
        self.builds = Builds(self.checkout.place)
        self.is_broken = False

    def play(self) -> int:
        """From an empty warehouse to the last run; 0, or 1 when something was not seen."""
        begun = time.monotonic()
        self.say("Fernweh Outfitters, 13 October to 8 November 2025: four weeks of runs", "bold")
        self.checkout.copy()
        self.checkout.generate()
        place = self.checkout.place
        self.builds.parse()
        database = _database(place)
        with one_run_at_a_time(database):
            _remove(database)
            manifest = read_manifest(place)
            seeds = self.checkout.root / "seeds"
            with Landings(seeds, database, manifest) as landings:
                landings.create()
                self._play_all(landings, manifest)
        took = time.monotonic() - begun
        with open_warehouse(place) as warehouse:
            os.chdir(self.checkout.root)  # dbt has gone into the scratch copy
            return print_ending(self.console, warehouse, manifest, took, shown(database))

    def _play_all(self, landings: Landings, manifest: Manifest) -> None:
        planned = moments()
        bar = Progress(
            TextColumn("  "),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("runs"),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        with bar:
            task = bar.add_task("", total=len(planned))
            for moment in planned:
                self._between(moment, landings)
                rows = landings.arrive(moment.as_of)
                self._broken_reload(moment, landings)

                def on_node(node: str, label: str = moment.label) -> None:
                    bar.update(task, description=f"{label}  {node}"[: self.console.width - 56])

                self.builds.build(moment.as_of, moment.is_tested, on_node)
                self._tell(moment, rows, landings, manifest)
                bar.advance(task)

    def _between(self, moment: Moment, landings: Landings) -> None:
        """What people did since the last run: definitions changed, a table repaired."""
        segment = TODAYS_DEFINITIONS.get(moment.day)
        if segment and moment.is_first_of_day:
            self.checkout.bring_up_to_date(segment)
            self.checkout.generate()
            self.builds.parse()
            self.say(f"  a colleague changes segment_defs/…/{segment}.yml", "cyan")
        if self.is_broken:
            rows = landings.repair(TRUNCATED_TABLE)
            self.is_broken = False
            self.say(f"  {TRUNCATED_TABLE} is reloaded, whole: {rows:,} rows", "cyan")

    def _broken_reload(self, moment: Moment, landings: Landings) -> None:
        if moment.day == TRUNCATED_DAY:
            before, after = landings.break_off(TRUNCATED_TABLE, TRUNCATED_TO)
            self.is_broken = True
            said = f"  the reload of {TRUNCATED_TABLE} breaks off: {after:,} of {before:,} rows"
            self.say(said, "yellow")

    def _tell(self, moment: Moment, rows: int, landings: Landings, manifest: Manifest) -> None:
        entered, exited, held = landings.last_run(manifest)
        held_words = f"   {held:,} segments held" if held else ""
        self.say(
            f"{moment.label}   {rows:>6,} rows arrived   {entered:>6,} entered"
            f"   {exited:>5,} left{held_words}",
            "yellow" if held else "",
        )

    def say(self, line: str, style: str = "") -> None:
        """One line above the progress bar."""
        self.console.print(Text(line, style=style), soft_wrap=True)


def _database(place: Place) -> Path:
    """The DuckDB file of the target."""
    database = database_path(place)
    if database is None:
        raise WarehouseError("not-duckdb", "the demo plays on DuckDB", "use the target duckdb")
    return database


def _remove(database: Path) -> None:
    """Leave nothing of an earlier demo."""
    for old in (database, database.with_name(f"{database.name}.wal"), published_path(database)):
        if old is not None:
            old.unlink(missing_ok=True)


def main() -> int:
    """Play in the project at or above the current folder."""
    console = Console(highlight=False)
    here = Path.cwd()
    try:
        return Player(find_root(here), console).play()
    except UserError as error:
        console.print(Text(pictures(error.problems, find_root(here))))
    except WarehouseError as error:
        console.print(Text(f"{error.message}\n{error.help}".strip(), style="red"), soft_wrap=True)
    finally:
        os.chdir(here)
    return 1
