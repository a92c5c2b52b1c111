"""The catalog against the warehouse: tables, columns, types, keys, nulls, kinds of events."""

from __future__ import annotations

from dataclasses import dataclass, field

from segsmith.definitions.catalog import (
    CatalogItem,
    DeletedFlag,
    Entity,
    EventSource,
    From,
    ListSource,
    ObjectSource,
    TagSource,
)
from segsmith.warehouse.column_types import misfit
from segsmith.warehouse.connection import Row, Table, Warehouse, text
from segsmith.warehouse.manifest import Manifest


@dataclass(frozen=True)
class Expected:
    """A column that the catalog names: as what, and of which type ('any': every type)."""

    column: str
    role: str
    type: str


@dataclass(frozen=True)
class Found:
    """A column in the warehouse; nulls is None when it is not there."""

    column: str
    role: str
    type: str
    nulls: int | None


@dataclass
class SourceReport:
    """One source: its rows, its columns, what is wrong, what deserves a look."""

    source: str
    place: str
    rows: int = 0
    columns: list[Found] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def source_name(source: CatalogItem) -> str:
    """The catalog name of a source."""
    match source:
        case EventSource():
            return source.events
        case TagSource():
            return source.tags
        case ListSource():
            return source.lists
        case ObjectSource():
            return source.objects
        case Entity():
            return source.entity


def expected_columns(source: CatalogItem, entities: dict[str, Entity]) -> list[Expected]:
    """Every column that the catalog names for a source, its key first."""
    columns: list[Expected] = []
    match source:
        case Entity():
            columns.append(Expected(source.key.column, "key", source.key.type))
            columns += _attributes(source.attributes, "attribute")
            if source.merged_into is not None:
                columns.append(Expected(source.merged_into, "merged into", source.key.type))
        case EventSource():
            columns.append(Expected(source.key, "key", "any"))
            columns.append(_entity_key(source, entities))
            columns.append(Expected(source.occurred_at, "occurred_at", "instant"))
            if source.event_name is not None:
                columns.append(Expected(source.event_name, "event name", "text"))
            columns += _attributes(source.properties, "property")
        case TagSource():
            columns += [_entity_key(source, entities), Expected(source.tag, "tag", "text")]
        case ListSource():
            columns += [_entity_key(source, entities), Expected(source.list_, "list", "text")]
        case ObjectSource():
            columns.append(Expected(source.key, "key", "any"))
            if source.entity_key is not None:
                columns.append(_named_by(source.entity_key, source.entity, entities))
            else:
                columns.append(Expected(source.reached_by[-1].theirs, "reached by", "any"))
            columns += _attributes(source.attributes, "attribute")
    if source.loaded_at is not None:
        columns.append(Expected(source.loaded_at, "loaded_at", "instant"))
    if isinstance(source.deletes, DeletedFlag):
        columns.append(Expected(source.deletes.flag, "deleted flag", "boolean"))
    return columns


def _attributes(attributes: object, role: str) -> list[Expected]:
    assert isinstance(attributes, dict)
    return [Expected(a.column or name, role, a.type) for name, a in attributes.items()]


def _entity_key(
    source: EventSource | TagSource | ListSource, entities: dict[str, Entity]
) -> Expected:
    return _named_by(source.entity_key, source.entity, entities)


def _named_by(column: str, name: str, entities: dict[str, Entity]) -> Expected:
    entity = entities.get(name)
    return Expected(column, "entity key", entity.key.type if entity else "any")


def check_source(
    source: CatalogItem, entities: dict[str, Entity], warehouse: Warehouse, manifest: Manifest
) -> SourceReport:
    """Compare one source with the warehouse, by one pass over its table.

    Raises:
        WarehouseError: the query itself failed.
    """
    report = SourceReport(source_name(source), place_name(source.from_))
    table = existing_table(source.from_, manifest, report)
    if table is None:
        return report
    by_name = columns_by_name(table, warehouse, report)
    if not by_name:
        return report
    wanted = list(dict.fromkeys(expected_columns(source, entities)))
    counts = check_columns(wanted, _key_column(source), table, by_name, warehouse, report)
    _check_key(source, counts, report)
    if isinstance(source, EventSource):
        _check_kinds(source, warehouse, table, by_name, report)
    return report


def place_name(where: From) -> str:
    """A catalog's `from` in words."""
    return f"source {'.'.join(where.source)}" if where.source is not None else f"ref {where.ref}"


def existing_table(where: From, manifest: Manifest, report: SourceReport) -> Table | None:
    """The table that a `from` names; None after telling that dbt knows none."""
    place = place_name(where)
    if where.source is not None:
        node = manifest.sources.get(where.source)
    else:
        node = manifest.nodes.get(where.ref or "")
    if node is None:
        report.errors.append(f"{place} is not known to dbt")
    elif node.table is None:
        report.errors.append(f"{place} is ephemeral; make it a view or a table")
    return node.table if node is not None else None


def columns_by_name(
    table: Table, warehouse: Warehouse, report: SourceReport
) -> dict[str, tuple[str, str]]:
    """Name and type of every column by its small letters; empty after telling there is no table."""
    there = warehouse.columns(table)
    if not there:
        report.errors.append(f"the table {table.schema}.{table.name} is missing")
    return {name.lower(): (name, data_type) for name, data_type in there.items()}


def check_columns(
    wanted: list[Expected],
    key: str,
    table: Table,
    by_name: dict[str, tuple[str, str]],
    warehouse: Warehouse,
    report: SourceReport,
) -> Row:
    """Report every wanted column; the counts that one pass over the table gave."""
    present = [column for column in wanted if column.column.lower() in by_name]
    counts = _counts(key, present, by_name, warehouse, table)
    report.rows = counts["n"]
    for column in wanted:
        _check_column(column, by_name, counts, report)
    return counts


def _counts(
    key: str,
    present: list[Expected],
    by_name: dict[str, tuple[str, str]],
    warehouse: Warehouse,
    table: Table,
) -> Row:
    parts = ["count(*) as n"]
    for column in dict.fromkeys(c.column.lower() for c in present):
        parts.append(
            f"count({warehouse.quote(by_name[column][0])}) as {_filled(column, warehouse)}"
        )
    if key and key.lower() in by_name:
        name = warehouse.quote(by_name[key.lower()][0])
        as_text = f"cast({name} as varchar)"
        parts.append(f"count(distinct {name}) as distinct_keys")
        parts.append(f"count(case when trim({as_text}) = '' then 1 end) as blank_keys")
        parts.append(f"count(case when length({as_text}) > 255 then 1 end) as long_keys")
    return warehouse.rows(f"select {', '.join(parts)} from {warehouse.quoted(table)}")[0]


def _filled(column: str, warehouse: Warehouse) -> str:
    return warehouse.quote(f"filled {column}")


def _key_column(source: CatalogItem) -> str:
    match source:
        case Entity():
            return source.key.column
        case EventSource() | ObjectSource():
            return source.key
        case TagSource() | ListSource():
            return ""


def _check_column(
    column: Expected, by_name: dict[str, tuple[str, str]], counts: Row, report: SourceReport
) -> None:
    found = by_name.get(column.column.lower())
    if found is None:
        report.columns.append(Found(column.column, column.role, "missing", None))
        report.errors.append(f"the column {column.column} ({column.role}) is missing")
        return
    name, data_type = found
    nulls = counts["n"] - counts[f"filled {name.lower()}"]
    report.columns.append(Found(name, column.role, data_type.lower(), nulls))
    wrong = misfit(column.type, data_type)
    if wrong:
        report.errors.append(f"the column {name} ({column.role}) {wrong}")
    if nulls and column.role == "loaded_at":
        report.warnings.append(f"{nulls:,} rows have no load time")
    if nulls and column.role in ("entity key", "occurred_at"):
        report.warnings.append(f"{nulls:,} rows without {name} never count")


def _check_key(source: CatalogItem, counts: Row, report: SourceReport) -> None:
    if "distinct_keys" not in counts:
        return
    key = _key_column(source)
    nulls = counts["n"] - counts[f"filled {key.lower()}"]
    duplicates = counts["n"] - nulls - counts["distinct_keys"]
    # A run refuses bad keys of an entity; a doubled event only counts twice.
    told = report.errors if isinstance(source, Entity) else report.warnings
    for number, what in (
        (nulls, "null keys"),
        (duplicates, "rows with a key that stands on another row"),
        (counts["blank_keys"], "blank keys"),
        (counts["long_keys"], "keys of more than 255 characters"),
    ):
        if number:
            told.append(f"{number:,} {what} in {key}")


def _check_kinds(
    source: EventSource,
    warehouse: Warehouse,
    table: Table,
    by_name: dict[str, tuple[str, str]],
    report: SourceReport,
) -> None:
    if source.event_name is None or source.event_name.lower() not in by_name:
        return
    name = warehouse.quote(by_name[source.event_name.lower()][0])
    known = {kind.value or key for key, kind in source.kinds.items()}
    rows = warehouse.rows(
        f"select {name} as kind, count(*) as n from {warehouse.quoted(table)} "
        f"where {name} is not null group by {name} order by n desc, kind limit 1000"
    )
    seen = {str(row["kind"]): row["n"] for row in rows}
    for kind in sorted(known - set(seen)):
        report.warnings.append(f"no event has the name {text(kind)}")
    strange = [f"{text(kind)} ({seen[kind]:,})" for kind in seen if kind not in known]
    if strange:
        more = f" and {len(strange) - 5:,} more" if len(strange) > 5 else ""
        report.warnings.append(f"names that are no kind: {', '.join(strange[:5])}{more}")
