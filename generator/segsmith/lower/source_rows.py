"""Where the rows of a source are, and which of them a run may see."""

from __future__ import annotations

from segsmith.definitions.catalog import DeletedFlag, EventSource, From, Source
from segsmith.lower.sql import Call, Sql, call, joined, literal, path, sql
from segsmith.resolve.nodes import Field

KEY_TYPES = {"text": "text", "integer": "bigint", "uuid": "uuid"}
DATA_TYPES = {
    "text": "text",
    "number": "numeric",
    "boolean": "boolean",
    "instant": "timestamp",
    "date": "date",
    "array": "text[]",
}


def relation(place: From) -> Sql:
    """The `ref` or `source` of a catalog source."""
    if place.ref is not None:
        return sql("{{ ref(", literal(place.ref), ") }}")
    schema, table = place.source or ("", "")
    return sql("{{ source(", literal(schema), ", ", literal(table), ") }}")


def whole(place: From) -> Sql:
    """The `ref` or `source` of a catalog source where an alias follows it.

    Under --empty and --sample dbt puts a subquery with an alias of its own in place of a plain
    `ref`; a second alias is a syntax error on PostgreSQL.
    """
    return Sql((Call(f"{str(relation(place))[3:-3]}.render()"),))


def property_column(source: EventSource, field: Field) -> Sql:
    """A property's column; null in a source that lacks it."""
    found = source.properties.get(field.name)
    if found is None:
        return sql(f"cast(null as {DATA_TYPES[field.type]})")
    return path(found.column or field.name)


def event_filter(source: EventSource, kinds: tuple[str, ...]) -> list[Sql]:
    """The conditions for a row to be a visible event of one of the kinds."""
    found = [sql(path(source.occurred_at), " <= ", call("as_of"))]
    named = event_name_is(source, tuple(kind for kind in kinds if kind in source.kinds))
    if named is not None:
        found.insert(0, named)
    return found + loaded_by_mark(source, source.events)


def event_name_is(source: EventSource, kinds: tuple[str, ...]) -> Sql | None:
    """Whether a row is of one of the kinds; None where a source has only one."""
    if source.event_name is None:
        return None
    values = [literal(source.kinds[kind].value or kind) for kind in kinds]
    name = path(source.event_name)
    if len(values) == 1:
        return sql(name, " = ", values[0])
    return sql(name, " in (", joined(values, ", "), ")")


def not_deleted(source: Source, alias: str = "") -> list[Sql]:
    """The condition for a row not to be flagged deleted, where there is a flag."""
    if isinstance(source.deletes, DeletedFlag):
        return [sql("not coalesce(", alias, path(source.deletes.flag), ", false)")]
    return []


def loaded_by_mark(source: Source, name: str, alias: str = "") -> list[Sql]:
    """The condition for a row to be there when the run took its load marks."""
    if source.loaded_at is None:
        return []
    mark = call("load_mark", name)
    loaded = sql(alias, path(source.loaded_at))
    return [sql("(", loaded, " <= ", mark, " or ", loaded, " is null)")]
