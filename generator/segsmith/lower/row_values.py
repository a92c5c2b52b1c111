"""Values that an entity's row holds beside its attributes and traits, and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from segsmith.lower.page import Column
from segsmith.lower.sql import call, literal, sql
from segsmith.plan import EntityPlan
from segsmith.plan.canonical import canonical, digest
from segsmith.plan.names import MAX_NAME, slug
from segsmith.resolve.nodes import (
    ROW_VALUES,
    Field,
    InSegment,
    KeyHash,
    Node,
    Rank,
    RankedCount,
    RowValue,
    Trait,
    TraitValue,
)
from segsmith.resolve.walk import walk


def field_column(field: Field) -> str:
    """The row's column of an attribute; `__` marks one across a relation."""
    return f"{field.relation}__{field.name}" if field.relation else field.name


def rank_model(entity: str) -> str:
    """The dbt model of an entity's rankings."""
    return f"int_{entity}__ranks"


def row_values(plan: EntityPlan) -> Mapping[RowValue, str]:
    """Every value that is computed for the rules of an entity, with its column."""
    parts = (part for s in plan.segments for truth in s.truths for part in walk(truth))
    found = {part for part in parts if isinstance(part, ROW_VALUES)}
    taken = {field_column(field) for field in plan.fields}
    taken |= {planned.name for page in plan.pages for planned in page.traits}
    columns = {planned.trait: planned.name for page in plan.pages for planned in page.traits}
    return {value: _name(value, taken, columns) for value in found}


def _name(value: RowValue, taken: set[str], columns: Mapping[Trait, str]) -> str:
    match value:
        case KeyHash():
            stem, is_exact = f"hash_{slug(value.salt)}", slug(value.salt) == value.salt
        case Rank():
            by, is_exact = _value_name(value.by, columns)
            among, is_plain = _among(value.of)
            stem, is_exact = f"rank_by_{by}{among}", is_exact and is_plain
        case RankedCount():
            among, is_exact = _among(value.of)
            stem = f"ranked_count{among}"
        case _:
            assert_never(value)
    if is_exact and len(stem) <= MAX_NAME and stem not in taken:
        return stem
    return f"{stem[: MAX_NAME - 7].rstrip('_')}_{digest(canonical(value), 6)}"


def _value_name(node: Node, columns: Mapping[Trait, str]) -> tuple[str, bool]:
    """A name for a value, and whether it is that of one column."""
    if isinstance(node, Field):
        return field_column(node), True
    if isinstance(node, TraitValue):
        return columns[node.trait], True
    return "value", False


def _among(of: Node | None) -> tuple[str, bool]:
    if of is None:
        return "", True
    return (f"_in_{of_words(of)}", True) if isinstance(of, InSegment) else ("_in_some", False)


def of_words(of: InSegment) -> str:
    """A segment, also one across a relation, as a part of a name."""
    return f"{of.relation}__{of.segment}" if of.relation else of.segment


def hash_columns(plan: EntityPlan) -> list[Column]:
    """The salted hashes of the key, each once however many rules split by it."""
    key = sql(f"evaluated.{plan.name}_id")
    return [
        Column(call("key_hash", literal(f"{value.salt}:"), key), name)
        for value, name in row_values(plan).items()
        if isinstance(value, KeyHash)
    ]
