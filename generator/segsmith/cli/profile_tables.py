"""The tables of a profile: stages, models, segments."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from segsmith.cli.figures import number, seconds, share
from segsmith.cli.tables import plain_table
from segsmith.profile import ModelCost, Profile

MOST = 20  # of models and of segments; the file has all
WIDE = 120  # from this width on the stage of a model, the share and rows of a segment are shown
_DONE = ("success", "pass")


def print_profile(console: Console, profile: Profile, file: str) -> None:
    """Print what a run cost, the most expensive first; `file` is where all of it stands."""
    is_wide = console.width >= WIDE
    console.print(Text(f"\nwhere the {seconds(profile.seconds)} went", style="bold"))
    console.print(_stages(profile))
    _heading(console, "models", len(profile.models))
    console.print(_models(profile.models[:MOST], is_wide))
    _heading(console, "segments", len(profile.segments))
    console.print(_segments(profile, is_wide))
    console.print(Text(f"all of it: {file}", style="dim"), soft_wrap=True)


def _heading(console: Console, what: str, count: int) -> None:
    most = f": the {MOST} most expensive of {number(count)}" if count > MOST else ""
    console.print(Text(f"\n{what}{most}", style="bold"))


def _stages(profile: Profile) -> Table:
    table = _table("stage", "seconds", "share", "nodes")
    for cost in profile.stages:
        if not cost.nodes and round(cost.seconds, 3) == 0:
            continue
        table.add_row(
            Text(cost.stage.value),
            Text(seconds(cost.seconds)),
            Text(share(cost.seconds, profile.seconds)),
            Text(number(cost.nodes) if cost.nodes else "·"),
        )
    table.add_section()
    nodes = sum(cost.nodes for cost in profile.stages)
    whole = share(profile.seconds, profile.seconds)
    table.add_row("the whole run", seconds(profile.seconds), whole, number(nodes), style="bold")
    return table


def _models(models: Sequence[ModelCost], is_wide: bool) -> Table:
    more = ("stage",) if is_wide else ()
    table = _table("model", "compiling", "executing", "rows in", "rows out")
    for name in more:
        table.add_column(name, no_wrap=True)
    for cost in models:
        cells = [
            Text(cost.model),
            Text(seconds(cost.compiling)),
            Text(seconds(cost.executing)),
            Text(number(cost.rows_in)),
            _rows_out(cost),
        ]
        table.add_row(*cells, *([Text(cost.stage.value)] if is_wide else []))
    return table


def _rows_out(cost: ModelCost) -> Text:
    if cost.status not in _DONE:
        return Text(cost.status, style="red")
    return Text(number(cost.rows_out))


def _segments(profile: Profile, is_wide: bool) -> Table:
    more = ("share", "rows found", "entered or left") if is_wide else ()
    table = _table("segment", "seconds", "traits", "evaluation", "ledger", "readers", *more)
    shown = profile.segments[:MOST]
    for cost in shown:
        cells = [
            seconds(cost.seconds),
            seconds(cost.traits),
            seconds(cost.evaluation),
            seconds(cost.ledger),
            seconds(cost.readers),
        ]
        if is_wide:
            cells += [share(cost.seconds, profile.seconds), number(cost.found), number(cost.moved)]
        table.add_row(Text(cost.segment, style="bold"), *cells)
    table.add_section()
    rest = profile.segments[MOST:]
    sums = [("shared by all", profile.shared_seconds), ("the whole run", profile.seconds)]
    if rest:
        sums.insert(0, (f"{number(len(rest))} others", sum(cost.seconds for cost in rest)))
    for what, spent in sums:
        cells = [seconds(spent), *[""] * 4]
        cells += [share(spent, profile.seconds)] if is_wide else []
        table.add_row(Text(what), *cells, style="bold")
    return table


def _table(first: str, *others: str) -> Table:
    table = plain_table()
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table
