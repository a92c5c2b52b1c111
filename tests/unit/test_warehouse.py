"""The warehouse's edges: errors in a line, the lock, the published copy, column types."""

from __future__ import annotations

import stat
from pathlib import Path

import duckdb
import pytest

from segsmith.warehouse import WarehouseError
from segsmith.warehouse.column_types import misfit, word_of
from segsmith.warehouse.connection import Table
from segsmith.warehouse.dbt_command import _said
from segsmith.warehouse.errors import first_line, understood
from segsmith.warehouse.file_lock import one_run_at_a_time
from segsmith.warehouse.manifest import Manifest, Node
from segsmith.warehouse.published_copy import contract_tables, publish_copy

LOCKED = (
    'Runtime Error\n  IO Error: Could not set lock on file "/x/shop.duckdb": Conflicting lock is '
    "held in /usr/bin/python3.11 (PID 4711). See also https://duckdb.org/docs"
)
REFUSED = 'connection to server at "127.0.0.1", port 5432 failed: Connection refused'


def test_a_locked_file_names_the_process() -> None:
    error = understood(RuntimeError(LOCKED), "shop.duckdb")
    assert (error.rule, error.message) == (
        "warehouse-locked",
        "process 4711 has shop.duckdb open",
    )


def test_a_silent_server() -> None:
    assert understood(RuntimeError(REFUSED), "postgres database shop").message == (
        "postgres database shop does not answer"
    )


def test_another_error_is_its_first_telling_line() -> None:
    assert first_line(
        "Database Error in model x (models/x.sql)\n  column y is missing\n  LINE 1"
    ) == ("column y is missing")


def test_a_refusal_of_ours_stands_alone() -> None:
    message = (
        "Runtime Error in model contact_segment_ledger (models/l.sql)\n"
        "  Invalid Input Error: segsmith refused this run: as_of is earlier than the last run"
    )
    assert _said(message) == ("as_of is earlier than the last run", True)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    database = tmp_path / "shop.duckdb"
    with (
        one_run_at_a_time(database),
        pytest.raises(WarehouseError, match="another segsmith run"),
        one_run_at_a_time(database),
    ):
        pass
    with one_run_at_a_time(database):
        pass


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema segsmith; create table segsmith.ledger as select 1 as n")
        connection.execute("create view segsmith.feed as select * from shop.segsmith.ledger")
        connection.execute("create table main.internal as select 2 as n")
    return path


TABLES = [Table("shop", "segsmith", name) for name in ("ledger", "feed", "not_built_yet")]


def test_published_copy(database: Path) -> None:
    copy = publish_copy(database, TABLES)
    assert copy.name == "shop_published.duckdb"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert connection.execute("select n from segsmith.feed").fetchall() == [(1,)]
        tables = connection.execute("select table_name from information_schema.tables").fetchall()
        tags = connection.execute("select tags from duckdb_databases()").fetchall()
    assert sorted(tables) == [("feed",), ("ledger",)]
    assert any(tag.get("storage_version", "").startswith("v1.4.0") for (tag,) in tags)
    assert sorted(path.name for path in database.parent.iterdir()) == [
        "shop.duckdb",
        "shop_published.duckdb",
    ]


def test_a_reader_keeps_the_old_copy(database: Path) -> None:
    copy = publish_copy(database, TABLES)
    with duckdb.connect(str(copy), read_only=True) as reader:
        with duckdb.connect(str(database)) as connection:
            connection.execute("insert into segsmith.ledger values (2)")
        publish_copy(database, TABLES)
        assert reader.execute("select count(*) from segsmith.feed").fetchone() == (1,)
    with duckdb.connect(str(copy), read_only=True) as reader:
        assert reader.execute("select count(*) from segsmith.feed").fetchone() == (2,)


def test_a_failed_copy_leaves_the_old_one(database: Path) -> None:
    copy = publish_copy(database, TABLES)
    before = copy.read_bytes()
    with duckdb.connect(str(database)) as connection:
        connection.execute("create view segsmith.broken as select * from segsmith.ledger")
        connection.execute("alter table segsmith.ledger rename to moved")
    with pytest.raises(WarehouseError):
        publish_copy(database, [Table("shop", "segsmith", "broken")])
    assert copy.read_bytes() == before
    assert len(list(database.parent.iterdir())) == 2


def test_only_generated_tables_are_copied() -> None:
    ours = Node(Table("shop", "s", "segments"), "model", "models/segsmith/segsmith_segments.sql")
    theirs = Node(Table("shop", "m", "contact_traits"), "model", "models/marts/contact_traits.sql")
    inner = Node(Table("shop", "i", "x"), "model", "models/segsmith/contact/int_contact__x.sql")
    nodes = {"segsmith_segments": ours, "contact_traits": theirs, "int_contact__x": inner}
    manifest = Manifest({**nodes, "contact_segment_ledger": ours}, {})
    assert {table.name for table in contract_tables(manifest, "models/segsmith")} == {"segments"}


@pytest.mark.parametrize(
    ("data_type", "word"),
    [
        ("VARCHAR", "text"),
        ("character varying(256)", "text"),
        ("VARCHAR[]", "array"),
        ("ARRAY", "array"),
        ("TIMESTAMP", "instant"),
        ("timestamp without time zone", "instant"),
        ("TIMESTAMP WITH TIME ZONE", "zoned instant"),
        ("DATE", "date"),
        ("DECIMAL(18,3)", "number"),
        ("double precision", "number"),
        ("bigint", "integer"),
        ("HUGEINT", "integer"),
        ("uuid", "uuid"),
        ("ENUM('a', 'b')", "text"),
        ("JSON", "json"),
    ],
)
def test_column_types(data_type: str, word: str) -> None:
    assert word_of(data_type) == word


def test_misfits_say_what_to_do() -> None:
    assert misfit("number", "BIGINT") == ""
    assert misfit("any", "JSON") == ""
    assert misfit("text", "BIGINT") == "is BIGINT, the catalog says text"
    assert "cast it to a timestamp in UTC" in misfit("instant", "TIMESTAMP WITH TIME ZONE")
