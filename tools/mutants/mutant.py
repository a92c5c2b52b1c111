"""A mutant: an exact change of text in one file of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class GoneError(Exception):
    """The text that a mutant changes is no longer there, or stands there more than once."""


@dataclass(frozen=True)
class Mutant:
    """One rule broken.

    `seen_by` are the tests to ask: names of spec cases (with `*`), laid together on DuckDB, or
    paths of test files (and tests in them).
    """

    name: str
    file: str
    old: str
    new: str
    seen_by: tuple[str, ...]

    def broken(self, root: Path) -> str:
        """The text of the file below `root` with the rule broken.

        Raises:
            GoneError: the text does not stand there exactly once.
        """
        text = (root / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise GoneError(
                f"the text that `{self.name}` (tools/mutants) breaks stands "
                f"{text.count(self.old)} times in {self.file}: write the new one.\n{self.old}"
            )
        return text.replace(self.old, self.new)


def in_file(file: str, *seen_by: str) -> _InFile:
    """Mutants of one file that the same tests see."""
    return _InFile(file, seen_by)


@dataclass(frozen=True)
class _InFile:
    file: str
    seen_by: tuple[str, ...]

    def __call__(self, name: str, old: str, new: str, *seen_by: str) -> Mutant:
        return Mutant(name, self.file, old, new, seen_by or self.seen_by)
