"""The end of a run: each segment with who entered and left, what is held and why."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from segsmith.cli.figures import MINUS, instant, number
from segsmith.cli.invocation import out
from segsmith.cli.tables import plain_table
from segsmith.warehouse import Place
from segsmith.warehouse.connection import Row
from segsmith.warehouse.facts import Run, open_facts

MOST = 60  # with more segments than this, only those that changed or are held are shown


def print_summary(place: Place, is_new: bool = True) -> None:
    """Print the last published run of every entity; only its sizes when this run wrote nothing."""
    with open_facts(place) as facts:
        rows = facts.segments()
        runs = facts.last_runs()
        sizes = {run.entity: facts.run_sizes(run) if is_new else {} for run in runs}
    for run in runs:
        own = [row for row in rows if row["entity"] == run.entity]
        _print_run(out(), run, own, sizes[run.entity])


def _print_run(console: Console, run: Run, rows: list[Row], sizes: dict[str, Row]) -> None:
    shown = [r for r in rows if len(rows) <= MOST or _is_news(r, sizes.get(r["segment_key"], {}))]
    console.print(Text(f"{run.entity} segments at {instant(run.as_of)} UTC", style="bold"))
    if shown:
        console.print(_table(shown, sizes))
    entered = sum(size["entered"] for size in sizes.values())
    exited = sum(size["exited"] for size in sizes.values())
    held = sum(row["status"] == "held" for row in rows)
    members = sum(row["members"] for row in rows)
    console.print(
        Text(
            f"{number(entered)} entered, {number(exited)} left, {number(members)} memberships "
            f"in {number(len(rows))} segments, {number(held)} held"
        )
    )
    if len(shown) < len(rows):
        console.print(Text(f"{number(len(rows) - len(shown))} segments did not change"))


def _is_news(row: Row, size: Row) -> bool:
    return row["status"] == "held" or bool(size.get("entered") or size.get("exited"))


def _table(rows: list[Row], sizes: dict[str, Row]) -> Table:
    table = plain_table()
    table.add_column("segment", no_wrap=True)
    for name in ("entered", "left", "size"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", overflow="fold")
    for row in rows:
        size = sizes.get(row["segment_key"], {})
        entered, exited = size.get("entered") or 0, size.get("exited") or 0
        table.add_row(
            Text(row["segment_key"], style="bold" if _is_news(row, size) else ""),
            Text(f"+{entered:,}" if entered else "·"),
            Text(f"{MINUS}{exited:,}" if exited else "·"),
            Text(number(row["members"])),
            _remark(row),
        )
    return table


def _remark(row: Row) -> Text:
    if row["status"] == "held":
        return Text(f"held: {row['held_reason']}", style="yellow")
    return Text("" if row["status"] == "active" else row["status"], style="dim")
