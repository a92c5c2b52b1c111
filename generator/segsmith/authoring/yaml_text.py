"""A definition as the YAML that a person would write: short conditions on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segsmith.authoring.flow_yaml import flow, in_block
from segsmith.definitions.segments import Segment

WIDTH = 100
_GROUPS = ("all", "any", "none")


def segment_text(definition: Mapping[str, Any]) -> str:
    """The YAML of a segment, its keys in the order of the reference."""
    order = [each.alias or name for name, each in Segment.model_fields.items()]
    known = [key for key in order if key in definition]
    known += [key for key in definition if key not in order]  # for its check to refuse
    return "".join(f"{line}\n" for key in known for line in _entry(key, definition[key], 0))


def _entry(key: str, value: Any, indent: int) -> list[str]:
    """`key: value`, on one line where it fits and holds no group."""
    pad = " " * indent
    line = f"{pad}{flow(key)}: {in_block(value)}"
    is_short = len(line) <= WIDTH and not _is_grouped({key: value})
    if not isinstance(value, (dict, list)) or is_short:
        return [line]
    below = _items(value, indent + 2) if isinstance(value, list) else _pairs(value, indent + 2)
    return [f"{pad}{flow(key)}:", *below] if value else [line]


def _pairs(value: dict[str, Any], indent: int) -> list[str]:
    return [line for key, item in value.items() for line in _entry(key, item, indent)]


def _items(values: list[Any], indent: int) -> list[str]:
    pad = " " * indent
    lines: list[str] = []
    for value in values:
        short = f"{pad}- {flow(value)}"
        is_short = len(short) <= WIDTH and not _is_grouped(value)
        if not isinstance(value, dict) or (is_short and "not" not in value):
            lines.append(short)
            continue
        first, *rest = _pairs(value, indent + 2)
        lines += [f"{pad}- {first.strip()}", *rest]
    return lines


def _is_grouped(value: Any) -> bool:
    if isinstance(value, list):
        return any(_is_grouped(item) for item in value)
    if not isinstance(value, dict):
        return False
    return any(key in _GROUPS or _is_grouped(item) for key, item in value.items())
