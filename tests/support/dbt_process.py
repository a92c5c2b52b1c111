"""dbt in a process of its own that a test may kill or hold up at a statement.

The process is a fork: dbt is imported and the project is read once, by the test.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from dbt.cli.main import dbtRunner

OnStatement = Callable[[int, str], None]
KILLED = -signal.SIGKILL


class FailedCommandError(Exception):
    """A dbt command that should have succeeded."""


@dataclass(frozen=True)
class Ended:
    """How a dbt process ended: its exit code (negative: the signal) and what it said."""

    code: int
    output: str

    def must_succeed(self) -> Ended:
        """Itself.

        Raises:
            FailedCommandError: with what dbt said.
        """
        if self.code:
            raise FailedCommandError(f"exit code {self.code}\n{self.output[-1500:]}")
        return self


@dataclass(frozen=True)
class Running:
    """A dbt process under way."""

    pid: int
    log: Path

    def said(self) -> str:
        """What it has said so far."""
        return self.log.read_text(encoding="utf-8")

    def wait(self) -> Ended:
        """Wait for its end."""
        _, status = os.waitpid(self.pid, 0)
        return Ended(os.waitstatus_to_exitcode(status), self.said())


def read_project(root: Path) -> Any:
    """The manifest of a project, read in this process.

    Raises:
        FailedCommandError: with what dbt said.
    """
    answer = dbtRunner().invoke(["parse", "--quiet", *_places(root, root / "target")])
    if not answer.success:
        raise FailedCommandError(str(answer.exception))
    return answer.result


def start(
    root: Path,
    command: Sequence[str],
    manifest: Any = None,
    on_statement: OnStatement | None = None,
    name: str = "target",
) -> Running:
    """Start a dbt command.

    Args:
        root: the project, which is also the place of its profile.
        command: the command with its arguments.
        manifest: the project as `read_project` gave it; without it dbt reads the files.
        on_statement: called in the new process before each SQL statement, with its number from 1.
        name: the folder for dbt's artifacts; two processes at once need two.
    """
    log = root / f"{name}.log"
    log.write_text("", encoding="utf-8")
    pid = os.fork()
    if pid == 0:
        _run(root, command, manifest, on_statement, name, log)
    return Running(pid, log)


def _run(
    root: Path,
    command: Sequence[str],
    manifest: Any,
    on_statement: OnStatement | None,
    name: str,
    log: Path,
) -> NoReturn:
    """What the new process does; it never returns to the test."""
    code = 3
    try:
        sys.stdout = sys.stderr = log.open("w", encoding="utf-8", buffering=1)
        _forget_databases()
        if on_statement is not None:
            _watch_statements(on_statement)
        answer = dbtRunner(manifest=manifest).invoke([*command, *_places(root, root / name)])
        if answer.exception is not None:
            print(answer.exception)
        code = 0 if answer.success else 1
    except BaseException as error:
        print(repr(error))
    finally:
        sys.stdout.flush()
        os._exit(code)


_LEFT_ALONE: list[object] = []


def _forget_databases() -> None:
    """Leave DuckDB as another test opened it in this process before the fork to that process.

    Its threads were not copied: to close it here, as dbt would, is a segmentation fault, and so is
    to let go of the last reference to it.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    _LEFT_ALONE.append(DuckDBConnectionManager._ENV)
    DuckDBConnectionManager._ENV = None


def _places(root: Path, target: Path) -> list[str]:
    return [
        *("--project-dir", str(root), "--profiles-dir", str(root)),
        *("--target-path", str(target), "--log-path", str(target)),
        *("--log-level-file", "none", "--no-use-colors"),
    ]


def _watch_statements(on_statement: OnStatement) -> None:
    """Call before each statement that this process sends, `begin` and `commit` among them."""
    import dbt.adapters.duckdb
    import dbt.adapters.postgres  # noqa: F401
    from dbt.adapters.sql.connections import SQLConnectionManager

    add_query = SQLConnectionManager.add_query
    count = 0

    def watched(self: Any, sql: str, auto_begin: bool = True, *more: Any, **options: Any) -> Any:
        nonlocal count
        if auto_begin and not self.get_thread_connection().transaction_open:
            self.begin()
        count += 1
        on_statement(count, sql)
        return add_query(self, sql, auto_begin, *more, **options)

    SQLConnectionManager.add_query = watched  # type: ignore[method-assign]


def killed_before(statement: int) -> OnStatement:
    """The process dies, with no word to anybody, before it sends this statement."""

    def on_statement(number: int, _: str) -> None:
        if number == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    return on_statement


def killed_before_words(words: str) -> OnStatement:
    """As `killed_before`, at the first statement that has these words."""

    def on_statement(_: int, sql: str) -> None:
        if words in sql:
            os.kill(os.getpid(), signal.SIGKILL)

    return on_statement


def failing_before_words(words: str) -> OnStatement:
    """The first statement that has these words fails, and with it its node."""
    is_due = True

    def on_statement(_: int, sql: str) -> None:
        nonlocal is_due
        if is_due and words in sql:
            is_due = False
            raise MemoryError("as a test has it")

    return on_statement


def delayed_before(words: str, seconds: float) -> OnStatement:
    """The process pauses before the first statement that has these words."""
    is_due = True

    def on_statement(_: int, sql: str) -> None:
        nonlocal is_due
        if is_due and words in sql:
            is_due = False
            time.sleep(seconds)

    return on_statement


def written_to(path: Path) -> OnStatement:
    """Each statement as a line of a file: its number and its first words."""

    def on_statement(number: int, sql: str) -> None:
        lines = [line for line in sql.splitlines() if line and not line.startswith(("--", "/*"))]
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{number} {' '.join(' '.join(lines).split())[:300]}\n")

    return on_statement
