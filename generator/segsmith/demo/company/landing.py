"""Writes a landing: rows in the order in which they arrive, one CSV a table."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | None
Row: TypeAlias = Mapping[str, Cell]


def write_landing(folder: Path, table: str, rows: Iterable[Row]) -> int:
    """Write `<folder>/<table>.csv`, sorted by `loaded_at` and then as given; the rows written.

    Empty cells are null. Lines end with a line feed on every machine.
    """
    ordered = sorted(rows, key=lambda row: str(row["loaded_at"]))
    columns = list(ordered[0])
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_text(row[column]) for column in columns] for row in ordered)
    return len(ordered)


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            return f"{cell:.2f}"
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        case _:
            return str(cell)
