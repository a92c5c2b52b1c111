"""`make bench`, or `python -m benchmarks.engine --contacts 20000 --events 400000 --rounds 1`."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import fields
from pathlib import Path

from rich.console import Console

from benchmarks.engine.machine import machine
from benchmarks.engine.measurement import figures
from benchmarks.engine.ratios import ratios
from benchmarks.engine.report import print_line, print_report
from benchmarks.engine.results import bench_result, keep_bench
from benchmarks.engine.rounds import Bench, run_rounds
from benchmarks.engine.sizes import Sizes


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    for each in fields(Sizes):
        assert isinstance(each.default, int | float)
        parser.add_argument(f"--{each.name}", type=type(each.default), default=each.default)
    parser.add_argument("--without-tests", action="store_true", help="ours without dbt's tests")
    parser.add_argument(
        "--ours-threads", type=int, help="dbt threads of ours; none: the better of 1 and 2"
    )
    parser.add_argument("--by-hand-threads", type=int, help="the same of the one by hand")
    parser.add_argument("--folder", help="where to keep everything; none: a temporary folder")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    asked = vars(parser.parse_args())
    if asked["write"] and any(
        asked[w] for w in ("without_tests", "ours_threads", "by_hand_threads")
    ):
        parser.error("the page is of runs with tests, at the better of the thread counts")
    sizes = Sizes(**{each.name: asked[each.name] for each in fields(Sizes)})
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(asked["folder"] or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        _bench(folder, sizes, asked)


def _bench(folder: Path, sizes: Sizes, asked: dict[str, object]) -> None:
    console = Console(width=None if Console().is_terminal else 140)
    bench = Bench(
        folder,
        sizes,
        tell=lambda measured: print_line(console, measured),
        has_tests=not asked["without_tests"],
    )
    console.print(machine(), highlight=False)
    bench.prepare()
    for name, project in bench.projects:
        threads = asked[f"{name}_threads"]
        if isinstance(threads, int):
            bench.set_threads(name, project, threads)
        else:
            tried = bench.choose_threads(name, project)
            console.print(f"{name}: {bench.dbt_threads[name]} dbt threads, seconds: {tried}")
    found = figures(run_rounds(bench))
    print_report(console, found, ratios(found))
    if asked["write"]:
        keep_bench(bench_result(sizes, machine(), bench.trait_count, bench.dbt_threads, found))


if __name__ == "__main__":
    main()
