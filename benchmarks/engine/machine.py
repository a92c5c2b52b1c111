"""The machine and the programs, without names and places."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version


def machine() -> str:
    """Cores, memory, system and versions, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}; "
        f"DuckDB {version('duckdb')}, dbt {version('dbt-core')}, "
        f"dbt-duckdb {version('dbt-duckdb')}, Python {platform.python_version()}"
    )
