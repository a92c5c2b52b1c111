"""The table at the end: members of each segment by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_BARS = "▁▂▃▄▅▆▇█"
_NAME_WIDTH = 18
_COLUMN_WIDTH = 7


@dataclass(frozen=True)
class Row:
    """A segment, or a count of everything, and its size after each run; None before the first."""

    name: str
    sizes: tuple[int | None, ...]
    rule: str = ""


def print_figures(
    console: Console, months: list[datetime], counts: list[Row], segments: list[Row]
) -> None:
    """Counts, then segments, one column a month; on a narrow screen one column a quarter."""
    shown = _columns(len(months), console.width)
    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    table.add_column("", min_width=_NAME_WIDTH, no_wrap=True)
    for column in shown:
        table.add_column(months[column].strftime("%b %y"), justify="right", no_wrap=True)
    table.add_column("by month", no_wrap=True, style="cyan")
    for group in (counts, segments):
        for row in group:
            figures = (_figure(row.sizes[column]) for column in shown)
            table.add_row(Text(row.name), *figures, sparkline(row.sizes))
        table.add_section()
    console.print(table)
    if len(shown) < len(months):
        needed = _needed(len(months))
        note = f"Quarters' ends; a terminal of {needed} columns shows every month."
        console.print(Text(note, style="dim"))
    console.print(_rules(segments))


def _rules(segments: list[Row]) -> Table:
    rules = Table.grid(padding=(0, 2, 0, 0))
    rules.add_column(min_width=_NAME_WIDTH, no_wrap=True, style="bold")
    rules.add_column()
    for row in segments:
        rules.add_row(Text(row.name), Text(row.rule))
    return rules


def sparkline(sizes: tuple[int | None, ...]) -> str:
    """One character a month, from nothing to the greatest size."""
    most = max((size for size in sizes if size), default=0)
    if not most:
        return ""
    top = len(_BARS) - 1
    return "".join(_BARS[round(top * (size or 0) / most)] for size in sizes)


def _columns(count: int, width: int) -> list[int]:
    if width >= _needed(count):
        return list(range(count))
    quarters = list(range(2, count, 3))
    return quarters or list(range(count))[-3:]


def _needed(count: int) -> int:
    return _NAME_WIDTH + 1 + count * _COLUMN_WIDTH + count


def _figure(size: int | None) -> str:
    return "" if size is None else f"{size:,}"
