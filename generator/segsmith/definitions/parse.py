"""Nodes to definitions: every file validated by its model, all mistakes told together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from segsmith.definitions.catalog import (
    CATALOG_KINDS,
    CatalogItem,
    Entity,
    EventSource,
    ListSource,
    TagSource,
)
from segsmith.definitions.segments import Approvals, Project, Segment
from segsmith.definitions.strict import Strict
from segsmith.definitions.vocabulary import known_keys
from segsmith.errors import Position, Problem, UserError, did_you_mean
from segsmith.read import Mapping, Scalar, SourceFile, SourceTree, plain
from segsmith.read.nodes import Node, locate, locate_key, scalars

Model = TypeVar("Model", bound=Strict, covariant=True)


@dataclass(frozen=True)
class Document(Generic[Model]):
    """A definition and where it was written."""

    model: Model
    file: str
    node: Node

    def at(self, *path: str | int) -> Position:
        """The position of a value in the file."""
        return locate(self.node, path)

    def at_key(self, *path: str | int) -> Position:
        """The position of a key in the file."""
        return locate_key(self.node, path)


@dataclass(frozen=True)
class Definitions:
    """Everything that was written, checked for its shape only."""

    project: Document[Project]
    approvals: Document[Approvals]
    entities: tuple[Document[Entity], ...]
    events: tuple[Document[EventSource], ...]
    tags: tuple[Document[TagSource], ...]
    lists: tuple[Document[ListSource], ...]
    segments: tuple[Document[Segment], ...]

    @property
    def sources(self) -> tuple[Document[CatalogItem], ...]:
        """Every catalog source."""
        return (*self.entities, *self.events, *self.tags, *self.lists)


def parse(tree: SourceTree) -> Definitions:
    """Check the shape of every file.

    Raises:
        UserError: all mistakes of all files.
    """
    problems: list[Problem] = []
    catalog = [_catalog_item(file, problems) for file in tree.catalog]
    segments = [_segment(file, problems) for file in tree.segments]
    project = _optional(Project, tree.project, "project.yml", problems)
    approvals = _optional(Approvals, tree.approvals, "approvals.yml", problems)
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
        segments=tuple(_of_its_entity(s, entities) for s in segments if s is not None),
    )


def _of(kind: type[Model], items: Iterable[Document[Any]]) -> tuple[Document[Model], ...]:
    return tuple(item for item in items if isinstance(item.model, kind))


def _catalog_item(file: SourceFile, problems: list[Problem]) -> Document[CatalogItem] | None:
    node = file.node
    kinds: dict[str, type[CatalogItem]] = {**CATALOG_KINDS, "entity": Entity}
    if isinstance(node, Mapping):
        # `entity` stands in every source, so the others decide first.
        for word, kind in kinds.items():
            if node.key(word) is not None:
                return _validate(kind, file, problems)
    problems.append(
        Problem(
            node.position,
            "not-a-catalog-file",
            "this file does not say what it describes",
            "a catalog file begins with one of: entity, events, tags, lists",
        )
    )
    return None


def _segment(file: SourceFile, problems: list[Problem]) -> Document[Segment] | None:
    document = _validate(Segment, file, problems)
    if document is None:
        return None
    stem = PurePosixPath(file.path).stem
    if stem != document.model.segment:
        problems.append(
            Problem(
                document.at("segment"),
                "file-name",
                f"the segment `{document.model.segment}` stands in a file named `{stem}`",
                f"rename the file to {document.model.segment}.yml (one file a segment)",
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
        document = _validate(kind, file, problems)
        if document is not None:
            return document
    path = f"segment_defs/{name}"
    return Document(kind(), path, Mapping((), Position(path)))


def _validate(
    kind: type[Model], file: SourceFile, problems: list[Problem]
) -> Document[Model] | None:
    if not isinstance(file.node, Mapping):
        problems.append(
            Problem(
                file.node.position,
                "not-a-mapping",
                "a definition is a mapping of keys to values",
                "begin with for instance `segment: my_segment`",
            )
        )
        return None
    nulls = [_null(scalar) for scalar in scalars(file.node) if scalar.value is None]
    if nulls:
        problems.extend(nulls)
        return None
    try:
        return Document(kind.model_validate(plain(file.node)), file.path, file.node)
    except ValidationError as error:
        problems.extend(_problem(details, file.node) for details in error.errors())
    except RecursionError:
        problems.append(Problem(file.node.position, "too-deep", "the rule is nested too deeply"))
    return None


def _null(scalar: Scalar) -> Problem:
    return Problem(
        scalar.position,
        "null-value",
        "null is no value" if scalar.text else "a value is missing",
        "leave the key out; in a condition, `is_set: false` says null; quote it if it is text",
    )


def _problem(details: Any, node: Node) -> Problem:
    path = tuple(details["loc"])
    position = locate(node, path)
    context = details.get("ctx") or {}
    match details["type"]:
        case "segsmith":
            if context["at"]:
                position = locate_key(node, (*path, context["at"]))
            return Problem(position, context["rule"], context["text"], context["help"])
        case "extra_forbidden":
            return Problem(
                locate_key(node, path),
                "unknown-key",
                f"the key `{path[-1]}` is not known here",
                did_you_mean(str(path[-1]), known_keys()),
            )
        case "missing":
            return Problem(position, "missing-key", f"the key `{path[-1]}` is missing")
        case "literal_error":
            return Problem(
                position,
                "bad-word",
                f"{details['input']!r} is not allowed here",
                f"one of {context.get('expected', '')}",
            )
        case _:
            found = details["input"]
            shown = repr(found) if not isinstance(found, (dict, list)) else "a list or mapping"
            return Problem(position, "wrong-shape", f"found {shown}: {details['msg'].lower()}")
