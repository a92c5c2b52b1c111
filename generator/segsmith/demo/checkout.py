"""A scratch copy of the dbt project, so that playing changes no file of the checkout.

The copy begins with the definitions of 13 October: two segments are older there than today.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from segsmith.warehouse import Place

_COPIED = ("macros", "models", "segment_defs")
_FILES = ("dbt_project.yml", "profiles.yml", "selectors.yml")
_LINKED = ("seeds", "warehouse")
_EARLIER = Path(__file__).parent / "earlier"


class Checkout:
    """The copy under `target/demo/` of the project at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.scratch = root / "target" / "demo" / "project"
        self.place = Place(self.scratch, self.scratch)

    def copy(self) -> None:
        """Make the copy anew, with the earlier definitions in it."""
        shutil.rmtree(self.scratch.parent, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        for name in _COPIED:
            shutil.copytree(self.root / name, self.scratch / name)
        for name in (name for name in _FILES if (self.root / name).exists()):
            shutil.copy(self.root / name, self.scratch / name)
        for name in _LINKED:
            (self.root / name).mkdir(exist_ok=True)
            (self.scratch / name).symlink_to(self.root / name, target_is_directory=True)
        for earlier in sorted(_EARLIER.glob("*.yml")):
            shutil.copy(earlier, self._definition(self.scratch, earlier.stem))

    def bring_up_to_date(self, segment: str) -> None:
        """Give the copy today's definition of a segment."""
        shutil.copy(self._definition(self.root, segment), self._definition(self.scratch, segment))

    def generate(self) -> None:
        """Generate the copy's models and macros from its definitions."""
        from segsmith import pipeline

        pipeline.generate(self.scratch)

    @staticmethod
    def _definition(root: Path, segment: str) -> Path:
        return next((root / "segment_defs" / "segments").rglob(f"{segment}.yml"))
