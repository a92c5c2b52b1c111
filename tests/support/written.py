"""Definitions made from plain dicts, without files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from segsmith.definitions.catalog import Entity, EventSource, ListSource, TagSource
from segsmith.definitions.parse import Definitions, Document
from segsmith.definitions.segments import Approvals, Project, Segment
from segsmith.errors import Position
from segsmith.read import Mapping as MappingNode
from segsmith.read import plain
from segsmith.read.yaml_nodes import read_yaml

CATALOG_FOLDER = Path(__file__).parent.parent / "spec" / "catalog"
Written = Mapping[str, Any]


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
) -> Definitions:
    """Definitions as the parser gives them; each segment a dict with its `segment` key."""
    items = [_catalog_item(written) for written in catalog or base_catalog()]
    return Definitions(
        project=_document(Project.model_validate({"time_zone": time_zone})),
        approvals=_document(Approvals()),
        entities=tuple(_document(item) for item in items if isinstance(item, Entity)),
        events=tuple(_document(item) for item in items if isinstance(item, EventSource)),
        tags=tuple(_document(item) for item in items if isinstance(item, TagSource)),
        lists=tuple(_document(item) for item in items if isinstance(item, ListSource)),
        segments=tuple(_document(Segment.model_validate(written)) for written in segments),
    )


def _catalog_item(written: Written) -> Entity | EventSource | TagSource | ListSource:
    for word, kind in (("events", EventSource), ("tags", TagSource), ("lists", ListSource)):
        if word in written:
            return kind.model_validate(written)
    return Entity.model_validate(written)


def _document(model: Any) -> Document[Any]:
    return Document(model, "made.yml", MappingNode((), Position("made.yml")))
