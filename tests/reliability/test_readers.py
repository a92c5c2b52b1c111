"""Readers during runs: only whole runs, never a missing relation (DESIGN, Publishing)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.conftest import Tell
from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT, NEXT
from tests.support.databases import DuckDatabase
from tests.support.dbt_process import KILLED, killed_before_words
from tests.support.outside_project import REPOSITORY

# One statement is one look: the published instant, all members, sizes, and who differs.
LOOK = """
    with
    last_sizes as (
        select segment_key, members
        from (
            select
                segment_key, members,
                row_number() over (partition by segment_key order by as_of desc) as recency
            from main_segsmith.segment_sizes
        ) as ranked
        where recency = 1 and members > 0
    ),
    counted as (
        select segment_key, count(*) as members
        from main_segsmith.contact_segment_membership
        group by segment_key
    )
    select
        (select max(as_of) from main_segsmith.segsmith_published),
        (select sum(members) from counted),
        (select sum(members) from last_sizes),
        (
            select count(*)
            from counted full join last_sizes on counted.segment_key = last_sizes.segment_key
            where coalesce(counted.members, -1) <> coalesce(last_sizes.members, -1)
        )
"""
OTHERS = (
    "main_segsmith.segments",
    "main_segsmith.segment_runs",
    "main_segsmith.contact_segment_history",
    "main_segsmith.contact_segment_transitions",
    "main_segsmith_personal.audience__germans",
    "main_segsmith_personal.people",
)
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.mark.slow
def test_readers_see_only_whole_runs(story: Story, tmp_path: Path, tell: Tell) -> None:
    """On DuckDB over the copy that `segsmith run` publishes; on PostgreSQL over the warehouse."""
    player = story.player
    totals = {}
    runs = [_run_by_command, _run_here]
    _publish(story)
    log, stop = tmp_path / "looks", tmp_path / "stop"
    with _reader(story, log, stop):
        for run, as_of in zip(runs, (EVENT.isoformat(), NEXT.isoformat()), strict=True):
            run(story, as_of)
            time.sleep(0.3)
    for instant in (EVENT, NEXT):
        sizes = player.rows(
            "select sum(entered) - sum(exited) from main_segsmith.segment_sizes "
            f"where as_of <= timestamp '{instant}'"
        )
        totals[str(instant)] = int(sizes[0][0])
    looks = log.read_text(encoding="utf-8").splitlines()
    seen = {line.split("|")[0]: line for line in looks}
    wrong = [line for line in looks if not _is_whole(line, totals)]
    tell(f"{len(looks)} looks, at {sorted(seen)}; wrong: {len(wrong)}")
    assert not wrong, "\n".join([f"{len(wrong)} of {len(looks)}", *wrong[:5]])
    assert seen.keys() >= {str(NEXT)}
    assert len(seen) >= 2


def test_traits_are_there_while_they_are_built(story: Story) -> None:
    """A view over the tables below it would go with the first of them that a run swaps."""
    words = "contact_segment_evaluation__dbt_tmp"
    ended = story.player.run(EVENT, on_statement=killed_before_words(words))
    assert ended.code == KILLED
    tables = story.player.rows(
        "select count(*) from information_schema.tables where table_name = 'contact_traits'"
    )
    assert tables == [(1,)]


def _is_whole(line: str, totals: dict[str, int]) -> bool:
    """A look: published instant, members counted, members by sizes, segments that differ."""
    parts = line.split("|")
    if len(parts) != 4 or parts[3] != "0" or parts[1] != parts[2]:
        return False
    return totals.get(parts[0], int(parts[1])) == int(parts[1])


@contextmanager
def _reader(story: Story, log: Path, stop: Path) -> Iterator[None]:
    """A process that looks again and again, a line a look, until it is told to stop."""
    pid = os.fork()
    if pid == 0:
        with log.open("w", encoding="utf-8", buffering=1) as file:
            while not stop.exists():
                file.write(_look(story) + "\n")
        os._exit(0)
    try:
        yield
    finally:
        stop.touch()
        os.waitpid(pid, 0)


def _look(story: Story) -> str:
    try:
        with _asking(story) as ask:
            [row] = ask(LOOK)
            for table in OTHERS:
                if not ask(f"select count(*) from {table}")[0][0]:
                    return f"{table} is empty"
        return "|".join(str(value) for value in row)
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace("\n", " ")


@contextmanager
def _asking(story: Story) -> Iterator[Ask]:
    database = story.player.database
    if isinstance(database, DuckDatabase):
        import duckdb

        with duckdb.connect(str(_copy_of(database.path)), read_only=True) as connection:
            yield lambda query: connection.execute(query).fetchall()
        return
    with database.cursor() as cursor:
        cursor.connection.set_session(autocommit=True)

        def ask(query: str) -> list[tuple[Any, ...]]:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

        yield ask


def _copy_of(database: Path) -> Path:
    from segsmith.warehouse.connection import published_path

    copy = published_path(database)
    assert copy is not None
    return copy


def _run_here(story: Story, as_of: str) -> None:
    story.player.run(as_of).must_succeed()
    _publish(story)


def _publish(story: Story) -> None:
    """What `segsmith run` does after its build."""
    from segsmith.warehouse.manifest import read_manifest
    from segsmith.warehouse.place import Place
    from segsmith.warehouse.published_copy import contract_tables, publish_copy

    player = story.player
    if isinstance(player.database, DuckDatabase):
        manifest = read_manifest(Place(player.root, player.root))
        publish_copy(player.database.path, contract_tables(manifest, "models/segsmith"))


def _run_by_command(story: Story, as_of: str) -> None:
    """`segsmith run` as a user calls it, in the project's folder."""
    done = subprocess.run(
        [sys.executable, "-m", "segsmith", "run", "--as-of", as_of],
        cwd=story.player.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
