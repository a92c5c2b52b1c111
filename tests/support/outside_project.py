"""A throw-away dbt project as an outside user has it: own project, own profile, our macros."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from segsmith.definitions.catalog import CatalogItem
from segsmith.definitions.parse import Definitions
from tests.support.columns import between_tables

REPOSITORY = Path(os.environ.get("SEGSMITH_REPOSITORY") or Path(__file__).parents[2])
_PROJECT = """name: outside
version: "1.0"
profile: outside
model-paths: [models]
flags:
  send_anonymous_usage_stats: false
"""


@dataclass(frozen=True)
class OutsideProject:
    """A project folder; `profile` is the output of its one target."""

    root: Path
    profile: dict[str, Any]

    def write(self, definitions: Definitions, segments: Iterable[Any], catalog: Any) -> None:
        """Write everything that a user writes; the generator's part is not among it."""
        self._file("dbt_project.yml", _PROJECT)
        outputs = {"outputs": {"test": self.profile}, "target": "test"}
        self._file("profiles.yml", as_yaml({"outside": outputs}))
        self._file("packages.yml", as_yaml({"packages": [{"local": "segsmith_package"}]}))
        self._install_macros()
        self._file("models/sources.yml", as_yaml(dbt_sources(definitions)))
        settings = {"time_zone": definitions.project.model.time_zone}
        self._file("segment_defs/project.yml", as_yaml(settings))
        for number, item in enumerate(catalog):
            self._file(f"segment_defs/catalog/item_{number}.yml", as_yaml(item))
        for segment in segments:
            self._file(f"segment_defs/segments/{segment['segment']}.yml", as_yaml(segment))
        for stages in definitions.stages:
            written = {"stages": stages.model.stages, "order": stages.model.order}
            self._file(f"segment_defs/stages/{stages.model.stages}.yml", as_yaml(written))

    def _install_macros(self) -> None:
        """What `dbt deps` does for a local package, with nothing of the demo in it."""
        package = self.root / "dbt_packages" / "segsmith"
        if not package.exists():
            package.mkdir(parents=True)
            for name in ("dbt_project.yml", "macros"):
                (package / name).symlink_to(REPOSITORY / name)

    def _file(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def dbt_sources(definitions: Definitions) -> dict[str, Any]:
    """The sources.yml of the tables that the catalog names."""
    names = [table_name(document.model) for document in definitions.sources]
    names += [table for table, _ in between_tables(definitions).values()]
    tables = [{"name": name} for name in dict.fromkeys(names)]
    source = {"name": "shop", "schema": "shop", "tables": tables}
    return {"version": 2, "sources": [source]}


def table_name(source: CatalogItem) -> str:
    """The table of a source; test catalogs name all of them by `source`."""
    assert source.from_.source is not None
    return source.from_.source[1]


def as_yaml(value: Any) -> str:
    """A value as JSON, which is YAML: every text in quotes, decimals as they are written."""
    match value:
        case dict():
            pairs = (f"{json.dumps(key)}: {as_yaml(item)}" for key, item in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list() | tuple():
            return "[" + ", ".join(as_yaml(item) for item in value) + "]"
        case Decimal():
            return str(value)
        case datetime():
            return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False)
