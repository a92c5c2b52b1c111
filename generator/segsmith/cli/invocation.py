"""One invocation: its project, its two consoles, and how mistakes are told."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from segsmith.errors import UserError
from segsmith.errors.picture import pictures
from segsmith.warehouse import Place, WarehouseError, find_root

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Options:
    """What stands before the command."""

    project_dir: Path
    profiles_dir: Path | None
    target: str | None

    @functools.cached_property
    def place(self) -> Place:
        """The project and the target meant.

        Raises:
            WarehouseError: there is no project here.
        """
        if not self.project_dir.is_dir():
            raise WarehouseError("no-project", f"there is no folder {self.project_dir}")
        profiles = self.profiles_dir.resolve() if self.profiles_dir else None
        return Place(find_root(self.project_dir), profiles, self.target)


def out() -> Console:
    """Where results go."""
    return Console(highlight=False)


def err() -> Console:
    """Where notes, progress and mistakes go."""
    return Console(stderr=True, highlight=False)


def note(message: str) -> None:
    """One line that is no result."""
    err().print(Text(message, style="dim"), soft_wrap=True)


def warn(message: str) -> None:
    """One line that deserves a look."""
    err().print(Text.assemble(("warning", "bold yellow"), f": {message}"), soft_wrap=True)


def print_json(value: object) -> None:
    """For machines: no colours, no wrapping."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


def told(command: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A command whose mistakes are told without a traceback; exit code 1."""

    @functools.wraps(command)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except UserError as error:
            _tell_problems(error, kwargs)
        except WarehouseError as error:
            tell(error)
        except BrokenPipeError:
            # The reader, like `head`, has enough; nothing more may be written at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1)

    return guarded


def _tell_problems(error: UserError, arguments: dict[str, Any]) -> None:
    context = arguments.get("context")
    options = context.obj if isinstance(context, typer.Context) else None
    root = options.place.root if isinstance(options, Options) else Path.cwd()
    for line in pictures(error.problems, root).splitlines():
        is_head = line.startswith(("error[", "warning["))
        err().print(Text(line, style="bold" if is_head else ""), soft_wrap=True)


def tell(error: WarehouseError) -> None:
    """A mistake that stands in no file: one line, and one with the way on."""
    err().print(
        Text.assemble((f"error[{error.rule}]", "bold red"), f": {error.message}"), soft_wrap=True
    )
    if error.help:
        err().print(Text(f"  = help: {error.help}"), soft_wrap=True)
