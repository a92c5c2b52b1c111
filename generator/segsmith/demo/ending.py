"""The end of the demo: every segment with its rule and its weeks, what happened, what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from segsmith.demo.happenings import Happening, Ledger, day, find_happenings
from segsmith.warehouse.connection import Warehouse
from segsmith.warehouse.manifest import Manifest

WIDE = 120
TOO_SMALL = 10
"""Below this a campaign reaches hardly anybody, and its figures say nothing."""
_BARS = "▁▂▃▄▅▆▇█"
_NEXT = (
    ("segsmith segments", "every segment, its owner and its last change"),
    ("segsmith show win_back_vips", "one segment: its rule, its size, who entered and left"),
    ("segsmith preview at_risk", "count and sample of a rule, also before it is built"),
    ("segsmith run --as-of 2025-11-10T06:00:00", "the next scheduled run"),
    ("make test", "the tests"),
)


@dataclass(frozen=True)
class Line:
    """One segment over the played weeks; `sizes` has one figure a run."""

    key: str
    status: str
    labels: str
    rule: str
    members: int
    entered: int
    exited: int
    sizes: tuple[int, ...]

    @property
    def was_evaluated(self) -> bool:
        """Whether any run evaluated it (a paused one never is)."""
        return bool(self.sizes)

    @property
    def remark(self) -> str:
        """What a look at its size says: a season's segment is empty in the other months."""
        if self.status != "active":
            return self.status
        if "seasonal" in self.labels.split(","):
            return "in season" if self.members else "out of season"
        return "too small" if self.members < TOO_SMALL else ""


def print_ending(
    console: Console, warehouse: Warehouse, manifest: Manifest, took: float, database: str
) -> int:
    """Print it all; 1 when an event that belongs to the demo did not happen."""
    ledger = Ledger(warehouse, manifest)
    lines = read_lines(ledger)
    happenings, missing = find_happenings(ledger)
    console.print()
    if console.width >= WIDE:
        console.print(_wide(lines))
    else:
        _print_narrow(console, lines)
    _print_totals(console, ledger, lines, took)
    _print_happenings(console, happenings)
    _print_next(console, database)
    for title in missing:
        console.print(Text(f"This did not happen, and should have: {title}", style="bold red"))
    return 1 if missing else 0


def read_lines(ledger: Ledger) -> list[Line]:
    """Every segment; who entered in its first run has not entered in these weeks."""
    instants = [row["as_of"] for row in ledger.rows("select as_of from {runs} order by as_of")]
    sizes: dict[str, dict[datetime, int]] = {}
    for row in ledger.rows("select segment_key, as_of, members from {sizes} order by as_of"):
        sizes.setdefault(row["segment_key"], {})[row["as_of"]] = row["members"]
    moves = {
        row["segment_key"]: row
        for row in ledger.rows(
            """
            select
                segment_key,
                count(case when kind = 'entered' and cause <> 'first_run' then 1 end) as entered,
                count(case when kind = 'exited' then 1 end) as exited
            from {transitions}
            group by segment_key
            """
        )
    }
    return [
        Line(
            key=row["segment_key"],
            status=row["status"],
            labels=row["labels"] or "",
            rule=row["rule"],
            members=row["members"],
            entered=moves.get(row["segment_key"], {}).get("entered", 0),
            exited=moves.get(row["segment_key"], {}).get("exited", 0),
            sizes=_carried(sizes.get(row["segment_key"], {}), instants),
        )
        for row in ledger.rows("select * from {segments} order by segment_key")
    ]


def _carried(sizes: dict[datetime, int], instants: Sequence[datetime]) -> tuple[int, ...]:
    """A size for each run: between two checkpoints the earlier one stands."""
    found: list[int] = []
    for instant in instants:
        if instant in sizes:
            found.append(sizes[instant])
        elif found:
            found.append(found[-1])
    return tuple(found)


def trend(sizes: Sequence[int], width: int) -> str:
    """Bars from the least to the greatest size; a level line when the size never changed."""
    if not sizes:
        return ""
    picked = [sizes[round(i * (len(sizes) - 1) / (width - 1))] for i in range(width)]
    low, high = min(picked), max(picked)
    if low == high:
        return _BARS[3] * width
    return "".join(_BARS[round((size - low) * (len(_BARS) - 1) / (high - low))] for size in picked)


def _cells(line: Line, trend_width: int) -> list[Text]:
    """Members, entered, left and trend."""
    if not line.was_evaluated:
        return [Text("–", style="dim"), Text(""), Text(""), Text("")]
    return [
        Text(f"{line.members:,}", style="bold"),
        Text(f"+{line.entered:,}" if line.entered else "·", style="green"),
        Text(f"−{line.exited:,}" if line.exited else "·", style="red"),
        Text(trend(line.sizes, trend_width), style="cyan"),
    ]


def _name(line: Line) -> Text:
    name = Text(line.key, style="bold")
    if line.remark:
        name.append(f" ({line.remark})", style="yellow")
    return name


def _wide(lines: list[Line]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("segment", no_wrap=True)
    table.add_column("who is in", ratio=1, overflow="fold")
    for name in ("members", "entered", "left"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("trend", no_wrap=True)
    for line in lines:
        table.add_row(_name(line), Text(line.rule), *_cells(line, 24))
    return table


def _print_narrow(console: Console, lines: list[Line]) -> None:
    """A line of figures for each segment, and its rule under it over the whole width."""
    header = [Text("segment"), *(Text(n) for n in ("members", "entered", "left", "trend"))]
    console.print(_figures(header, console.width), style="bold")
    for line in lines:
        console.print(_figures([_name(line), *_cells(line, 14)], console.width))
        console.print(Padding(Text(line.rule, style="dim"), (0, 2, 0, 2)))


def _figures(cells: list[Text], width: int) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=max(width - 42, 24), no_wrap=True)
    for room in (7, 7, 7):
        grid.add_column(width=room, justify="right", no_wrap=True)
    grid.add_column(width=14, no_wrap=True)
    grid.add_row(*cells)
    return grid


def _print_totals(console: Console, ledger: Ledger, lines: list[Line], took: float) -> None:
    runs = ledger.rows("select count(*) as runs, max(as_of) as last from {runs}")[0]
    members, entered = sum(x.members for x in lines), sum(x.entered for x in lines)
    exited = sum(x.exited for x in lines)
    console.print()
    console.print(
        Text(
            f"{len(lines):,} segments, {members:,} memberships; since the first run {entered:,} "
            f"entered and {exited:,} left. {runs['runs']:,} runs up to {day(runs['last'])} 2025, "
            f"played in {took:,.0f} seconds."
        )
    )


def _print_happenings(console: Console, happenings: list[Happening]) -> None:
    console.print(Text("\nWhat happened in these weeks", style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for happening in happenings:
        row = happening.row
        who = f"{row['contact_id']} " if row["contact_id"] else ""
        verb = {"exited": "left", "held": "was held"}.get(row["kind"], row["kind"])
        subject = f"{who}{verb} {row['segment_key']}" if who else f"{row['segment_key']} {verb}"
        if row["kind"] == "released":
            subject = f"{row['segment_key']} was released"
        words = Text(subject, style="bold").append(f": {happening.words}", style="not bold")
        if row.get("cause"):
            words.append(f" (cause: {row['cause']})", style="dim not bold")
        table.add_row(happening.title, day(row["as_of"]), words)
    console.print(table)


def _print_next(console: Console, database: str) -> None:
    console.print(Text("\nWhat to run next", style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="green")
    table.add_column(overflow="fold")
    for command, words in _NEXT:
        table.add_row(command, words)
    console.print(table)
    console.print(Text(f"The warehouse is the DuckDB file {database}.", style="dim"))
