"""A content hash that does not change with layout, order of conditions or nesting of groups."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from segsmith.resolve.nodes import (
    Every,
    Function,
    HoldsRule,
    InSegment,
    Lasting,
    Node,
    Past,
    Scorecard,
    Scored,
    Some,
    Trait,
)
from segsmith.resolve.time_nodes import (
    DayStart,
    LocalDay,
    PeriodDay,
    PeriodStart,
    ThisMonth,
)
from segsmith.resolve.walk import walk

_CALENDAR = (DayStart, PeriodStart, LocalDay, PeriodDay, ThisMonth)
_LOCAL_FUNCTIONS = ("local_date", "day_start", "month", "year")


def digest(text: str, length: int) -> str:
    """The first hex digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def canonical(value: object, segment_hashes: Mapping[str, str] | None = None) -> str:
    """A node (or trait) as text; a reference to a segment is that segment's hash."""
    hashes = segment_hashes or {}
    match value:
        case Every() | Some():
            parts = sorted(canonical(part, hashes) for part in _flat(value))
            return f"{type(value).__name__}({','.join(parts)})"
        case InSegment() | HoldsRule():
            across = ""
            if isinstance(value, InSegment):
                across = f"{value.relation}," if value.relation else ""
                across += "kept," if value.is_kept else ""
            referred = hashes.get(value.segment, value.segment)
            return f"{type(value).__name__}({across}{referred})"
        case Past():
            # by its hash as well: a segment that gets another name keeps its history
            referred = hashes.get(value.segment, value.segment)
            return f"Past({value.happening},{referred},{canonical(value.window, hashes)})"
        case Lasting():
            parts = [canonical(part, hashes) for part in (value.rule, value.since)]
            return f"Lasting({value.source},{','.join(parts)})"
        case Scored():
            return canonical(value.value, hashes)
        case tuple():
            return "[" + ",".join(canonical(item, hashes) for item in value) + "]"
        case datetime() | date():
            return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        skipped = {"window_words"} if isinstance(value, Trait) else set()
        if isinstance(value, Scorecard):
            skipped = {"name"}  # a table's name, no part of the meaning
        parts = [
            f"{field.name}={canonical(getattr(value, field.name), hashes)}"
            for field in fields(value)
            if field.name not in skipped
        ]
        return f"{type(value).__name__}({','.join(parts)})"
    return repr(value)


def _flat(group: Every | Some) -> list[Node]:
    found: list[Node] = []
    for part in group.parts:
        if isinstance(part, (Every, Some)) and type(part) is type(group):
            found.extend(_flat(part))
        else:
            found.append(part)
    return found


def uses_calendar(nodes: list[Node]) -> bool:
    """Whether the project's time zone matters to any of the nodes."""
    return any(
        isinstance(part, _CALENDAR)
        or (isinstance(part, Function) and part.name in _LOCAL_FUNCTIONS)
        for node in nodes
        for part in walk(node)
    )
