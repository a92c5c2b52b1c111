"""Where a dbt project is, and which target of its profile is meant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from segsmith.warehouse.errors import WarehouseError

DEFINITIONS = "segment_defs"
DBT_PROJECT = "dbt_project.yml"


@dataclass(frozen=True)
class Place:
    """A dbt project's folder and the profile target asked for (None: the profile's default)."""

    root: Path
    profiles_dir: Path | None = None
    target: str | None = None

    def dbt_arguments(self) -> list[str]:
        """What every dbt command needs to find this project and target."""
        arguments = ["--project-dir", str(self.root)]
        if self.profiles_dir is not None:
            arguments += ["--profiles-dir", str(self.profiles_dir)]
        if self.target is not None:
            arguments += ["--target", self.target]
        return arguments


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds a dbt project or definitions.

    Raises:
        WarehouseError: there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / DBT_PROJECT).is_file() or (folder / DEFINITIONS).is_dir():
            return folder
    raise WarehouseError(
        "no-project",
        f"there is no dbt project in {start} or above it",
        "run in the dbt project's folder, or name it with --project-dir",
    )
