"""A consumer of the feed as a destination would write it: a cursor, upserts by key, nothing else.

It keeps what it knows in a SQLite file. It may die between any two statements: the cursor moves
only after the rows, so rows are read again, and reading them again changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

FEED = """
    select feed_position, segment_key, contact_id, kind
    from main_segsmith.contact_segment_transitions
    where feed_position > {cursor}
    order by feed_position
"""
Read = Callable[[str], list[tuple[Any, ...]]]


def follow(read: Read, path: Path, after_row: Callable[[int], None] = lambda _: None) -> None:
    """Bring the destination up to the published run; `after_row` is where a test kills it."""
    with sqlite3.connect(path, isolation_level=None) as own:
        own.execute("create table if not exists cursor (position int)")
        own.execute(
            "create table if not exists members (segment, contact, primary key (segment, contact))"
        )
        cursor = own.execute("select coalesce(max(position), 0) from cursor").fetchone()[0]
        for position, segment, contact, kind in read(FEED.format(cursor=cursor)):
            if kind == "entered":
                own.execute("insert or replace into members values (?, ?)", (segment, contact))
            else:
                own.execute(
                    "delete from members where segment = ? and contact = ?", (segment, contact)
                )
            after_row(position)
            if position % 10 == 0:
                own.execute("insert into cursor values (?)", (position,))


def known(path: Path) -> set[tuple[str, str]]:
    """Who is in what, as the destination knows it."""
    with sqlite3.connect(path) as own:
        return set(own.execute("select segment, contact from members"))
