"""docs/performance.md and its plot, from what was measured."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from benchmarks.engine.measurement import WAYS, Figure
from benchmarks.engine.plot import bars
from benchmarks.engine.ratios import Ratio
from benchmarks.engine.report import COLUMNS, cells, fact_rows, profile_rows, ratio_cells
from benchmarks.engine.sizes import Sizes

DOCS = Path(__file__).parents[2] / "docs"
PLOT = "performance.svg"


def write(
    sizes: Sizes, machine: str, traits: int, found: dict[str, Figure], asked: list[Ratio]
) -> None:
    """Write the page and its plot."""
    seconds = {WAYS[way]: figure.wall for way, figure in found.items() if not figure.wrong}
    (DOCS / PLOT).write_text(bars("Seconds of the whole process", seconds, "s"), encoding="utf-8")
    (DOCS / "performance.md").write_text(
        page(sizes, machine, traits, found, asked), encoding="utf-8"
    )


def page(
    sizes: Sizes, machine: str, traits: int, found: dict[str, Figure], asked: list[Ratio]
) -> str:
    """The text of the page."""
    sized = {k: f"{v:,}" if isinstance(v, int) else v for k, v in asdict(sizes).items()}
    return _PAGE.format(
        **sized,
        command=f"make bench CONTACTS={sizes.contacts} EVENTS={sizes.events} "
        f"SEGMENTS={sizes.segments} ROUNDS={sizes.rounds} SEED={sizes.seed}",
        machine=machine,
        traits=traits,
        conditions=2 * sizes.segments,
        percent=f"{sizes.changed:.1%}",
        figures=_table(("", *COLUMNS), [(WAYS[w], *cells(f)) for w, f in found.items()]),
        ratios=_table(("", "is", "asked for", "met"), [ratio_cells(r) for r in asked]),
        counts=_table(("", "a", "b", "c"), fact_rows(found)),
        profile=_table(("", "a", "b", "c"), profile_rows(found)),
        plot=PLOT,
    )


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


_PAGE = """\
<!-- Made by `make bench`. Do not edit. -->

# What a run costs

Made by

    {command}

on {machine}.

Data made in the warehouse from the seed: {contacts} contacts, {events} events of 7 kinds in 400
days, {segments} segments with {conditions} event conditions over 8 windows, which ask about
{traits} distinct traits. Medians of {rounds} rounds; in each round every way runs once, each dbt
run in a process of its own on a DuckDB file with {threads} threads.

* **a, b, c** are ours, by `dbt build --selector refresh` with its tests: from empty; 15 minutes
  later, after {percent} of the contacts changed (a third by edits, the others by new events, some
  of them late) and some were deleted or are new; 15 minutes later again, with nothing loaded.
* **d** is what a team writes by hand for the same rules: a table a segment, each condition a
  subquery of its own; a union; a dbt snapshot for history; no tests; at the better of one and two
  dbt threads.
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

## What is asked for

{ratios}

## What our runs counted

{counts}

## Seconds of each node

As dbt timed them, so that nodes that ran at once overlap.

{profile}
"""
