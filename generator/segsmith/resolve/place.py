"""A place in a definition file, by the path that leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from segsmith.errors import Position

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """A path in a document, for positions."""

    document: Any
    path: Path

    def value(self, *more: str | int) -> Position:
        """The position of the value below."""
        found: Position = self.document.at(*self.path, *(_written(step) for step in more))
        return found

    def key(self, *more: str | int) -> Position:
        """The position of the key below."""
        found: Position = self.document.at_key(*self.path, *(_written(step) for step in more))
        return found

    def below(self, *more: str | int) -> Place:
        """The place below."""
        return Place(self.document, (*self.path, *more))


def _written(step: str | int) -> str | int:
    return step.rstrip("_") if isinstance(step, str) else step
