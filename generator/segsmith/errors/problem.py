"""One mistake of a user: where it is, what was found, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Position:
    """A place in a definition file: lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake with a stable rule id; ordered by file and line."""

    position: Position
    rule: str
    message: str
    help: str = ""
    severity: str = "error"


class UserError(Exception):
    """All mistakes found in one stage, sorted; never shown as a traceback."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__(
            "; ".join(
                f"{p.position.file}:{p.position.line}: [{p.rule}] {p.message}"
                for p in self.problems
            )
        )
