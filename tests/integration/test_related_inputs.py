"""What is related is an input: its changes are data, and what holds it holds whoever reads it."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from segsmith.pipeline import generate
from tests.support.columns import typed_tables
from tests.support.evaluation import run_models
from tests.support.outside_project import OutsideProject
from tests.support.warehouses import DuckDB
from tests.support.written import definitions_of

CATALOG: list[dict[str, Any]] = [
    {
        "entity": "contact",
        "from": {"source": ["shop", "contacts"]},
        "key": {"column": "contact_id"},
        "loaded_at": "loaded_at",
        "attributes": {"account_id": {"type": "text"}},
        "relations": {"account": {"to": "account", "by": "account_id", "inverse": "people"}},
    },
    {
        "entity": "account",
        "from": {"source": ["shop", "accounts"]},
        "key": {"column": "account_id"},
        "loaded_at": "loaded_at",
        "attributes": {"employees": {"type": "number"}},
    },
    {
        "objects": "tickets",
        "from": {"source": ["shop", "tickets"]},
        "entity": "contact",
        "key": "ticket_id",
        "loaded_at": "loaded_at",
        "reached_by": [
            {
                "mine": "contact_id",
                "theirs": "contact_id",
                "through": {"source": ["shop", "desk_people"]},
                "loaded_at": "loaded_at",
            },
            {"mine": "desk_id", "theirs": "requester_id"},
        ],
        "attributes": {"topic": {"type": "text"}},
    },
]
SEGMENTS: list[dict[str, Any]] = [
    {
        "segment": "with_bill",
        "where": {"object": "tickets", "where": {"attribute": "topic", "is": "bill"}},
    },
    {
        "segment": "large",
        "entity": "account",
        "where": {"attribute": "employees", "at_least": 100},
        "guards": {"min_size": 1},
    },
    {"segment": "of_large", "where": {"segment": "account.large"}},
]
READERS: list[dict[str, Any]] = [
    SEGMENTS[0],
    {
        "segment": "billed",
        "entity": "account",
        "where": {"object": "people", "where": {"segment": "with_bill"}},
    },
]
EARLY, LATE = "2026-02-01T00:00:00", "2026-03-01T12:00:00"
TABLES: dict[str, list[dict[str, Any]]] = {
    "contact": [
        {"contact_id": f"c{n}", "account_id": f"a{n}", "loaded_at": EARLY} for n in (1, 2, 3)
    ],
    "account": [
        {"account_id": f"a{n}", "employees": 500 if n == 1 else 5, "loaded_at": EARLY}
        for n in (1, 2, 3)
    ],
    "tickets.desk_people": [
        {"contact_id": f"c{n}", "desk_id": f"d{n}", "loaded_at": EARLY} for n in (1, 2, 3)
    ],
    "tickets": [
        {"ticket_id": f"t{n}", "requester_id": f"d{n}", "topic": "login", "loaded_at": EARLY}
        for n in (1, 2, 3)
    ],
}


class Played:
    """A project that is run again and again, each time over its tables as they stand then."""

    def __init__(self, root: Path, segments: list[dict[str, Any]]) -> None:
        self.root, self.warehouse = root, DuckDB(root)
        self.definitions = definitions_of(segments, catalog=CATALOG)
        OutsideProject(root, self.warehouse.profile).write(self.definitions, segments, CATALOG)
        generate(root)
        self.tables = copy.deepcopy(TABLES)
        self.relations: dict[str, str] = {}

    def change(self, table: str, number: int, **values: Any) -> None:
        """Another version of the row of that number, loaded between the runs."""
        self.tables[table][number - 1] |= {**values, "loaded_at": LATE}

    def run(self, day: int) -> None:
        """A run at midnight of that day of March."""
        self.warehouse.load(self.definitions, typed_tables(self.definitions, self.tables))
        ledgers = ("+contact_segment_ledger", "+account_segment_ledger")
        self.relations = run_models(self.root, datetime(2026, 3, day), *ledgers)
        self.warehouse.rows("select 1")  # dbt keeps the file open in this process until then

    def causes(self, entity: str) -> dict[str, str]:
        """By id, why the last run looked at it."""
        relation = self.relations[f"int_{entity}__evaluated"]
        return dict(self.warehouse.rows(f"select {entity}_id, cause from {relation}"))  # type: ignore[arg-type]

    def ledger(self, entity: str, columns: str, day: int) -> set[tuple[Any, ...]]:
        """What a ledger wrote at the run of that day about segments."""
        relation = self.relations[f"{entity}_segment_ledger"]
        at = f"as_of = cast('2026-03-{day:02} 00:00:00' as timestamp)"
        kinds = "kind in ('entered', 'exited', 'held')"
        return set(self.warehouse.rows(f"select {columns} from {relation} where {at} and {kinds}"))


@pytest.mark.dbt
def test_a_changed_row_on_the_way_to_an_object_is_data(tmp_path: Path) -> None:
    played = Played(tmp_path, SEGMENTS)
    played.run(1)
    assert set(played.causes("contact").values()) == {"data"}, "a first run looks at everybody"
    played.run(2)
    assert set(played.causes("contact").values()) == {"time"}
    # one contact gets the desk's id of another one, whose ticket has become a bill
    played.change("tickets.desk_people", 2, desk_id="d1")
    played.change("tickets", 3, topic="bill")
    played.run(3)
    assert played.causes("contact") == {"c1": "time", "c2": "data", "c3": "data"}
    found = played.ledger("contact", "kind, segment_key, contact_id, cause", 3)
    assert found == {("entered", "with_bill", "c3", "data")}


@pytest.mark.dbt
def test_what_a_related_entity_is_in_comes_and_is_held_with_it(tmp_path: Path) -> None:
    played = Played(tmp_path, SEGMENTS)
    played.run(1)
    assert played.ledger("contact", "segment_key, contact_id", 1) == {("of_large", "c1")}
    played.change("account", 2, employees=100)
    played.run(3)
    assert played.causes("contact") == {"c1": "time", "c2": "data", "c3": "time"}
    found = played.ledger("contact", "kind, segment_key, contact_id, cause", 3)
    assert found == {("entered", "of_large", "c2", "data")}
    # nobody would be large any more: the guard of the accounts holds their segment, and so ours
    for number in (1, 2):
        played.change("account", number, employees=1)
        played.tables["account"][number - 1]["loaded_at"] = "2026-03-03T12:00:00"
    played.run(4)
    assert {key for key, _ in played.ledger("account", "segment_key, reason", 4)} == {"large"}
    found = played.ledger("contact", "kind, segment_key, reason", 4)
    assert found == {("held", "of_large", "depends on large, which is held")}


@pytest.mark.dbt
def test_rows_of_an_entity_are_in_its_segments_of_the_same_run(tmp_path: Path) -> None:
    played = Played(tmp_path, READERS)
    played.run(1)
    assert played.ledger("account", "segment_key", 1) == set()
    played.change("tickets", 3, topic="bill")
    played.run(3)
    assert played.causes("account") == {"a1": "time", "a2": "time", "a3": "data"}
    found = played.ledger("account", "kind, segment_key, account_id, cause", 3)
    assert found == {("entered", "billed", "a3", "data")}


def _told(root: Path, *words: str) -> str:
    """What a command says in the project, right or wrong."""
    command = [sys.executable, "-m", "segsmith", "--project-dir", str(root), *words]
    environment = {**os.environ, "DBT_PROFILES_DIR": str(root)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.stdout + done.stderr


@pytest.mark.dbt
def test_a_preview_reads_related_entities(tmp_path: Path) -> None:
    others = {"segment": "others", "where": {"not": SEGMENTS[2]["where"]}}
    played = Played(tmp_path, [*SEGMENTS, others])
    played.run(1)
    said = json.loads(_told(tmp_path, "preview", "others", "--as-of", "2026-03-02", "--json"))
    assert said["sample"] == ["c2", "c3"]


@pytest.mark.dbt
def test_check_sources_looks_at_the_way_to_an_object(tmp_path: Path) -> None:
    played = Played(tmp_path, SEGMENTS)
    played.run(1)
    assert "0 errors" in _told(tmp_path, "check-sources")
    played.warehouse.rows("alter table shop.desk_people drop column contact_id")
    played.warehouse.rows("alter table shop.tickets alter requester_id type date using null")
    said = " ".join(_told(tmp_path, "check-sources").split())
    assert "the column contact_id (reached by) is missing" in said
    wrong = "step 2 compares desk_id, which is text, with requester_id, which is date"
    assert wrong in said
