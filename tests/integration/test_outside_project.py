"""A project that was there before Segsmith: nothing of it breaks, and its segments are right."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from segsmith.pipeline import generate
from tests.integration.acme_data import (
    FIRST_MEMBERS,
    FIRST_RUN,
    FOURTH_RUN,
    SECOND_CHANGES,
    SECOND_MEMBERS,
    SECOND_RUN,
    THIRD_RUN,
    a_day_passes,
)
from tests.integration.outside import (
    REPOSITORY,
    Dbt,
    DuckFile,
    PostgresServer,
    copy_project,
)

pytestmark = pytest.mark.dbt
ENTITIES = ("account", "customer")
ID_TABLES = (
    "segsmith.{0}_segment_history",
    "segsmith.{0}_segment_ledger",
    "segsmith.{0}_segment_membership",
    "segsmith.{0}_segment_transitions",
    "segsmith_personal.{0}_traits",
)
OWN_TABLES = {
    "contact_traits": 6,
    "people": 6,
    "segments": 3,
}
MINIMAL = {
    "packages.yml": "packages:\n  - local: ../\n",
    "segment_defs/catalog/customer.yml": """\
entity: customer
from: {ref: dim_customers}
key: {column: customer_key, type: integer}
attributes:
  country: {type: text, column: country_code}
""",
    "segment_defs/segments/german_customers.yml": """\
segment: german_customers
entity: customer
where: {attribute: country, is: DE}
""",
}


class Acme:
    """The project after some runs, and questions to its warehouse."""

    def __init__(self, root: Path, warehouse: DuckFile | PostgresServer) -> None:
        self.root = root
        self.warehouse = warehouse
        self.dbt = Dbt(root)

    def members(self) -> dict[str, set[Any]]:
        """Who is in each segment, of both entities."""
        found: dict[str, set[Any]] = {}
        for entity in ENTITIES:
            for segment, key in self.rows(
                f"select segment_key, {entity}_id from acme_segsmith.{entity}_segment_membership"
            ):
                found.setdefault(segment, set()).add(key)
        return found

    def ledgers(self) -> list[list[tuple[Any, ...]]]:
        """Both ledgers, whole."""
        return [
            self.rows(f"select * from acme_segsmith.{e}_segment_ledger order by ledger_id")
            for e in ENTITIES
        ]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.warehouse.rows(query)


@pytest.fixture(
    params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def acme(request: Any, tmp_path: Path) -> Iterator[Acme]:
    """The project with its packages, its seeds and its generated files; nothing is built."""
    if request.param == "postgres" and "SEGSMITH_PGPORT" not in os.environ:
        pytest.skip("no PostgreSQL server: SEGSMITH_PGPORT is not set")
    warehouse = PostgresServer() if request.param == "postgres" else DuckFile(tmp_path / "acme.db")
    root = copy_project("integration_tests", tmp_path)
    warehouse.clear()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in warehouse.environment.items():
            patch.setenv(name, value)
        found = Acme(root, warehouse)
        found.dbt.run("deps")
        generate(root)
        found.dbt.parse()
        found.dbt.run("seed")
        yield found


def test_the_life_of_a_project(acme: Acme) -> None:
    """Four days in one test: each step stands on the one before."""
    for step in (
        first_run,
        nothing_of_the_demo_is_there,
        own_models_are_untouched,
        no_view_hangs_on_two_tables_that_are_swapped,
        second_run_sees_what_changed,
        ids_keep_their_type,
        two_ledgers_and_one_publication,
        audiences_of_customers,
        full_refresh_and_empty_leave_the_ledgers_as_they_are,
        the_next_whole_run_goes_on,
    ):
        step(acme)


def first_run(acme: Acme) -> None:
    acme.dbt.build(FIRST_RUN)
    assert acme.members() == FIRST_MEMBERS


def nothing_of_the_demo_is_there(acme: Acme) -> None:
    manifest = acme.dbt.manifest
    everything = [*manifest.nodes, *manifest.sources, *manifest.exposures, *manifest.disabled]
    assert not [unique_id for unique_id in everything if unique_id.split(".")[1] == "segsmith"]
    names = acme.rows(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema not in ('information_schema', 'pg_catalog')"
    )
    ours = re.compile(r"(account|customer|segsmith|audience)_|segment|int_|audiences|people$")
    for schema, name in names:
        if schema.startswith("acme_segsmith"):
            assert ours.match(name), name
        elif schema.startswith("acme_"):
            assert name in {node.name for node in manifest.nodes.values()}, name
        else:
            raise AssertionError(f"{schema}.{name} is not where the project's own macro says")


def own_models_are_untouched(acme: Acme) -> None:
    for name, count in OWN_TABLES.items():
        assert acme.rows(f"select count(*) from acme_marts.{name}") == [(count,)]
    assert acme.rows("select segment_code, customers from acme_marts.segments order by 1") == [
        ("DE", 4),
        ("FR", 1),
        ("US", 1),
    ]


def no_view_hangs_on_two_tables_that_are_swapped(acme: Acme) -> None:
    """On PostgreSQL a swap drops such a view, and two at once that both drop it deadlock."""
    nodes = acme.dbt.manifest.nodes
    swapped = {
        node.unique_id: sorted(
            nodes[name].name
            for name in node.depends_on.nodes
            if name in nodes and nodes[name].config.materialized == "table"
        )
        for node in nodes.values()
        if node.resource_type == "model" and node.config.materialized == "view"
    }
    assert any(len(tables) == 1 for tables in swapped.values())
    assert {view: tables for view, tables in swapped.items() if len(tables) > 1} == {}


def second_run_sees_what_changed(acme: Acme) -> None:
    a_day_passes(acme.root)
    acme.dbt.run("seed")
    acme.dbt.build(SECOND_RUN)
    assert acme.members() == SECOND_MEMBERS
    changes = acme.rows(
        "select segment_key, customer_id, kind, cause"
        " from acme_segsmith.customer_segment_transitions"
        f" where as_of = timestamp '{SECOND_RUN}'"
    )
    assert set(changes) == SECOND_CHANGES
    assert len(changes) == len(SECOND_CHANGES)


def ids_keep_their_type(acme: Acme) -> None:
    kinds = {"customer": {"bigint"}, "account": {"text", "varchar", "character varying"}}
    tables = [(e, table.format(e)) for e in ENTITIES for table in ID_TABLES]
    columns = [(entity, table, f"{entity}_id") for entity, table in tables]
    columns += [
        ("customer", "segsmith_personal.people", "id"),
        ("customer", "segsmith_personal.audience_memberships", "person_id"),
        ("customer", "segsmith_personal.audience__recent_buyers", "customer_id"),
    ]
    for entity, table, column in columns:
        schema, _, name = table.partition(".")
        [(kind,)] = acme.rows(
            "select data_type from information_schema.columns"
            f" where table_schema = 'acme_{schema}' and table_name = '{name}'"
            f" and column_name = '{column}'"
        )
        assert kind.lower() in kinds[entity], (table, kind)


def two_ledgers_and_one_publication(acme: Acme) -> None:
    published = acme.rows(
        "select as_of, count(*), count(distinct entity), count(distinct run_id)"
        " from acme_segsmith.segsmith_published group by as_of order by as_of"
    )
    assert [row[1:] for row in published] == [(2, 2, 1), (2, 2, 1)]
    sizes = acme.rows("select entity, segment_key, members from acme_segsmith.segments")
    of_accounts = ("large_accounts", "late_payers")
    assert set(sizes) == {
        ("account" if segment in of_accounts else "customer", segment, len(members))
        for segment, members in SECOND_MEMBERS.items()
    }


def audiences_of_customers(acme: Acme) -> None:
    found = acme.rows("select id, name from acme_segsmith.audiences order by id")
    names = [("newsletter_readers", "Newsletter readers"), ("recent_buyers", "Recent buyers")]
    assert found == names
    memberships = "acme_segsmith_personal.audience_memberships"
    members = acme.rows(f"select audience_id, person_id from {memberships}")
    assert set(members) == {(key, person) for key, _ in names for person in SECOND_MEMBERS[key]}
    people = {person for key, _ in names for person in SECOND_MEMBERS[key]}
    assert set(acme.rows("select id from acme_segsmith_personal.people")) == {(p,) for p in people}
    view = "acme_segsmith_personal.audience__recent_buyers"
    countries = acme.rows(f"select country from {view} order by country")
    assert countries == [("DE",), ("NO",), ("US",)]


def full_refresh_and_empty_leave_the_ledgers_as_they_are(acme: Acme) -> None:
    before = acme.ledgers()
    acme.dbt.build(SECOND_RUN, "--full-refresh")
    assert acme.ledgers() == before
    acme.dbt.build(THIRD_RUN, "--empty")
    assert acme.ledgers() == before
    assert acme.members() == SECOND_MEMBERS
    # --empty has emptied the tables of the project itself: that is no reason to leave.
    acme.dbt.build(THIRD_RUN, "--select", "tag:segsmith")
    assert acme.members() == SECOND_MEMBERS
    held = acme.rows("select count(*) from acme_segsmith.segments where status = 'held'")
    assert held == [(len(SECOND_MEMBERS),)]


def the_next_whole_run_goes_on(acme: Acme) -> None:
    acme.dbt.build(FOURTH_RUN)
    held = acme.rows("select count(*) from acme_segsmith.segments where status = 'held'")
    assert held == [(0,)]
    assert acme.members() == SECOND_MEMBERS


def test_three_files_and_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_project("integration_tests", tmp_path)
    shutil.rmtree(root / "segment_defs")
    (root / "packages.yml").unlink()
    for name, text in MINIMAL.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    warehouse = DuckFile(tmp_path / "acme.db")
    for variable, value in warehouse.environment.items():
        monkeypatch.setenv(variable, value)
    dbt = Dbt(root)
    dbt.run("deps", is_read=False)
    dbt.run("seed", is_read=False)
    warehouse.rows("select 1")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "generator")}
    command = [sys.executable, "-m", "segsmith", "run"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = warehouse.rows("select count(*) from acme_segsmith.customer_segment_membership")
    assert found == [(4,)]
    lines = sum(len(text.splitlines()) for text in MINIMAL.values())
    with capsys.disabled():
        print(f"\na user writes {len(MINIMAL)} files, {lines} lines, and runs `segsmith run`")


def test_a_project_with_one_schema_for_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many a project puts all in one schema while developing: the short names must give way."""
    root = copy_project("integration_tests", tmp_path)
    (root / "macros" / "generate_schema_name.sql").write_text(
        "{% macro generate_schema_name(custom_schema_name, node) %}{{ target.schema }}"
        "{% endmacro %}\n",
        encoding="utf-8",
    )
    project = root / "dbt_project.yml"
    variables = "\nvars:\n  segsmith_alias_prefix: segsmith_\n"
    project.write_text(project.read_text(encoding="utf-8") + variables, encoding="utf-8")
    for variable, value in DuckFile(tmp_path / "acme.db").environment.items():
        monkeypatch.setenv(variable, value)
    dbt = Dbt(root)
    dbt.run("deps", is_read=False)
    generate(root)
    aliases = {node.alias for node in dbt.parse().nodes.values()}
    assert {"segments", "segsmith_segments", "people", "segsmith_people"} <= aliases
