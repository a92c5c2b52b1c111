"""Values that an entity's row holds beside its attributes and traits, and their columns."""

from __future__ import annotations

from collections.abc import Mapping

from segsmith.lower.page import Column
from segsmith.lower.sql import call, literal, sql
from segsmith.plan import EntityPlan
from segsmith.plan.canonical import canonical, digest
from segsmith.plan.names import MAX_NAME, slug
from segsmith.resolve.nodes import ROW_VALUES, Field, KeyHash, RowValue
from segsmith.resolve.walk import walk


def field_column(field: Field) -> str:
    """The row's column of an attribute; `__` marks one across a relation."""
    return f"{field.relation}__{field.name}" if field.relation else field.name


def row_values(plan: EntityPlan) -> Mapping[RowValue, str]:
    """Every value that is computed for the rules of an entity, with its column."""
    parts = (part for s in plan.segments for truth in s.truths for part in walk(truth))
    found = {part for part in parts if isinstance(part, ROW_VALUES)}
    taken = {field_column(field) for field in plan.fields}
    taken |= {planned.name for page in plan.pages for planned in page.traits}
    return {value: _name(value, taken) for value in found}


def _name(value: RowValue, taken: set[str]) -> str:
    stem = f"hash_{slug(value.salt)}"
    if slug(value.salt) == value.salt and len(stem) <= MAX_NAME and stem not in taken:
        return stem
    return f"{stem[: MAX_NAME - 7].rstrip('_')}_{digest(canonical(value), 6)}"


def hash_columns(plan: EntityPlan) -> list[Column]:
    """The salted hashes of the key, each once however many rules split by it."""
    key = sql(f"evaluated.{plan.name}_id")
    return [
        Column(call("key_hash", literal(f"{value.salt}:"), key), name)
        for value, name in row_values(plan).items()
        if isinstance(value, KeyHash)
    ]
