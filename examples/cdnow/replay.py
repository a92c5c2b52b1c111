"""Replay the purchases of CDNOW month by month: `python replay.py --file CDNOW_master.txt`.

Each month's purchases arrive in a raw table, then one dbt build evaluates the segments at the end
of that month. README.md says where the file is found.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner
from figures import Row, print_figures
from purchases import BadFileError, Purchase, read_purchases
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from segsmith.pipeline import generate
from segsmith.warehouse.dbt_command import let_go

PROJECT = Path(__file__).resolve().parent
FIRST_MONTH = (1997, 1)
ALL_MONTHS = 18
_RAW = """
    create schema raw;
    create table raw.purchases (
        purchase_number bigint,
        customer_id text,
        purchase_date date,
        number_of_cds integer,
        dollar_value decimal(10, 2),
        arrived_at timestamp
    )
"""
_ARRIVE = """
    insert into raw.purchases
    select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), $6
"""


class FailedBuildError(Exception):
    """dbt did not succeed; what it said."""


class Dbt:
    """dbt in this process: the project is read once, and built many times."""

    def __init__(self) -> None:
        self.manifest: Any = None

    def prepare(self) -> None:
        """Install the package, generate the models, read the project."""
        self.run("deps")
        generate(PROJECT)
        self.manifest = self.run("parse")

    def build(self, as_of: datetime, is_tested: bool) -> None:
        """One scheduled run."""
        untested = [] if is_tested else ["--exclude-resource-type", "test"]
        self.run("build", "--vars", json.dumps({"as_of": as_of.isoformat()}), *untested)

    def run(self, *command: str) -> Any:
        """Any dbt command; its result."""
        places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
        answer = dbtRunner(manifest=self.manifest).invoke(["--quiet", *command, *places])
        if not answer.success:
            raise FailedBuildError(f"dbt {command[0]} failed: {answer.exception or 'see above'}")
        return answer.result

    def relation(self, model: str) -> str:
        """Where a model stands in the warehouse."""
        return str(self.manifest.nodes[f"model.cdnow.{model}"].relation_name)


def month_ends(count: int) -> list[datetime]:
    """The last second of each month from January 1997 on (UTC)."""
    year, month = FIRST_MONTH
    starts = [
        datetime(year + (month + n - 1) // 12, (month + n - 1) % 12 + 1, 1)
        for n in range(1, count + 1)
    ]
    return [start - timedelta(seconds=1) for start in starts]


class Warehouse:
    """The DuckDB file; dbt lets go of it before it is opened here."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def connected(self) -> duckdb.DuckDBPyConnection:
        """A connection, to be closed before dbt runs again."""
        let_go()
        return duckdb.connect(str(self.path))

    def begin(self) -> None:
        """A new file with an empty raw table."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for old in (self.path, self.path.with_name(f"{self.path.name}.wal")):
            old.unlink(missing_ok=True)
        with self.connected() as connection:
            connection.execute(_RAW)

    def arrive(self, purchases: list[Purchase], month_end: datetime) -> None:
        """What was bought in a month arrives in its last hour."""
        columns: list[Any] = [
            [p.number for p in purchases],
            [p.customer_id for p in purchases],
            [p.day for p in purchases],
            [p.discs for p in purchases],
            [p.dollars for p in purchases],
        ]
        if purchases:
            with self.connected() as connection:
                connection.execute(_ARRIVE, [*columns, month_end - timedelta(minutes=30)])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self.connected() as connection:
            return connection.execute(query).fetchall()


def replay(
    purchases: list[Purchase], months: list[datetime], warehouse: Warehouse, console: Console
) -> Dbt:
    """Let each month's purchases arrive and run dbt at its end; the last run is tested."""
    by_month: dict[tuple[int, int], list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        by_month[(purchase.day.year, purchase.day.month)].append(purchase)
    dbt = Dbt()
    bar = Progress(
        *(TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn()),
        *(TextColumn("months"), TimeElapsedColumn()),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("preparing", total=len(months))
        warehouse.begin()
        dbt.prepare()
        for month in months:
            bar.update(task, description=month.strftime("%B %Y"))
            warehouse.arrive(by_month[(month.year, month.month)], month)
            dbt.build(month, is_tested=month == months[-1])
            bar.advance(task)
    return dbt


def show(dbt: Dbt, warehouse: Warehouse, months: list[datetime], console: Console) -> None:
    """The table: what had arrived, and who was in each segment, at each month's end."""
    arrived = warehouse.rows(
        "select arrived_at, count(*), count(case when is_first then 1 end) from ("
        "select *, row_number() over ("
        "partition by customer_id order by purchase_number) = 1 as is_first"
        " from raw.purchases) group by arrived_at order by arrived_at"
    )
    counts = [
        Row("Purchases", _running([(at, bought) for at, bought, _ in arrived], months)),
        Row("Contacts", _running([(at, people) for at, _, people in arrived], months)),
    ]
    sizes: dict[str, dict[datetime, int]] = defaultdict(dict)
    for key, as_of, members in warehouse.rows(
        f"select segment_key, as_of, members from {dbt.relation('segsmith_segment_sizes')}"
    ):
        sizes[key][as_of] = members
    named = warehouse.rows(
        f"select segment_key, name, rule from {dbt.relation('segsmith_segments')} order by name"
    )
    segments = [
        Row(name, tuple(sizes[key].get(month) for month in months), rule)
        for key, name, rule in named
    ]
    print_figures(console, months, counts, segments)


def _running(arrivals: list[tuple[datetime, int]], months: list[datetime]) -> tuple[int, ...]:
    return tuple(sum(count for at, count in arrivals if at <= month) for month in months)


def main() -> int:
    """0, or 1 with one line that says what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--file", type=Path, help="the CDNOW file (README.md: where it is found)")
    parser.add_argument("--months", type=int, default=ALL_MONTHS, help="how many (18)")
    arguments = parser.parse_args()
    console, errors = Console(highlight=False), Console(stderr=True, highlight=False)
    if arguments.file is None:
        message = "name the CDNOW file: --file PATH (README.md says where it is found)"
        errors.print(Text(message), soft_wrap=True)
        return 1
    database = os.environ.setdefault("CDNOW_DUCKDB", str(PROJECT / "warehouse" / "cdnow.duckdb"))
    warehouse = Warehouse(Path(database))
    months = month_ends(arguments.months)
    try:
        purchases = read_purchases(arguments.file)
        dbt = replay(purchases, months, warehouse, console)
    except (BadFileError, FailedBuildError) as error:
        errors.print(Text(str(error)), soft_wrap=True)
        return 1
    show(dbt, warehouse, months, console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
