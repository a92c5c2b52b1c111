"""The histories that catalog files name: snapshots of the tables of entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from segsmith.definitions.catalog import Entity, RowHistory
from segsmith.definitions.parse import Document
from segsmith.errors import Problem, did_you_mean
from segsmith.resolve.object_catalog import StepSource, table_name


def history_name(entity: Entity, history: RowHistory) -> str:
    """The name that runs and guards know the history's table under."""
    return f"{entity.entity}.{table_name(history.from_)}"


def history_sources(entities: Iterable[Document[Entity]]) -> dict[str, StepSource]:
    """The table of every history, as a source of its own."""
    found: dict[str, StepSource] = {}
    for document in entities:
        entity, history = document.model, document.model.history
        if history is not None:
            found[history_name(entity, history)] = StepSource.model_validate(
                {
                    "from": history.from_,
                    "max_shrink": history.max_shrink,
                    "entity": entity.entity,
                }
            )
    return found


def history_problems(document: Document[Entity]) -> Iterator[Problem]:
    """Names under `columns` that are no attributes of the entity."""
    entity = document.model
    for index, name in enumerate((entity.history and entity.history.columns) or ()):
        if name not in entity.attributes:
            yield Problem(
                document.at("history", "columns", index),
                "unknown-attribute",
                f"{entity.entity} has no attribute `{name}`",
                did_you_mean(name, entity.attributes, f"attributes of {entity.entity}"),
            )
