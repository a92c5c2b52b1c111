"""Nodes to definitions: every file validated by its model, all mistakes told together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, TypeVar

from segsmith.definitions.catalog import (
    CATALOG_KINDS,
    CatalogItem,
    Entity,
    EventSource,
    ListSource,
    ObjectSource,
    TagSource,
)
from segsmith.definitions.documents import Document, Model, validate
from segsmith.definitions.histories import SegmentCondition
from segsmith.definitions.segments import Approvals, Project, Segment
from segsmith.definitions.stages import Stages
from segsmith.definitions.variants import (
    VariantKey,
    find_variants,
    read_segment,
    variant_key,
)
from segsmith.errors import Position, Problem, UserError
from segsmith.read import Mapping as MappingNode
from segsmith.read import SourceFile, SourceTree

Named = TypeVar("Named", Segment, Stages)

__all__ = ["Definitions", "Document", "parse"]


@dataclass(frozen=True)
class Definitions:
    """Everything that was written, checked for its shape only."""

    project: Document[Project]
    approvals: Document[Approvals]
    entities: tuple[Document[Entity], ...]
    events: tuple[Document[EventSource], ...]
    tags: tuple[Document[TagSource], ...]
    lists: tuple[Document[ListSource], ...]
    objects: tuple[Document[ObjectSource], ...]
    segments: tuple[Document[Segment], ...]
    variants: Mapping[VariantKey, Document[Segment]] = field(default_factory=dict)
    stages: tuple[Document[Stages], ...] = ()

    def variant(self, reference: SegmentCondition) -> VariantKey | None:
        """The key of the variant that a reference means; None where it means the segment itself."""
        key = variant_key(reference.segment, reference.with_ or {})
        return key if key in self.variants else None

    def stages_after(self, segment: str) -> tuple[str, ...]:
        """The further stages of the set that a segment is a stage of; none where it is of none."""
        found = [stages.model for stages in self.stages if segment in stages.model.order]
        return found[0].after(segment) if found else ()

    @cached_property
    def by_key(self) -> Mapping[str, Document[Segment]]:
        """The segments by key."""
        return {document.model.segment: document for document in self.segments}

    @property
    def sources(self) -> tuple[Document[CatalogItem], ...]:
        """Every catalog source."""
        return (*self.entities, *self.events, *self.tags, *self.lists, *self.objects)


def parse(tree: SourceTree) -> Definitions:
    """Check the shape of every file.

    Raises:
        UserError: all mistakes of all files.
    """
    problems: list[Problem] = []
    catalog = [_catalog_item(file, problems) for file in tree.catalog]
    segments = [_named("segment", read_segment(f, problems), problems) for f in tree.segments]
    stages = [_named("stages", validate(Stages, f, problems), problems) for f in tree.stages]
    project = _optional(Project, tree.project, "project.yml", problems)
    approvals = _optional(Approvals, tree.approvals, "approvals.yml", problems)
    known = {s.model.segment: f for s, f in zip(segments, tree.segments, strict=True) if s}
    variants = find_variants(known, problems)
    if problems:
        raise UserError(problems)
    items = [item for item in catalog if item is not None]
    entities = _of(Entity, items)
    return Definitions(
        project=project,
        approvals=approvals,
        entities=entities,
        events=_of(EventSource, items),
        tags=_of(TagSource, items),
        lists=_of(ListSource, items),
        objects=_of(ObjectSource, items),
        segments=tuple(_of_its_entity(s, entities) for s in segments if s is not None),
        variants={key: _of_its_entity(s, entities) for key, s in variants.items()},
        stages=tuple(each for each in stages if each is not None),
    )


def _of(kind: type[Model], items: Iterable[Document[Any]]) -> tuple[Document[Model], ...]:
    return tuple(item for item in items if isinstance(item.model, kind))


def _catalog_item(file: SourceFile, problems: list[Problem]) -> Document[CatalogItem] | None:
    node = file.node
    kinds: dict[str, type[CatalogItem]] = {**CATALOG_KINDS, "entity": Entity}
    if isinstance(node, MappingNode):
        # `entity` stands in every source, so the others decide first.
        for word, kind in kinds.items():
            if node.key(word) is not None:
                return validate(kind, file, problems)
    problems.append(
        Problem(
            node.position,
            "not-a-catalog-file",
            "this file does not say what it describes",
            "a catalog file begins with one of: entity, events, objects, tags, lists",
        )
    )
    return None


def parse_segment(file: SourceFile) -> Segment:
    """Check the shape of one segment.

    Raises:
        UserError: all its mistakes.
    """
    problems: list[Problem] = []
    document = _named("segment", read_segment(file, problems), problems)
    if document is None:
        raise UserError(problems)
    return document.model


def _named(
    word: str, document: Document[Named] | None, problems: list[Problem]
) -> Document[Named] | None:
    """The definition where its file bears its name."""
    if document is None:
        return None
    stem, name = PurePosixPath(document.file).stem, str(getattr(document.model, word))
    what = "segment" if word == "segment" else "set"
    if stem != name:
        problems.append(
            Problem(
                document.at(word),
                "file-name",
                f"the {what} `{name}` stands in a file named `{stem}`",
                f"rename the file to {name}.yml (one file a {what})",
            )
        )
        return None
    return document


def _of_its_entity(
    document: Document[Segment], entities: tuple[Document[Entity], ...]
) -> Document[Segment]:
    """A segment that does not name its entity is of the only one there is."""
    segment = document.model
    if len(entities) != 1 or "entity" in segment.model_fields_set:
        return document
    only = entities[0].model.entity
    return replace(document, model=segment.model_copy(update={"entity": only}))


def _optional(
    kind: type[Model], file: SourceFile | None, name: str, problems: list[Problem]
) -> Document[Model]:
    if file is not None:
        document = validate(kind, file, problems)
        if document is not None:
            return document
    path = f"segment_defs/{name}"
    return Document(kind(), path, MappingNode((), Position(path)))
