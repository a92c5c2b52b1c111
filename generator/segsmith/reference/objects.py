"""Which rows an object has for an entity, which of them count, and the measures of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from segsmith.definitions.catalog import ObjectSource
from segsmith.definitions.conditions import Condition
from segsmith.definitions.measures import ObjectCondition, ObjectMeasure
from segsmith.reference.events import aggregate
from segsmith.reference.rows import EntityRow, ObjectRow, RawRow
from segsmith.reference.values import Value

Holds = Callable[[Condition, ObjectRow], bool]


def rows_of(name: str, owner: EntityRow, holds: Holds) -> list[ObjectRow]:
    """The rows of an object that the owner reaches, each once."""
    if name not in owner.world.objects:
        return _pointing_at(name, owner)
    source = owner.world.objects[name]
    rows = [
        ObjectRow(owner, source.attributes, raw.get(source.key), raw)
        for raw in _reached(source, owner, holds)
    ]
    return [row for row in rows if source.where is None or holds(source.where, row)]


def _pointing_at(name: str, owner: EntityRow) -> list[ObjectRow]:
    """The other side of a to-one relation: the things that point at the owner."""
    return [
        ObjectRow(owner, entity.attributes, other.key, other.raw, entity.entity)
        for entity in owner.world.entities.values()
        for relation in entity.relations.values()
        if relation.inverse == name and relation.to == owner.entity.entity
        for other in owner.world.universe[entity.entity].values()
        if other.value(relation.by) == owner.key
    ]


def _reached(source: ObjectSource, owner: EntityRow, holds: Holds) -> list[RawRow]:
    """Join by join, the rows found so far lead to the next ones; a null leads nowhere."""
    world = owner.world
    theirs, keys = source.entity_key or "", {owner.key}
    before = [owner.raw]
    for number, step in enumerate(source.reached_by):
        mine = _column(step.mine, owner) if number == 0 else step.mine
        theirs, keys = step.theirs, {raw.get(mine) for raw in before} - {None}
        if step.through is not None:
            table = step.through.ref or (step.through.source or ("", ""))[1]
            rows = world.living_rows(f"{source.objects}.{table}", step.deletes)
            before = [
                raw
                for raw in rows
                if raw.get(theirs) in keys
                and (
                    step.where is None
                    or holds(step.where, ObjectRow(owner, step.attributes, None, raw))
                )
            ]
    rows = world.living_rows(source.objects, source.deletes)
    return [raw for raw in rows if raw.get(theirs) in keys]


def _column(name: str, owner: EntityRow) -> str:
    """The column of an attribute of the owner; its key's column stands for itself."""
    attribute = owner.entity.attributes.get(name)
    return (attribute.column or name) if attribute is not None else name


def counted_rows(asked: ObjectMeasure, owner: EntityRow, holds: Holds) -> list[ObjectRow]:
    """The rows that count; with `by`, those that have that time, the earliest first."""
    found = [
        row
        for row in rows_of(asked.object, owner, holds)
        if asked.where is None or holds(asked.where, row)
    ]
    if asked.by is None:
        return found
    by = asked.by
    timed = [row for row in found if row.value(by) is not None]
    return sorted(timed, key=lambda row: (row.value(by), row.key is not None, row.key or ""))


def measured_rows(asked: ObjectMeasure, rows: list[ObjectRow], holds: Holds) -> Value:
    """The measure of rows that count; without rows as for events."""
    measure, of, by = asked.measure, asked.of, asked.by or ""
    end = rows[:1] if measure.startswith("first") else rows[-1:]
    if asked.measure_rule is not None:
        return any(holds(asked.measure_rule, row) for row in end)
    if measure in ("first", "last"):
        return next((row.expression(of) if of else row.value(by) for row in end), None)
    if measure == "count":
        return len(rows)
    if measure == "distinct_days":
        timed = [(row.owner.world.clock, row.value(by)) for row in rows]
        return len({clock.local_day(time) for clock, time in timed if isinstance(time, date)})
    assert of
    values = [row.expression(of) for row in rows]
    return aggregate(measure, [value for value in values if value is not None])


def every_row(asked: ObjectCondition, owner: EntityRow, holds: Holds) -> bool:
    """There is a row, and the rule holds on all."""
    assert asked.where is not None
    rows = rows_of(asked.object, owner, holds)
    return bool(rows) and all(holds(asked.where, row) for row in rows)
