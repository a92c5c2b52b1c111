"""Tables that are no sources of their own against the warehouse: those on the way to an object, and
the history of an entity's rows."""

from __future__ import annotations

from collections.abc import Iterator

from segsmith.definitions.catalog import (
    DeletedFlag,
    Entity,
    ObjectSource,
    ReachStep,
    RowHistory,
)
from segsmith.warehouse.column_types import word_of
from segsmith.warehouse.connection import Warehouse
from segsmith.warehouse.manifest import Manifest
from segsmith.warehouse.source_check import (
    Expected,
    SourceReport,
    check_columns,
    columns_by_name,
    existing_table,
    place_name,
)


def check_reach(
    object_: ObjectSource, warehouse: Warehouse, manifest: Manifest
) -> Iterator[SourceReport]:
    """A report of every table between the entity and the object.

    Raises:
        WarehouseError: a query itself failed.
    """
    steps = object_.reached_by
    for index, step in enumerate(steps[:-1]):
        assert step.through is not None  # every step but the last has its table
        name = f"{object_.objects}.{step.through.ref or (step.through.source or ('', ''))[1]}"
        report = SourceReport(name, place_name(step.through))
        table = existing_table(step.through, manifest, report)
        by_name = columns_by_name(table, warehouse, report) if table is not None else {}
        if table is not None and by_name:
            wanted = [*_columns(step), Expected(steps[index + 1].mine, "leads on by", "any")]
            check_columns(list(dict.fromkeys(wanted)), "", table, by_name, warehouse, report)
        yield report


def check_history(
    entity: Entity, history: RowHistory, warehouse: Warehouse, manifest: Manifest
) -> SourceReport:
    """A report of the snapshot of an entity's table.

    Raises:
        WarehouseError: the query itself failed.
    """
    place = history.from_
    name = f"{entity.entity}.{place.ref or (place.source or ('', ''))[1]}"
    report = SourceReport(name, place_name(place))
    table = existing_table(place, manifest, report)
    by_name = columns_by_name(table, warehouse, report) if table is not None else {}
    if table is not None and by_name:
        wanted = [
            Expected(history.entity_key, "entity key", entity.key.type),
            Expected(history.valid_from, "valid from", "instant"),
            Expected(history.valid_to, "valid to", "instant"),
        ]
        for name, attribute in entity.attributes.items():
            if history.columns is None or name in history.columns:
                wanted.append(Expected(attribute.column or name, "attribute", attribute.type))
        check_columns(list(dict.fromkeys(wanted)), "", table, by_name, warehouse, report)
    return report


def check_joined_types(
    object_: ObjectSource,
    entity: Entity,
    warehouse: Warehouse,
    manifest: Manifest,
    report: SourceReport,
) -> None:
    """Tell what is compared with another type on the way: most engines refuse it."""
    here = entity.from_
    steps = object_.reached_by
    for index, step in enumerate(steps):
        there = step.through or object_.from_
        attribute = entity.attributes.get(step.mine) if index == 0 else None
        mine = (attribute.column if attribute is not None else None) or step.mine
        sides = []
        for place, column in ((here, mine), (there, step.theirs)):
            table = manifest.source(place.ref, place.source)
            types = warehouse.columns(table) if table is not None else {}
            sides += [word_of(kind) for name, kind in types.items() if name == column]
        if len(sides) == 2 and sides[0] != sides[1]:
            report.errors.append(
                f"step {index + 1} compares {mine}, which is {sides[0]}, "
                f"with {step.theirs}, which is {sides[1]}; cast one in a staging model"
            )
        here = there


def _columns(step: ReachStep) -> Iterator[Expected]:
    yield Expected(step.theirs, "reached by", "any")
    for name, attribute in step.attributes.items():
        yield Expected(attribute.column or name, "attribute", attribute.type)
    if step.loaded_at is not None:
        yield Expected(step.loaded_at, "loaded_at", "instant")
    if isinstance(step.deletes, DeletedFlag):
        yield Expected(step.deletes.flag, "deleted flag", "boolean")
