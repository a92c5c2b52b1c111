"""docs/performance.md, from what was measured."""

from __future__ import annotations

from typing import Any

from benchmarks.engine.curves import CURVES
from benchmarks.engine.measurement import WAYS, Figure
from benchmarks.engine.plots import BARS, curve_file
from benchmarks.engine.ratios import ratios
from benchmarks.engine.report import COLUMNS, PROFILE, cells, fact_rows, profile_rows, ratio_cells


def page(known: dict[str, Any]) -> str:
    """The text of the page."""
    parts = [_HEAD]
    if "bench" in known:
        parts.append(_bench(known["bench"]))
    if known.get("growth"):
        parts.append(_GROWTH)
        parts += [_growth(name, points) for name, points in known["growth"].items()]
    return "\n".join(parts)


def _bench(kept: dict[str, Any]) -> str:
    sizes = kept["sizes"]
    found = {way: Figure(**figure) for way, figure in kept["figures"].items()}
    sized = {k: f"{v:,}" if isinstance(v, int) else v for k, v in sizes.items()}
    asked = ("contacts", "events", "segments", "rounds", "seed")
    return _BENCH.format(
        **sized,
        command="make bench " + " ".join(f"{name.upper()}={sizes[name]}" for name in asked),
        machine=kept["machine"],
        traits=kept["traits"],
        our_threads=kept["dbt_threads"]["ours"],
        hand_threads=kept["dbt_threads"]["by_hand"],
        conditions=2 * sizes["segments"],
        percent=f"{sizes['changed']:.1%}",
        remark=f"\n{kept['remark']}\n" if "remark" in kept else "",
        figures=_table(("", *COLUMNS), [(WAYS[w], *cells(f)) for w, f in found.items()]),
        ratios=_table(("", "is", "asked for", "met"), [ratio_cells(r) for r in ratios(found)]),
        counts=_table(("", "a", "b", "c"), fact_rows(found)),
        profile=_table(PROFILE, profile_rows(found)),
        plot=BARS,
    )


def _growth(name: str, points: dict[str, Any]) -> str:
    first = next(iter(points.values()))
    rows = [_growth_row(x, point) for x, point in points.items()]
    sizes = {k: v for k, v in first["sizes"].items() if k in ("contacts", "events", "segments")}
    said = ", ".join(f"{count:,} {what}" for what, count in sizes.items())
    return _CURVE.format(
        title=CURVES[name].title,
        name=name,
        points=" ".join(points),
        first=said,
        machine=first["machine"],
        plot=curve_file(name),
        table=_table(_GROWTH_COLUMNS, rows),
    )


_GROWTH_COLUMNS = (
    *("", "generate s", "parse s", "a s", "a memory", "b s", "b engine s", "c s", "b looked at"),
    *("ledger rows", "load"),
)


def _growth_row(x: str, point: dict[str, Any]) -> tuple[str, ...]:
    ways = {way: Figure(**figure) for way, figure in point["figures"].items()}
    b = ways["b"]
    return (
        f"{float(x):,.10g}",
        f"{point['generate']:.1f}",
        f"{point['parse']:.1f}",
        *cells(ways["a"])[0:4:3],
        *cells(b)[:2],
        cells(ways["c"])[0],
        f"{b.facts['looked at']:,.0f}",
        f"{b.facts['ledger rows']:,.0f}",
        f"{b.load:.1f}",
    )


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


_HEAD = """\
<!-- Made by `make bench` and `make bench-growth`. Do not edit. -->

# What a run costs
"""

_BENCH = """\
Made by

    {command}

on {machine}.

Data made in the warehouse from the seed: {contacts} contacts, {events} events of 7 kinds in 400
days, {segments} segments with {conditions} event conditions over 8 windows, which ask about
{traits} distinct traits. Medians of {rounds} rounds; in each round every way runs once, each dbt
run in a process of its own on a DuckDB file with {threads} threads; of one and two dbt threads each
project has the better, ours {our_threads}, the one by hand {hand_threads}.

* **a, b, c** are ours, by `dbt build --selector refresh` with its tests: from empty; 15 minutes
  later, after {percent} of the contacts changed (a third by edits, the others by new events, some
  of them late) and some were deleted or are new; 15 minutes later again, with nothing loaded.
* **whole** is the first plain `dbt build` after them: it evaluates everybody again, makes the views
  and kept stays for readers and the table of all traits, and runs every test of the project.
* **d** is what a team writes by hand for the same rules: a table a segment, each condition a
  subquery of its own; a union; a dbt snapshot for history; no tests.
* **e** is the limit: one SQL script without dbt that computes each trait once, in one pass a kind
  of event, and writes the members. Only the seconds of its statements count.
* **dbt's own start** is a build of as many nodes that each select one constant row: as many tables
  as there are models and snapshots, as many tests as there are tests.

Engine time is the time of the process less that of dbt's own start. Every project is parsed before
it is timed, as a scheduled run finds it. After each run the members are compared, row for row, with
a full evaluation by the script of the limit at the same instant; where they differ the time does
not count.

![Seconds of each way]({plot})

{figures}
{remark}
## What is asked for

{ratios}

What is not met, and why. A full build cannot take half of what the one by hand takes: the limit and
dbt's own start together take as long as that. Of a refresh dbt's own start is the greatest single
part. What the nodes add to it, profiled once with nothing changed and other work on the machine, is
half SQL statements (each kind of event reads the events once) and a third the making of SQL by dbt.
The whole build needs more memory than a refresh from empty for the table of all traits, which is
not cut into slices.

## What our runs counted

{counts}

## Seconds of each node

As dbt timed them; compiling is the time in which it made the SQL of the node's file.

{profile}
"""

_GROWTH = """\
# How it grows

Only ours. Each point is a project of its own, generated and parsed whole, then built and refreshed
as above. The members after each run are compared with a full evaluation.
"""

_CURVE = """\
## By {title}

`python -m benchmarks.engine.growth --curve {name} --points {points} ...`, its first point with
{first}, on {machine}.

![Seconds by {title}]({plot})

{table}
"""
