"""`make bench-growth`: how our runs grow with each size; every point can be measured alone.

`python -m benchmarks.engine.growth --curve segments --points 1000 10000 --contacts 1000000 ...`
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.engine import ours, results
from benchmarks.engine.curves import CURVES, Point
from benchmarks.engine.machine import machine
from benchmarks.engine.measurement import Figure, figures
from benchmarks.engine.processes import dbt_command, measured, profile
from benchmarks.engine.rounds import Bench
from benchmarks.engine.sizes import Sizes, instant

SMALL = Sizes(contacts=20_000, events=400_000, segments=50, rounds=1)


def main() -> None:
    """Measure the points of a curve, or of all; a line a point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine.growth", description=__doc__)
    parser.add_argument("--curve", choices=CURVES, help="one curve; none: all")
    parser.add_argument("--points", type=float, nargs="+", help="sizes along it")
    for each in fields(Sizes):
        default = getattr(SMALL, each.name)
        parser.add_argument(f"--{each.name}", type=type(default), default=default)
    parser.add_argument("--dbt-threads", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="keep them in docs/performance.md")
    asked = vars(parser.parse_args())
    base = Sizes(**{each.name: asked[each.name] for each in fields(Sizes)})
    console = Console(width=140)
    for name in [asked["curve"]] if asked["curve"] else CURVES:
        for x in asked["points"] or CURVES[name].points:
            found = measure(CURVES[name].point(base, x), asked["dbt_threads"])
            console.print(line(name, x, found), highlight=False)
            if asked["write"]:
                results.keep_point(name, x, found, machine())


def measure(point: Point, dbt_threads: int) -> dict[str, Any]:
    """Seconds to generate and to parse, and the figures of (a), (b) and (c)."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), point.sizes, ledger_rows=point.ledger_rows)
        bench.prepare_data()
        generate, parse = _written(bench, dbt_threads)
        for _ in range(point.sizes.rounds):
            bench.refreshes()
            bench.start("ours")
        found = figures(bench.measured)
    return {
        "sizes": asdict(point.sizes) | {"ledger_rows": point.ledger_rows},
        "generate": generate,
        "parse": parse,
        "figures": {way: figure.as_dict() for way, figure in found.items()},
    }


def _written(bench: Bench, dbt_threads: int) -> tuple[float, float]:
    """Write our project; seconds to do so, and to parse it whole."""
    root, database = bench.folder / "ours", bench.database("ours")
    bench.dbt_threads["ours"] = dbt_threads
    start = time.perf_counter()
    ours.write_project(root, profile(database, bench.sizes.threads, dbt_threads), bench.rules)
    generate = time.perf_counter() - start
    parse = measured(dbt_command(root, "parse", instant(0)), root / "parse.log", database)
    return generate, parse.wall


def line(name: str, x: float, found: dict[str, Any]) -> str:
    """A point in a line."""
    ways = {way: Figure(**figure) for way, figure in found["figures"].items()}
    wrong = "".join(f"  {way} is WRONG" for way, figure in ways.items() if figure.wrong)
    b = ways["b"]
    return (
        f"{name:9}{x:14,.10g}  generate {found['generate']:6.1f} s  parse {found['parse']:6.1f} s"
        f"  a {ways['a'].wall:7.2f} s {ways['a'].memory / 1e6:6,.0f} MB"
        f"  b {b.wall:7.2f} s (engine {b.engine:.2f})  c {ways['c'].wall:6.2f} s"
        f"  looked at {b.facts['looked at']:,.0f}{wrong}"
    )


if __name__ == "__main__":
    main()
