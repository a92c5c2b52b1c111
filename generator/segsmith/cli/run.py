"""`segsmith run`: generate, build with dbt, tell who entered and left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from segsmith.cli.as_of import read_as_of
from segsmith.cli.generate import tell_changes
from segsmith.cli.invocation import err, note, out, tell, told, warn
from segsmith.cli.run_profile import profile_run, tell_profile
from segsmith.cli.run_summary import print_summary
from segsmith.warehouse import Place, WarehouseError
from segsmith.warehouse.dbt_command import Outcome, Step, run_dbt

_HELD = re.compile(r"segment \S+ is held: ")


@told
def run(
    context: typer.Context,
    as_of: Annotated[
        str | None,
        typer.Option(callback=read_as_of, help="Evaluate at this instant (UTC); now if left out."),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", "-s", help="Only these nodes, as in dbt build.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Evaluate everybody, whatever changed.")
    ] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="Tell what each stage, model and segment cost.")
    ] = False,
) -> None:
    """Generate, run dbt build, and tell who entered and left."""
    from segsmith import pipeline
    from segsmith.warehouse.connection import database_path
    from segsmith.warehouse.file_lock import one_run_at_a_time

    began = datetime.now(UTC)
    place = context.obj.place
    changes = pipeline.generate(place.root)
    if any((changes.created, changes.updated, changes.deleted)):
        tell_changes(changes, most=10)
    database = database_path(place)
    with one_run_at_a_time(database):
        outcome = _build(place, as_of, select or [], full)
        _tell_outcome(outcome)
        is_published = outcome.built("segsmith_published")
        if database is not None and is_published:
            _publish(place, database)
        costs = profile_run(place, outcome, began) if profile else None
    nothing = [line for line in outcome.notes if line.startswith("nothing to append")]
    for line in nothing + [line for line in outcome.notes if line.startswith("source ")]:
        note(line)
    if is_published:
        print_summary(place, is_new=not nothing)
    elif outcome.is_success:
        note("the selected nodes are built; no run was published")
    if costs is not None:
        tell_profile(place, costs)
    if not outcome.is_success:
        raise typer.Exit(1)


def _build(place: Place, as_of: str | None, select: list[str], full: bool) -> Outcome:
    command = ["build"]
    for each in select:
        command += ["--select", each]
    variables: dict[str, Any] = {"as_of": as_of} if as_of else {}
    if full:
        variables["segsmith_full"] = True
    with _progress() as on_step:
        return run_dbt(place, command, variables or None, on_step)


@contextmanager
def _progress() -> Iterator[_Bar]:
    console = err()
    bar = Progress(
        TextColumn("dbt build"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        yield _Bar(bar)


class _Bar:
    """A progress bar that dbt's steps move on."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("reading the project", total=None)

    def __call__(self, step: Step) -> None:
        room = max(8, self.progress.console.width - 60)
        name = step.node if len(step.node) <= room else f"{step.node[: room - 1]}…"
        self.progress.update(
            self.task, total=step.total, completed=step.number - 1, description=name
        )


def _tell_outcome(outcome: Outcome) -> None:
    for line in outcome.warnings:
        if not _HELD.match(line):  # the summary tells who is held, and why
            warn(line)
    for failure in outcome.failures:
        tell(failure.error)
    if outcome.error is not None and not outcome.failures:
        raise outcome.error
    if outcome.failures:
        skipped = f"{outcome.skipped:,} nodes were skipped; " if outcome.skipped else ""
        note(f"{skipped}after the repair run again, or `dbt retry`: nothing is lost or doubled")


def _publish(place: Place, database: Path) -> None:
    """Leave the copy for readers; a run that is published stays so without it."""
    from segsmith.cli.definitions_here import read_definitions
    from segsmith.warehouse.connection import shown
    from segsmith.warehouse.manifest import read_manifest
    from segsmith.warehouse.published_copy import contract_tables, publish_copy

    folder = read_definitions(place.root).project.model.output.models
    manifest = read_manifest(place)
    try:
        copy = publish_copy(database, contract_tables(manifest, folder))
    except WarehouseError as error:
        warn(f"the copy for readers stays as it was: {error.message}")
        return
    out().print(Text(f"readers: {shown(copy)}", style="dim"), soft_wrap=True)
