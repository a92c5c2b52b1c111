"""What definitions expect of their members: the names are known, the ids are ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from segsmith.definitions.catalog import Entity, KeyType
from segsmith.definitions.parse import Document
from segsmith.definitions.segments import Segment
from segsmith.errors import Problem, did_you_mean

_WANTED = {"text": "text", "integer": "a whole number", "uuid": "a UUID"}


def expectation_problems(
    documents: Mapping[str, Document[Segment]], entities: Mapping[str, Document[Entity]]
) -> Iterator[Problem]:
    """Ids of another type than the entity's key, segments that are not there, contradictions."""
    for key, document in documents.items():
        entity = entities.get(document.model.entity)
        if entity is not None:
            yield from _ids(document, entity.model.key.type)
        yield from _pairs(key, document, documents)


def _ids(document: Document[Segment], key_type: KeyType) -> Iterator[Problem]:
    expect = document.model.expect
    for word, ids in (("members", expect.members), ("not_members", expect.not_members)):
        for index, value in enumerate(ids):
            position = document.at("expect", word, index)
            if not _is_id(value, key_type):
                shown = str(value).lower() if isinstance(value, bool) else str(value)
                help_ = f"quote it: '{shown}'" if key_type == "text" else ""
                found = f"found {value!r}, expected {_WANTED[key_type]}: the type of the key"
                yield Problem(position, "wrong-type", found, help_)
            elif word == "not_members" and value in expect.members:
                message = f"{value!r} is expected to be in and to be out"
                yield Problem(position, "expect-both", message, "keep one of them")


def _is_id(value: object, key_type: KeyType) -> bool:
    match key_type:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
        case "uuid":
            return isinstance(value, str) and _is_uuid(value)
    return isinstance(value, str)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _pairs(
    key: str, document: Document[Segment], documents: Mapping[str, Document[Segment]]
) -> Iterator[Problem]:
    expect = document.model.expect
    for word in ("subset_of", "disjoint_from"):
        for index, other in enumerate(getattr(expect, word)):
            position = document.at("expect", word, index)
            there = documents.get(other)
            if other == key:
                message = f"`{word}` names the segment itself"
                yield Problem(position, "expect-itself", message, "name another segment")
            elif there is None:
                message = f"there is no segment `{other}`"
                yield Problem(position, "unknown-segment", message, did_you_mean(other, documents))
            elif there.model.entity != document.model.entity:
                message = f"`{other}` is of {there.model.entity}, not of {document.model.entity}"
                help_ = "compare segments of one entity"
                yield Problem(position, "unknown-segment", message, help_)
            elif word == "disjoint_from" and other in expect.subset_of:
                message = f"a subset of `{other}` and disjoint from it"
                yield Problem(position, "expect-both", message, "keep one of them")
