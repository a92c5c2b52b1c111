"""What every test stands on: each worker of pytest-xdist has a PostgreSQL database of its own."""

from __future__ import annotations

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Point SEGSMITH_PGDATABASE and SEGSMITH_POSTGRES_URL at the worker's database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    shared = os.environ.get("SEGSMITH_PGDATABASE")
    if worker is None or shared is None or "SEGSMITH_PGHOST" not in os.environ:
        return
    from tests.support.databases import PostgresDatabase

    # The server goes with its data when the tests end, and this database with it.
    own = PostgresDatabase(f"{shared}_{worker}").database
    os.environ["SEGSMITH_PGDATABASE"] = own
    url = os.environ.get("SEGSMITH_POSTGRES_URL")
    if url is not None:
        os.environ["SEGSMITH_POSTGRES_URL"] = f"{url.removesuffix('/' + shared)}/{own}"
