"""The objects of an entity: tables of the catalog, and rows of entities that point at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from segsmith.definitions.catalog import Attribute, Entity, From, ObjectSource, ReachStep, Source
from segsmith.definitions.conditions import Condition
from segsmith.definitions.parse import Document
from segsmith.errors import Problem


class StepSource(Source):
    """A table between an entity and an object, or an entity's history, as a source of its own."""

    entity: str


@dataclass(frozen=True)
class RelatedObject:
    """What an object of an entity is made of.

    `source` is the catalog name of its table. `entity_key` is the column that names the entity;
    None where `steps` lead from the entity to the rows. `row_entity` is set where the rows are
    those of an entity: the other side of its to-one relation.
    """

    name: str
    entity: str
    source: str
    table: Source
    key: str
    attributes: Mapping[str, Attribute]
    entity_key: str | None
    steps: tuple[ReachStep, ...] = ()
    where: Condition | None = None
    row_entity: str = ""
    document: Document[ObjectSource] | None = None


def described_object(document: Document[ObjectSource]) -> RelatedObject:
    """The object that a catalog file describes."""
    model = document.model
    return RelatedObject(
        model.objects,
        model.entity,
        model.objects,
        model,
        model.key,
        model.attributes,
        model.entity_key,
        model.reached_by,
        model.where,
        document=document,
    )


def inverse_objects(entities: Mapping[str, Document[Entity]]) -> Iterator[RelatedObject]:
    """The other side of every to-one relation that has a name for it."""
    for document in entities.values():
        entity = document.model
        for relation in entity.relations.values():
            by = entity.attributes.get(relation.by)
            if relation.inverse is None or by is None:
                continue  # a missing attribute is told with the relation
            yield RelatedObject(
                relation.inverse,
                relation.to,
                entity.entity,
                entity,
                entity.key.column,
                entity.attributes,
                by.column or relation.by,
                row_entity=entity.entity,
            )


def step_sources(object_: RelatedObject) -> dict[str, StepSource]:
    """The tables between, by the name that runs and guards know them under, in order."""
    found: dict[str, StepSource] = {}
    for step in object_.steps:
        if step.through is not None:
            name = stem = f"{object_.name}.{table_name(step.through)}"
            number = 1
            while name in found:
                number += 1
                name = f"{stem}_{number}"
            found[name] = StepSource.model_validate(
                {
                    "from": step.through,
                    "loaded_at": step.loaded_at,
                    "lookback": step.lookback,
                    "deletes": step.deletes,
                    "max_shrink": step.max_shrink,
                    "entity": object_.entity,
                }
            )
    return found


def table_name(place: From) -> str:
    """The name of a table without its schema."""
    return place.ref or (place.source or ("", ""))[1]


def name_problems(
    documents: Mapping[str, Document[ObjectSource]],
    entities: Mapping[str, Document[Entity]],
    taken: Mapping[str, set[str]],
) -> Iterator[Problem]:
    """Names that an entity uses twice; `taken`: by entity, what its other pages are called."""
    seen: dict[tuple[str, str], str] = {}
    for document in documents.values():
        name, entity = document.model.objects, document.model.entity
        seen[entity, name] = document.file
        if name in taken.get(entity, ()):
            yield _twice(document, ("objects",), name, entity, "an event, a tag or a list source")
    for document_ in entities.values():
        for step, relation in document_.model.relations.items():
            if relation.inverse is None:
                continue
            owner = (relation.to, relation.inverse)
            path = ("relations", step, "inverse")
            if owner in seen:
                yield _twice(document_, path, relation.inverse, relation.to, "another object")
            elif relation.inverse in taken.get(relation.to, ()):
                what = "an event, a tag or a list source"
                yield _twice(document_, path, relation.inverse, relation.to, what)
            seen[owner] = document_.file


def _twice(
    document: Document[Source], path: tuple[str, ...], name: str, entity: str, what: str
) -> Problem:
    return Problem(
        document.at(*path),
        "duplicate-name",
        f"`{name}` is an object of {entity} and {what}",
        "give one of them another name",
    )
