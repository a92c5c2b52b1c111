"""The played scenario, once a worker; every test begins where the fourth run is due."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reliability import scenario
from tests.reliability.market import CATALOG
from tests.reliability.outcomes import Story
from tests.reliability.player import Player, play_to
from tests.reliability.stage import Stage
from tests.support.databases import Database, DuckDatabase, PostgresDatabase

Tell = Callable[[str], None]
ENGINES = [
    pytest.param("duckdb", marks=pytest.mark.dbt),
    pytest.param("postgres", marks=pytest.mark.postgres),
]


def make_database(engine: str, folder: Path, name: str) -> Database:
    """An empty database of the worker's own."""
    if engine == "duckdb":
        return DuckDatabase(folder / f"{name}.duckdb")
    if "SEGSMITH_PGHOST" not in os.environ:
        pytest.skip("SEGSMITH_PGHOST names no server: run it by tests/postgres/run")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return PostgresDatabase(f"{name}_{worker}")


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Say a line in the summary."""
    return lambda line: record_property("told", line)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Both warehouses; PostgreSQL under its marker."""
    return str(request.param)


@pytest.fixture(scope="session")
def played(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The scenario played up to the third run, saved, with the data of the fourth."""
    folder = tmp_path_factory.mktemp(f"played_{engine}")
    database = make_database(engine, folder, "reliability")
    player = Player(folder / "project", database, scenario.AUDIENCES)
    play_to(player, scenario.THIRD)
    database.save()
    yield Story(player)
    database.drop()


@pytest.fixture
def story(played: Story) -> Iterator[Story]:
    """The scenario before its fourth run, whatever tests before did to it."""
    player, shop = played.player, played.player.shop
    segments, manifest = player.segments, player.manifest
    played.restore()
    player.shop = copy.deepcopy(shop)
    yield played
    player.shop = shop
    if player.segments is not segments or player.manifest is not manifest:
        player.define(segments)


@pytest.fixture(scope="session")
def stage(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The company of law 11 after its first run."""
    folder = tmp_path_factory.mktemp(f"stage_{engine}")
    database = make_database(engine, folder, "stage")
    yield Stage(Player(folder / "project", database, catalog=CATALOG))
    database.drop()


@pytest.fixture
def empty_player(engine: str, tmp_path: Path) -> Iterator[Player]:
    """A project that never ran, over a shop with nobody in it."""
    database = make_database(engine, tmp_path, "empty")
    yield Player(tmp_path / "project", database)
    database.drop()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests counted: `record_property("told", line)`; prints of workers are not shown."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, line in getattr(report, "user_properties", ()):
                if name == "told" and report.when == "call":
                    terminalreporter.write_line(line)
