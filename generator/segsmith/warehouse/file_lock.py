"""One run at a time on a DuckDB file: a lock that the system frees when the process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segsmith.warehouse.errors import WarehouseError


@contextmanager
def one_run_at_a_time(database: Path | None) -> Iterator[None]:
    """Hold `<database>.lock`; nothing for a server, which locks its own tables.

    Raises:
        WarehouseError: another run holds it.
    """
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    path = database.with_name(f"{database.name}.lock")
    # The file stays: removing it would let two runs lock two files of one name.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            by = f" (process {holder})" if holder.isdigit() else ""
            raise WarehouseError(
                "run-in-progress",
                f"another segsmith run is at work on {database.name}{by}",
                "wait until it ends",
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(handle)
