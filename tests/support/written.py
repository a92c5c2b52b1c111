"""Definitions made from plain dicts, without files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from segsmith.definitions.parse import Definitions, parse
from segsmith.errors import Position
from segsmith.read import SourceFile, SourceTree, plain
from segsmith.read.nodes import node_of
from segsmith.read.yaml_nodes import read_yaml

CATALOG_FOLDER = Path(__file__).parent.parent / "spec" / "catalog"
Written = Mapping[str, Any]
StagesByName = Mapping[str, Sequence[str]]


def read_plain(path: Path) -> Any:
    """A YAML file as our reader sees it: dicts, lists and values."""
    return plain(read_yaml(path.read_text(encoding="utf-8"), path.name))


@cache
def base_catalog() -> tuple[Written, ...]:
    """The catalog that spec cases and drawn definitions share."""
    return tuple(read_plain(path) for path in sorted(CATALOG_FOLDER.glob("*.yml")))


def definitions_of(
    segments: Iterable[Written],
    time_zone: str = "UTC",
    catalog: Iterable[Written] | None = None,
    stages: StagesByName | None = None,
) -> Definitions:
    """Definitions as the parser gives them; each segment a dict with its `segment` key."""
    return parse(
        SourceTree(
            project=_file("project", {"time_zone": time_zone}),
            approvals=None,
            catalog=tuple(_file("item", written) for written in catalog or base_catalog()),
            segments=tuple(_file(written["segment"], written) for written in segments),
            stages=tuple(
                _file(name, {"stages": name, "order": list(order)})
                for name, order in (stages or {}).items()
            ),
        )
    )


def _file(stem: str, written: Written) -> SourceFile:
    return SourceFile(f"{stem}.yml", node_of(dict(written), Position(f"{stem}.yml")))
