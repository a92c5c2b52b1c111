"""JSON as a person reads it: what fits on a line stands on one line."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 100


def laid_out(value: Any, indent: int = 0, taken: int = 0) -> str:
    """The JSON text; `taken` characters stand before it on its first line."""
    short = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or indent + taken + len(short) < WIDTH:
        return short
    inner = " " * (indent + 2)
    if isinstance(value, list):
        lines = [f"{inner}{laid_out(item, indent + 2)}" for item in value]
        return "[\n" + ",\n".join(lines) + "\n" + " " * indent + "]"
    lines = []
    for key, item in value.items():
        name = f"{json.dumps(key, ensure_ascii=False)}: "
        lines.append(f"{inner}{name}{laid_out(item, indent + 2, len(name))}")
    return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
