"""A bug: one change of text in a file of the project under test, planted and taken out again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.player import Player
from tests.support.outside_project import REPOSITORY

MACROS = "dbt_packages/segsmith/macros"
PAGES = "models/segsmith/contact"


@dataclass(frozen=True)
class Bug:
    """`oracle` is the one that must find it. `file` is below the project's root."""

    name: str
    oracle: str
    file: str
    old: str
    new: str

    def plant(self, root: Path) -> None:
        """Change the text, which stands there once."""
        file = root / self.file
        text = file.read_text(encoding="utf-8")
        count = text.count(self.old)
        assert count == 1, f"{self.old!r} stands {count} times in {self.file}"
        file.write_text(text.replace(self.old, self.new), encoding="utf-8")

    @property
    def is_in_macros(self) -> bool:
        """Whether it is in what the project installed, else in what was generated."""
        return self.file.startswith(MACROS)


@contextmanager
def planted(player: Player, bug: Bug) -> Iterator[None]:
    """The bug stands in this project only, which is as it was afterwards."""
    with own_macros(player.root, bug):
        file = player.root / bug.file
        text = file.read_text(encoding="utf-8")
        try:
            if not bug.is_in_macros:
                bug.plant(player.root)
            player.read()
            yield
        finally:
            file.write_text(text, encoding="utf-8")


@contextmanager
def own_macros(root: Path, bug: Bug) -> Iterator[None]:
    """The project has macros of its own, with the bug if it is one of theirs."""
    if not bug.is_in_macros:
        yield
        return
    package = root / MACROS
    package.unlink()
    shutil.copytree(REPOSITORY / "macros", package)
    try:
        bug.plant(root)
        yield
    finally:
        shutil.rmtree(package)
        package.symlink_to(REPOSITORY / "macros")
