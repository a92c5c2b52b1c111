"""What can be wrong with a warehouse, each as one clear line with a way on."""

from __future__ import annotations

import re

_NOISE = re.compile(
    r"^((Runtime|Database|Compilation|Parsing|Internal|Dependency|IO|Env var) Error:?|"
    r"Encountered an error:?)( in .*)?$"
)
_LOCK_HOLDER = re.compile(r"\(PID ([0-9]+)\)")


class WarehouseError(Exception):
    """A stable rule id, one line that says what is wrong, and one that says what to do."""

    def __init__(self, rule: str, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.help = help_


def understood(error: BaseException, warehouse: str) -> WarehouseError:
    """A dbt or driver error as one line; `warehouse` names the file or server."""
    text = str(error)
    small = text.lower()
    if "could not set lock on file" in small or "different configuration" in small:
        holder = _LOCK_HOLDER.search(text)
        by = f"process {holder.group(1)}" if holder else "another process"
        return WarehouseError(
            "warehouse-locked",
            f"{by} has {warehouse} open",
            "wait until it ends, or close it there; readers can use the published copy",
        )
    if "database does not exist" in small and "duckdb" in small:
        return missing(warehouse)
    if any(
        words in small for words in ("connection refused", "could not translate host", "timeout")
    ):
        return WarehouseError(
            "warehouse-unreachable",
            f"{warehouse} does not answer",
            "is the server running, and are host and port in profiles.yml right?",
        )
    if any(words in small for words in ("password authentication", "role", "pg_hba")) and (
        "fatal" in small
    ):
        return WarehouseError(
            "warehouse-refused", f"{warehouse} refused: {first_line(text)}", "see profiles.yml"
        )
    if "not a valid duckdb database" in small or "version number" in small:
        return WarehouseError(
            "not-a-warehouse",
            f"{warehouse} is not a database that this DuckDB can read",
            "see `path` in profiles.yml",
        )
    return WarehouseError("warehouse-error", first_line(text), "")


def missing(warehouse: str) -> WarehouseError:
    """There is no database file yet."""
    return WarehouseError(
        "no-warehouse", f"there is no warehouse at {warehouse} yet", "build it: `segsmith run`"
    )


def not_built(what: str) -> WarehouseError:
    """The warehouse is there, the table is not."""
    return WarehouseError(
        "not-built", f"{what} is not in the warehouse yet", "build it: `segsmith run`"
    )


def first_line(text: str) -> str:
    """The first line that says something, without dbt's headings."""
    lines = [line.strip() for line in text.splitlines()]
    telling = [line for line in lines if line and not _NOISE.match(line)]
    return telling[0] if telling else text.strip() or "unknown error"
