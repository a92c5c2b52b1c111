"""A process of its own, measured: seconds, peak memory, bytes written, load average."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Python keeps compiled modules as it does everywhere; a variable that forbids it would add seconds.
_KEPT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
_DBT = "from dbt.cli.main import cli; cli()"


@dataclass(frozen=True)
class Cost:
    """What a process cost.

    `wall` and `processor` in seconds (processor: of all its threads), `memory` its peak in bytes,
    `growth` bytes by which its database file grew, `load` the load average of the last minute when
    it began.
    """

    wall: float
    processor: float
    memory: int
    growth: int
    load: float


class FailedProcessError(Exception):
    """A process that should have succeeded; with the end of what it said."""


def measured(command: list[str], log: Path, database: Path) -> Cost:
    """Run a command to its end.

    Raises:
        FailedProcessError: it did not succeed.
    """
    load, size = os.getloadavg()[0], bytes_of(database)
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=_KEPT)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedProcessError(log.read_text(encoding="utf-8")[-3000:])
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(
        wall=wall,
        processor=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss * unit,
        growth=bytes_of(database) - size,
        load=load,
    )


def apart(function: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
    """Call a function in a process of its own.

    A process begins with the peak memory of the one that starts it, so ours must stay small.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments, **named).result()


def bytes_of(database: Path) -> int:
    """The size of a database file and of its log; 0 where there is none."""
    files = (database, database.with_name(database.name + ".wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def dbt_command(root: Path, command: str, as_of: datetime) -> list[str]:
    """A dbt command on a project whose profile is beside it."""
    return [
        *(sys.executable, "-c", _DBT, "--no-use-colors", command),
        *("--project-dir", str(root), "--profiles-dir", str(root)),
        *("--vars", json.dumps({"as_of": as_of.isoformat(sep=" ")})),
    ]


def profile(database: Path, threads: int, dbt_threads: int) -> dict[str, Any]:
    """A dbt target; `threads` are those of DuckDB."""
    return {
        "type": "duckdb",
        "path": str(database),
        "schema": "main",
        "threads": dbt_threads,
        "settings": {"threads": threads},
    }


def run_statements(
    folder: Path, database: Path, statements: list[str], threads: int, attach: Path | None = None
) -> tuple[Cost, float]:
    """Run SQL in a process of its own; its cost, and the seconds of the statements alone."""
    asked, log = folder / "statements.json", folder / "statements.log"
    written = {
        "database": str(database),
        "attach": str(attach) if attach else None,
        "threads": threads,
        "statements": statements,
    }
    asked.write_text(json.dumps(written), encoding="utf-8")
    script = str(Path(__file__).with_name("run_sql.py"))
    cost = measured([sys.executable, script, str(asked)], log, database)
    return cost, sum(json.loads(log.read_text(encoding="utf-8")))
