"""Every table but the ledger and what is published may be lost: the next run makes it anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reliability.full_and_few import differences, tables
from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT, NEXT
from tests.support.contract_tables import LEDGER, PUBLISHED
from tests.support.databases import Database, execute, rows

REMEMBERS = {LEDGER, PUBLISHED}
KINDS = {"BASE TABLE": "table", "VIEW": "view"}


@pytest.mark.parametrize("loss", ["dropped", "emptied", "of an old backup"])
def test_every_table_that_does_not_remember_may_be_lost(story: Story, loss: str) -> None:
    """All of them between two runs, whatever tables there are: as if nothing had been, and told."""
    expected = story.undisturbed.facts
    story.restore()
    player, database = story.player, story.player.database
    _keep(database)
    player.must_run(EVENT)
    execute(database, *filter(None, _lost(database, loss)))
    told = player.must_run(NEXT).output
    execute(database, "drop schema kept cascade")
    assert differences(tables(database), expected) == []
    assert "every contact is evaluated: what the last run saw is lost" in told


def _keep(database: Database) -> None:
    """A backup of every table, in a schema of its own."""
    copies = [
        f'create table kept."{name.replace(".", "__")}" as select * from {name}'
        for name, kind in _relations(database)
        if kind == "table"
    ]
    execute(database, "create schema kept", *copies)


def _lost(database: Database, loss: str) -> Iterator[str]:
    kept = {name for (name,) in rows(database, _names("kept"))}
    for name, kind in _relations(database):
        copy = name.replace(".", "__")
        if loss == "emptied":
            yield f"delete from {name}" if kind == "table" else ""
        elif loss == "dropped" or copy in kept:
            yield f"drop {kind} if exists {name} cascade"
        if loss == "of an old backup" and copy in kept:
            yield f'create table {name} as select * from kept."{copy}"'


def _relations(database: Database) -> list[tuple[str, str]]:
    """Each relation of ours that does not remember, and whether it is a table or a view."""
    found = rows(
        database,
        "select table_schema, table_name, table_type from information_schema.tables "
        "where table_schema like 'main_segsmith%' order by table_type desc, 1, 2",
    )
    named = [(f"{schema}.{name}", KINDS[kind]) for schema, name, kind in found]
    return [(name, kind) for name, kind in named if name not in REMEMBERS]


def _names(schema: str) -> str:
    return f"select table_name from information_schema.tables where table_schema = '{schema}'"
