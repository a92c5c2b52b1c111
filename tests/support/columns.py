"""Column types of the test tables, and cell values of these types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from segsmith.definitions.catalog import (
    Attribute,
    CatalogItem,
    DeletedFlag,
    Entity,
    EventSource,
    ListSource,
    ObjectSource,
    TagSource,
)
from segsmith.definitions.parse import Definitions

# The catalog says `number`; warehouses have several. Columns not named here are decimals.
WHOLE_COLUMNS = frozenset({"score", "quantity", "employees"})
DOUBLE_COLUMNS = frozenset({"engagement", "seconds"})
COLUMN_TYPES = {"text": "text", "boolean": "boolean", "instant": "timestamp", "date": "date"}
COLUMN_TYPES["array"] = "text[]"

LOADED_AT = datetime(2026, 1, 1)


def source_name(source: CatalogItem) -> str:
    """The catalog name of a source; tables are keyed by it."""
    match source:
        case Entity():
            return source.entity
        case EventSource():
            return source.events
        case TagSource():
            return source.tags
        case ListSource():
            return source.lists
        case ObjectSource():
            return source.objects


def between_tables(definitions: Definitions) -> dict[str, tuple[str, dict[str, str]]]:
    """The tables that are no sources of their own, between an entity and an object or an entity's
    history: by name, the table and its columns' types."""
    found = {}
    for document in definitions.objects:
        steps = document.model.reached_by
        for step, after in pairwise(steps):
            assert step.through is not None and step.through.source is not None
            columns = {step.theirs: "text", after.mine: "text"}
            columns |= dict(_attribute_columns(step.attributes.items()))
            if step.loaded_at:
                columns[step.loaded_at] = "timestamp"
            if isinstance(step.deletes, DeletedFlag):
                columns[step.deletes.flag] = "boolean"
            table = step.through.source[1]
            found[f"{document.model.objects}.{table}"] = (table, columns)
    for entity in (document.model for document in definitions.entities):
        history = entity.history
        if history is not None:
            assert history.from_.source is not None
            table = history.from_.source[1]
            names = entity.attributes if history.columns is None else history.columns
            columns = {history.entity_key: "text"}
            columns |= dict.fromkeys((history.valid_from, history.valid_to), "timestamp")
            columns |= dict(_attribute_columns((n, entity.attributes[n]) for n in names))
            found[f"{entity.entity}.{table}"] = (table, columns)
    return found


def column_types(source: CatalogItem) -> dict[str, str]:
    """The SQL type of every column of a source's table."""
    found = dict(_own_columns(source))
    if source.loaded_at:
        found[source.loaded_at] = "timestamp"
    if isinstance(source.deletes, DeletedFlag):
        found[source.deletes.flag] = "boolean"
    return found


def _own_columns(source: CatalogItem) -> Iterator[tuple[str, str]]:
    match source:
        case Entity():
            yield source.key.column, {"integer": "bigint"}.get(source.key.type, source.key.type)
            yield from _attribute_columns(source.attributes.items())
        case EventSource():
            yield source.key, "text"
            yield source.entity_key, "text"
            yield source.occurred_at, "timestamp"
            if source.event_name:
                yield source.event_name, "text"
            yield from _attribute_columns(source.properties.items())
        case TagSource():
            yield source.entity_key, "text"
            yield source.tag, "text"
        case ListSource():
            yield source.entity_key, "text"
            yield source.list_, "text"
        case ObjectSource():
            yield source.key, "text"
            yield source.entity_key or source.reached_by[-1].theirs, "text"
            yield from _attribute_columns(source.attributes.items())


def _attribute_columns(items: Iterable[tuple[str, Attribute]]) -> Iterator[tuple[str, str]]:
    for name, attribute in items:
        column = attribute.column or name
        yield column, COLUMN_TYPES.get(attribute.type) or number_type(column)


def number_type(column: str) -> str:
    """The SQL type of a number column."""
    if column in WHOLE_COLUMNS:
        return "bigint"
    return "double precision" if column in DOUBLE_COLUMNS else "decimal(18, 2)"


def cell(value: Any, sql_type: str) -> Any:
    """A value as written in YAML, as the value of a column."""
    if value is None:
        return None
    match sql_type:
        case "timestamp":
            return value if isinstance(value, datetime) else read_instant(str(value))
        case "date":
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        case "bigint":
            return int(value)
        case "double precision":
            return float(value)
        case "decimal(18, 2)":
            return Decimal(value)
        case "text":
            assert isinstance(value, str), f"{value!r} is no text: quote it"
        case "boolean":
            assert isinstance(value, bool), f"{value!r} is neither true nor false"
    return value


def read_instant(text: str) -> datetime:
    """An ISO instant as naive UTC."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def typed_tables(
    definitions: Definitions, tables: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """Every table of the catalog with every column, typed; what is not given is null or usual."""
    sources = {source_name(document.model): document.model for document in definitions.sources}
    between = between_tables(definitions)
    unknown = tables.keys() - sources.keys() - between.keys()
    assert not unknown, f"no such source: {unknown}"
    found = {
        name: [typed_row(source, row, number) for number, row in enumerate(tables.get(name, []))]
        for name, source in sources.items()
    }
    for name, (_, types) in between.items():
        found[name] = [
            {column: cell(row.get(column), kind) for column, kind in types.items()}
            for row in tables.get(name, [])
        ]
    return found


def typed_row(source: CatalogItem, row: dict[str, Any], number: int) -> dict[str, Any]:
    """One row with every column; events without a key get one in the order of the rows."""
    types = column_types(source)
    unknown = row.keys() - types.keys()
    assert not unknown, f"no such column of {source_name(source)}: {unknown}"
    usual: dict[str, Any] = {}
    if source.loaded_at:
        usual[source.loaded_at] = LOADED_AT
    if isinstance(source.deletes, DeletedFlag):
        usual[source.deletes.flag] = False
    if isinstance(source, (EventSource, ObjectSource)):
        usual[source.key] = f"row {number:06}"
    return {
        column: cell(row.get(column, usual.get(column)), kind) for column, kind in types.items()
    }
