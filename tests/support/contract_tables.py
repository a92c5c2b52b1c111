"""The tables of the contract as a test compares them: every row, without what names a run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.support.databases import SCHEMA, Database

LEDGER = f"{SCHEMA}_segsmith.contact_segment_ledger"
PUBLISHED = f"{SCHEMA}_segsmith.segsmith_published"
MEMBERSHIP = f"{SCHEMA}_segsmith.contact_segment_membership"
TRANSITIONS = f"{SCHEMA}_segsmith.contact_segment_transitions"
SIZES = f"{SCHEMA}_segsmith.segment_sizes"
SEGMENTS = f"{SCHEMA}_segsmith.segments"
PLAIN = (
    "audiences",
    "contact_segment_history",
    "contact_segment_ledger",
    "contact_segment_membership",
    "contact_segment_transitions",
    "segment_runs",
    "segment_sizes",
    "segment_sizes_by_day",
    "segments",
    "segsmith_published",
)
PERSONAL = ("audience_memberships", "contact_traits", "people")
OF_A_RUN = ("run_id",)
Snapshot = dict[str, list[str]]


@dataclass(frozen=True)
class Tables:
    """Which tables a project has: those of every project and its audience views."""

    audiences: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Every table of the contract, with its schema."""
        personal = [*PERSONAL, *(f"audience__{audience}" for audience in self.audiences)]
        return [f"{SCHEMA}_segsmith.{name}" for name in PLAIN] + [
            f"{SCHEMA}_segsmith_personal.{name}" for name in personal
        ]

    def snapshot(self, database: Database) -> Snapshot:
        """The rows of every table as sorted text, by table; a missing table raises."""
        with database.cursor() as cursor:
            return {name: _rows(cursor, name) for name in self.names}


def _rows(cursor: Any, table: str) -> list[str]:
    cursor.execute(f"select * from {table}")
    names = [column[0] for column in cursor.description]
    kept = [index for index, name in enumerate(names) if name not in OF_A_RUN]
    return sorted(str([_text(row[index]) for index in kept]) for row in cursor.fetchall())


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def whole_ledger(database: Database) -> list[str]:
    """Every row and column of the ledger and of what is published: equal means nothing was
    written."""
    found = []
    with database.cursor() as cursor:
        for table in (LEDGER, PUBLISHED):
            cursor.execute(f"select * from {table}")
            found += sorted(str(row) for row in cursor.fetchall())
    return found


def differences(found: Snapshot, expected: Snapshot) -> list[str]:
    """One line a table that differs, with a row of each side."""
    lines = []
    for table in expected:
        missing = [row for row in expected[table] if row not in found[table]]
        surplus = [row for row in found[table] if row not in expected[table]]
        if found[table] != expected[table]:
            lines.append(
                f"{table}: {len(missing)} missing {missing[:1]}, {len(surplus)} too many "
                f"{surplus[:1]}, {len(found[table])} for {len(expected[table])} rows"
            )
    return lines


def leftovers(database: Database) -> list[str]:
    """Relations that a killed dbt left in our schemas (`__dbt_tmp`, `__dbt_backup`)."""
    with database.cursor() as cursor:
        cursor.execute(
            "select table_schema, table_name from information_schema.tables "
            f"where table_schema like '{SCHEMA}_segsmith%'"
        )
        names = [f"{schema}.{name}" for schema, name in cursor.fetchall()]
    return sorted(name for name in names if "__dbt_" in name)


def fingerprint(database: Database, killed_after: int) -> str:
    """Everything in our schemas, as text that is equal for two killed runs of one state.

    Args:
        killed_after: run stamps above this one are of the killed run.
    """
    found = []
    with database.cursor() as cursor:
        cursor.execute(
            "select table_schema, table_name, table_type from information_schema.tables "
            f"where table_schema like '{SCHEMA}_segsmith%' order by 1, 2"
        )
        for schema, name, kind in cursor.fetchall():
            found.append(f"{schema}.{name} {kind}")
            if kind == "BASE TABLE":
                found += _stamped_rows(cursor, f'{schema}."{name}"', killed_after)
    return re.sub(r"\d{14,}", "#", "\n".join(found))


def _stamped_rows(cursor: Any, table: str, killed_after: int) -> list[str]:
    cursor.execute(f"select * from {table}")
    names = [column[0] for column in cursor.description]
    rows = []
    for row in cursor.fetchall():
        values = dict(zip(names, row, strict=True))
        if values.get("run_stamp") is not None:
            values["run_stamp"] = "new" if values["run_stamp"] > killed_after else "old"
        rows.append(str([value for name, value in values.items() if name not in OF_A_RUN]))
    return sorted(rows)
