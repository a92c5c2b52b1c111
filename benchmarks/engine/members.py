"""Whether two ways found the same members, row for row."""

from __future__ import annotations

from pathlib import Path

import duckdb


def differing(
    database: Path, members: str, expected_database: Path, expected: str, threads: int = 2
) -> int:
    """The number of rows that only one of two selects of members has; a row twice counts once more.

    The selects are of `segment_key, contact_id`, each read in its own database.
    """
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute("set enable_progress_bar = false")
        for name, path, select in (
            ("found", database, members),
            ("expected", expected_database, expected),
        ):
            connection.execute(f"attach '{path}' as {name}_in (read_only)")
            connection.execute(f"use {name}_in")
            connection.execute(f"create temp table {name} as {select}")
        both = "select segment_key, contact_id from temp.main.{0}"
        query = " union all ".join(
            f"({both.format(one)} except all {both.format(other)})"
            for one, other in (("found", "expected"), ("expected", "found"))
        )
        row = connection.execute(f"select count(*) from ({query})").fetchone()
    return int(row[0]) if row else 0


def count(database: Path, members: str) -> int:
    """The number of members in all segments."""
    return int(values(database, f"select count(*) from ({members})")[0])


def values(database: Path, query: str) -> tuple[int, ...]:
    """The one row of a query, as whole numbers."""
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute(query).fetchone()
    return tuple(int(value or 0) for value in row or ())
