"""Which columns of a source a run reads, and as what type: a run is refused where they differ."""

from __future__ import annotations

from collections.abc import Iterator

from segsmith.definitions.catalog import (
    Attribute,
    DeletedFlag,
    Entity,
    EventSource,
    ListSource,
    ObjectSource,
    Source,
    TagSource,
)
from segsmith.plan import Plan
from segsmith.resolve.nodes import Field
from segsmith.resolve.walk import reach_nodes, trait_nodes


def read_columns(plan: Plan, name: str) -> dict[str, str]:
    """The columns of a source by name, with their catalog type (`any`: every type)."""
    source = plan.resolved.catalog.source(name)
    found = dict(_structure(source))
    read = set(_columns_read(plan, name))
    for attribute_name, attribute in _attributes(source).items():
        column = attribute.column or attribute_name
        if column in read:
            found.setdefault(column, attribute.type)
    return dict(sorted(found.items()))


def _structure(source: Source) -> Iterator[tuple[str, str]]:
    """What every run reads of a source, whatever the rules are."""
    match source:
        case Entity():
            yield source.key.column, source.key.type
            if source.merged_into is not None:
                yield source.merged_into, source.key.type
        case EventSource():
            yield source.entity_key, "any"
            yield source.occurred_at, "instant"
            if source.event_name is not None:
                yield source.event_name, "text"
        case TagSource():
            yield source.entity_key, "any"
            yield source.tag, "text"
        case ListSource():
            yield source.entity_key, "any"
            yield source.list_, "text"
        case _:
            pass
    if source.loaded_at is not None:
        yield source.loaded_at, "instant"
    if isinstance(source.deletes, DeletedFlag):
        yield source.deletes.flag, "boolean"


def _attributes(source: Source) -> dict[str, Attribute]:
    match source:
        case EventSource():
            return dict(source.properties)
        case Entity() | ObjectSource():
            return dict(source.attributes)
        case _:
            return {}


def _columns_read(plan: Plan, name: str) -> Iterator[str]:
    """The columns that rules read of a source, and more of that name where tables are joined."""
    for entity in plan.entities:
        for field in entity.fields:
            relation = entity.entity.relations.get(field.relation)
            if (relation.to if relation is not None else entity.name) == name:
                yield field.column
        for page in entity.pages:
            for planned in page.traits:
                if name in planned.trait.sources:
                    nodes = (*trait_nodes(planned.trait), *reach_nodes(planned.trait))
                    yield from (node.column for node in nodes if isinstance(node, Field))
