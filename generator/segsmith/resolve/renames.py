"""Segments that had other names: an old name belongs to one segment, and is no segment now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from segsmith.definitions.parse import Document
from segsmith.definitions.segments import Segment
from segsmith.errors import Problem


def rename_problems(documents: Mapping[str, Document[Segment]]) -> Iterator[Problem]:
    """Old names that are a segment's own, are defined still, or are claimed twice."""
    claimed: dict[str, str] = {}
    for key, document in sorted(documents.items()):
        for index, old in enumerate(document.model.renamed_from):
            message, help_ = _wrong(key, old, documents, claimed)
            if message:
                position = document.at("renamed_from", index)
                yield Problem(position, "bad-rename", message, help_)
            claimed.setdefault(old, key)


def _wrong(
    key: str, old: str, documents: Mapping[str, Document[Segment]], claimed: Mapping[str, str]
) -> tuple[str, str]:
    if old == key:
        return f"`{old}` is the name that the segment has now", "name the keys that it had before"
    if old in documents:
        return (
            f"`{old}` is still defined, in {documents[old].file}",
            "its history is its own: take the key out of `renamed_from`",
        )
    if old in claimed:
        other = "this segment, above" if claimed[old] == key else f"`{claimed[old]}`"
        return f"`{old}` is already an old name of {other}", "a history goes on in one segment"
    return "", ""


def name_now(old: str, documents: Mapping[str, Document[Segment]]) -> str | None:
    """The segment that once had this name."""
    for key, document in documents.items():
        if old in document.model.renamed_from:
            return key
    return None
