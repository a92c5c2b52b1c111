"""What a run that looks at few must share with one that looks at everybody; and what may be lost.

Every table of the contract is compared, row for row, without what is of a run by its nature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.reliability.player import Player
from tests.support.databases import Database, execute, rows

INTERNAL = "main_segsmith_internal"
CONTRACT = ("main_segsmith", "main_segsmith_personal")
KEPT = "kept"
KNOWN = f"{INTERNAL}.int_contact__known_fingerprints"
TRAITS = "main_segsmith_personal.contact_traits"
EVERYBODY = {"segsmith_full": True}
# Who ran, and how many it looked at; of a row of traits, when.
OF_A_RUN = {"run_id", "run_stamp", "entities_evaluated", "last_evaluated_at"}
Found = dict[str, list[str]]


def tables(database: Database) -> Found:
    """The rows of every table of the contract, without what is of a run by its nature."""
    found = {}
    with database.cursor() as cursor:
        for schema in CONTRACT:
            cursor.execute(
                "select table_name from information_schema.tables "
                f"where table_schema = '{schema}' order by table_name"
            )
            for (name,) in cursor.fetchall():
                left_out = OF_A_RUN | ({"as_of"} if name.endswith("_traits") else set())
                cursor.execute(f'select * from {schema}."{name}"')
                columns = [column[0] for column in cursor.description]
                kept = [index for index, column in enumerate(columns) if column not in left_out]
                found[f"{schema}.{name}"] = sorted(
                    str([row[index] for index in kept]) for row in cursor.fetchall()
                )
    return found


def differences(found: Found, expected: Found) -> list[str]:
    """One line a table that differs."""
    lines = []
    for name in sorted({*found, *expected}):
        has, wants = found.get(name, []), expected.get(name, [])
        if has != wants:
            missing = [row for row in wants if row not in has]
            surplus = [row for row in has if row not in wants]
            lines.append(f"{name}: missing {missing[:3]}, too many {surplus[:3]}")
    return lines


def looked_at(player: Player) -> int:
    """How many contacts the last run looked at."""
    return int(player.rows(f"select count(*) from {INTERNAL}.int_contact__evaluated")[0][0])


def between(database: Database) -> dict[str, str]:
    """Every intermediate relation, and whether it is a table or a view."""
    kinds = {"BASE TABLE": "table", "VIEW": "view"}
    found = rows(
        database,
        f"select table_name, table_type from information_schema.tables "
        f"where table_schema = '{INTERNAL}'",
    )
    return {f"{INTERNAL}.{name}": kinds[kind] for name, kind in found}


def keep_caches(database: Database) -> None:
    """A copy of every intermediate table, to be put back when it is old."""
    names = [name for name, kind in between(database).items() if kind == "table"]
    execute(
        database,
        f"create schema {KEPT}",
        *(f"create table {KEPT}.{n.partition('.')[2]} as select * from {n}" for n in names),
        f"create table {KEPT}.contact_traits as select * from {TRAITS}",
    )


def lose_what_is_known(database: Database) -> None:
    """The cache is gone."""
    execute(database, f"drop table if exists {KNOWN}")


def empty_what_is_known(database: Database) -> None:
    """The cache is there, and says nothing."""
    if KNOWN in between(database):
        execute(database, f"delete from {KNOWN}")


def put_back_what_was_known(database: Database) -> None:
    """The cache is that of an earlier run."""
    copy = f"{KEPT}.{KNOWN.partition('.')[2]}"
    execute(
        database, f"drop table if exists {KNOWN}", f"create table {KNOWN} as select * from {copy}"
    )


def lose_all_between(database: Database) -> None:
    """Every intermediate table is gone."""
    found = between(database)
    execute(database, *(f"drop {kind} if exists {name} cascade" for name, kind in found.items()))


def put_back_all_between(database: Database) -> None:
    """Every intermediate table is that of an earlier run."""
    lose_all_between(database)
    copies = rows(
        database,
        f"select table_name from information_schema.tables where table_schema = '{KEPT}'",
    )
    execute(
        database,
        *(
            f"create table {INTERNAL}.{name} as select * from {KEPT}.{name}"
            for (name,) in copies
            if name != "contact_traits"
        ),
    )


def lose_traits(database: Database) -> None:
    """What readers see of traits is gone."""
    execute(database, f"drop table if exists {TRAITS}")


def put_back_traits(database: Database) -> None:
    """What readers see of traits is that of an earlier run."""
    copy = f"{KEPT}.contact_traits"
    execute(
        database, f"drop table if exists {TRAITS}", f"create table {TRAITS} as select * from {copy}"
    )


Loss = Callable[[Database], None]
LOSSES: Mapping[str, Loss] = {
    loss.__name__.replace("_", " "): loss
    for loss in (
        lose_what_is_known,
        empty_what_is_known,
        put_back_what_was_known,
        lose_all_between,
        put_back_all_between,
        lose_traits,
        put_back_traits,
    )
}
