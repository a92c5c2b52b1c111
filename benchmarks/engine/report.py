"""The report on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from benchmarks.engine.measurement import WAYS, Figure, Measurement
from benchmarks.engine.ratios import Ratio

COLUMNS = (
    "wall s",
    "engine s",
    "processor s",
    "peak memory",
    "database growth",
    "rows changed",
    "dbt nodes",
    "load",
)


def cells(figure: Figure) -> tuple[str, ...]:
    """The cells of a figure, in the order of the columns; the time of a wrong one is not told."""
    is_start = figure.way.startswith("start") or figure.way == "e"
    wall, engine = f"{figure.wall:.2f}", "" if is_start else f"{figure.engine:.2f}"
    if figure.wrong:
        wall, engine = f"wrong: {figure.wrong:,} rows", ""
    return (
        wall,
        engine,
        f"{figure.processor:.1f}",
        f"{figure.memory / 1e6:,.0f} MB",
        f"{figure.growth / 1e6:,.1f} MB",
        f"{figure.rows:,}",
        str(figure.node_count or ""),
        f"{figure.load:.1f}",
    )


def ratio_cells(ratio: Ratio) -> tuple[str, ...]:
    """Question, value, what is asked for, whether it is met."""
    value = "" if ratio.value is None else f"{ratio.value:,.3g}"
    if ratio.value is not None and ratio.value >= 1000:
        value = f"{ratio.value:,.0f}"
    asked = f"at {'least' if ratio.is_least else 'most'} {ratio.spoken}"
    return ratio.question, value, asked, "yes" if ratio.is_met else "no"


PROFILE = ("", "a", "b", "c", "of b compiling")


def profile_rows(found: dict[str, Figure]) -> list[tuple[str, ...]]:
    """Seconds of each node of (a), (b) and (c), the dearest of (b) first."""
    ways = [found[way] for way in ("a", "b", "c") if way in found]
    names = dict.fromkeys(name for figure in ways for name in figure.seconds_of_nodes)
    if len(ways) < 3:
        return []
    by = found["b"]
    return [
        (
            name,
            *(f"{figure.seconds_of_nodes.get(name, 0.0):.2f}" for figure in ways),
            f"{by.compiling_of_nodes.get(name, 0.0):.2f}",
        )
        for name in sorted(names, key=lambda n: -by.seconds_of_nodes.get(n, 0.0))
    ]


def fact_rows(found: dict[str, Figure]) -> list[tuple[str, ...]]:
    """What the runs of ours counted, a row a fact."""
    ways = [found[way] for way in ("a", "b", "c") if way in found]
    names = dict.fromkeys(name for figure in ways for name in figure.facts)
    return [(name, *(f"{figure.facts.get(name, 0):,.0f}" for figure in ways)) for name in names]


def print_line(console: Console, measurement: Measurement) -> None:
    """A line as soon as something is measured."""
    wrong = f"  WRONG: {measurement.wrong:,} rows differ" if measurement.wrong else ""
    console.print(
        f"{WAYS.get(measurement.way, measurement.way):42}{measurement.time:8.2f} s"
        f"{measurement.cost.memory / 1e6:8,.0f} MB{wrong}",
        highlight=False,
    )


def print_report(console: Console, found: dict[str, Figure], asked: list[Ratio]) -> None:
    """Figures, ratios, counts and the profile."""
    _print(console, "Figures", ("", *COLUMNS), [(WAYS[w], *cells(f)) for w, f in found.items()])
    _print(console, "Ratios", ("", "is", "asked", "met"), [ratio_cells(r) for r in asked])
    _print(console, "What our runs counted", ("", "a", "b", "c"), fact_rows(found))
    _print(console, "Seconds of each node", PROFILE, profile_rows(found))


def _print(
    console: Console, title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    console.print(table)
