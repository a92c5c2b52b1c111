"""The order in which things are measured: round after round, every way in each of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType

from benchmarks.engine import (
    by_hand,
    changes,
    constant_rows,
    data,
    ledger_growth,
    limit,
    members,
    ours,
)
from benchmarks.engine.dbt_runs import Build, build
from benchmarks.engine.facts import facts
from benchmarks.engine.measurement import Measurement
from benchmarks.engine.processes import apart, profile, run_statements
from benchmarks.engine.rules import Segment, segments, traits
from benchmarks.engine.sizes import Sizes, instant

Builder = Callable[[Path, Path, datetime, tuple[str, ...]], Build]
Tell = Callable[[Measurement], None]
_NO_TESTS = ("--exclude-resource-type", "test")
_HISTORY = f"select count(*), count(dbt_valid_to) from {by_hand.HISTORY}"


@dataclass
class Bench:
    """The folder of a benchmark: data, projects, and the members that a full evaluation finds."""

    folder: Path
    sizes: Sizes
    tell: Tell = lambda _: None
    has_tests: bool = True
    ledger_rows: int = 0
    build: Builder = build
    measured: list[Measurement] = field(default_factory=list)
    dbt_threads: dict[str, int] = field(default_factory=lambda: {"ours": 2, "by_hand": 2})
    projects: tuple[tuple[str, ModuleType], ...] = (("ours", ours), ("by_hand", by_hand))

    def __post_init__(self) -> None:
        self.rules: tuple[Segment, ...] = segments(self.sizes.segments, self.sizes.seed)

    @property
    def trait_count(self) -> int:
        return len(traits(self.rules))

    def prepare(self) -> None:
        """Make the data and write the projects."""
        self.prepare_data()
        for name, project in self.projects:
            database, threads = self.database(name), self.dbt_threads[name]
            written = profile(database, self.sizes.threads, threads)
            project.write_project(self.folder / name, written, self.rules)

    def prepare_data(self) -> None:
        """Make the data."""
        self.run_sql(self.folder / "data.duckdb", data.statements(self.sizes))

    @property
    def refresh(self) -> tuple[str, ...]:
        """The arguments of our `dbt build`."""
        return ours.REFRESH if self.has_tests else (*ours.REFRESH, *_NO_TESTS)

    @property
    def whole(self) -> tuple[str, ...]:
        """The arguments of our whole `dbt build`."""
        return () if self.has_tests else _NO_TESTS

    def database(self, name: str) -> Path:
        return self.folder / f"{name}.duckdb"

    def run_sql(self, database: Path, statements: list[str]) -> None:
        """Run statements that are not measured."""
        run_statements(self.folder, database, statements, self.sizes.threads)

    def start_anew(self, name: str) -> None:
        """Give a project the data as it was before the first run, and nothing else."""
        self.database(name).unlink(missing_ok=True)
        shutil.copyfile(self.folder / "data.duckdb", self.database(name))

    def keep(self, found: Measurement) -> None:
        self.measured.append(found)
        self.tell(found)

    # the ways

    def ours(self) -> None:
        """(a), (b), (c) and a whole build, one after the other on one database."""
        self.refreshes()
        self._ours("whole", 3, self.whole, ours.MEMBERSHIP)

    def refreshes(self) -> None:
        """(a), (b) and (c)."""
        self.start_anew("ours")
        self.first_refresh()
        self.run_sql(self.database("ours"), self.grown_ledger())
        self.run_sql(self.database("ours"), changes.statements(self.sizes, 1))
        self._ours("b", 1)
        self._ours("c", 2)

    def first_refresh(self) -> None:
        """(a), on the data that is there."""
        self._ours("a", 0)

    def _ours(
        self,
        way: str,
        run: int,
        select: tuple[str, ...] | None = None,
        members_of: str = "",
    ) -> None:
        database, as_of = self.database("ours"), instant(run)
        select = self.refresh if select is None else select
        built = self.build(self.folder / "ours", database, as_of, select)
        found = apart(facts, database, as_of)
        wrong = self.differing(database, members_of or ours.MEMBERS, run)
        rows = found["transitions"]
        self.keep(Measurement(way, built.cost, built.nodes, rows, wrong, found))

    def by_hand(self) -> None:
        """(d): its first build, and one after the same change."""
        self.start_anew("by_hand")
        self._by_hand("d full", 0)
        self.run_sql(self.database("by_hand"), changes.statements(self.sizes, 1))
        self._by_hand("d refresh", 1)

    def _by_hand(self, way: str, run: int) -> None:
        database = self.database("by_hand")
        before = (0, 0) if run == 0 else apart(members.values, database, _HISTORY)
        built = self.build(self.folder / "by_hand", database, instant(run), ())
        after = apart(members.values, database, _HISTORY)
        wrong = self.differing(database, by_hand.MEMBERS, run)
        self.keep(Measurement(way, built.cost, built.nodes, sum(after) - sum(before), wrong))

    def limit(self) -> None:
        """(e), on the data as it was before the first run."""
        database = self.folder / "limit.duckdb"
        database.unlink(missing_ok=True)
        statements = limit.statements(self.rules, instant(0))
        cost, seconds = run_statements(
            self.folder, database, statements, self.sizes.threads, self.folder / "data.duckdb"
        )
        rows = apart(members.count, database, limit.MEMBERS)
        self.keep(Measurement("e", cost, rows=rows, seconds=seconds))

    def starts(self) -> None:
        """dbt's own start with as many nodes as ours and as by hand, at their thread counts."""
        for name in ("ours", "by_hand"):
            self.start(name)

    def start(self, name: str) -> None:
        """dbt's own start with as many tables and tests as a project had in its first build."""
        way = "a" if name == "ours" else "d full"
        nodes = next(m for m in self.measured if m.way == way).nodes
        tests = sum(node.kind == "test" for node in nodes)
        tables = len(nodes) - tests
        root, database = self.folder / f"start_{name}", self.folder / "start.duckdb"
        database.unlink(missing_ok=True)
        if not root.exists():
            written = profile(database, self.sizes.threads, self.dbt_threads[name])
            constant_rows.write_project(root, written, tables, tests)
        built = self.build(root, database, instant(0), ())
        self.keep(Measurement(f"start {name.replace('_', ' ')}", built.cost, built.nodes))

    def grown_ledger(self) -> list[str]:
        """The statements that put stays of the past into our ledger, if it is to be long."""
        return ledger_growth.statements(self.rules, self.sizes, self.ledger_rows)

    # what must be equal

    def differing(self, database: Path, found: str, run: int) -> int:
        """The rows in which members differ from a full evaluation at a run."""
        return apart(
            members.differing,
            database,
            found,
            self.expected(run, database),
            limit.MEMBERS,
            self.sizes.threads,
        )

    def expected(self, run: int, database: Path) -> Path:
        """The members that a full evaluation of this database finds; made once a run."""
        expected = self.folder / f"expected_{run}.duckdb"
        if not expected.exists():
            statements = limit.statements(self.rules, instant(run))
            run_statements(self.folder, expected, statements, self.sizes.threads, database)
        return expected

    # thread counts

    def choose_threads(self, name: str, project: ModuleType) -> dict[int, float]:
        """Set the better of one and two dbt threads for a project; seconds of its second build."""
        tried: dict[int, float] = {}
        for threads in (1, 2):
            self.set_threads(name, project, threads)
            self.start_anew(name)
            self._build(name, 0)
            tried[threads] = self._build(name, 1).cost.wall
        self.set_threads(name, project, min(tried, key=tried.__getitem__))
        return tried

    def _build(self, name: str, run: int) -> Build:
        select = self.refresh if name == "ours" else ()
        return self.build(self.folder / name, self.database(name), instant(run), select)

    def set_threads(self, name: str, project: ModuleType, threads: int) -> None:
        """Set the dbt threads of a project."""
        self.dbt_threads[name] = threads
        written = profile(self.database(name), self.sizes.threads, threads)
        project.write_project(self.folder / name, written, self.rules)


def run_rounds(bench: Bench) -> list[Measurement]:
    """Every way in every round, each round beginning with another one."""
    ways = [bench.ours, bench.by_hand, bench.limit]
    for number in range(bench.sizes.rounds):
        turn = number % len(ways)
        for way in ways[turn:] + ways[:turn]:
            way()
        bench.starts()
    return bench.measured
