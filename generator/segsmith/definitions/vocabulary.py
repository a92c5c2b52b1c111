"""Every key the language knows, for suggestions."""

from __future__ import annotations

from functools import cache

from segsmith.definitions.catalog import (
    Attribute,
    Entity,
    EventSource,
    ListSource,
    Relation,
    TagSource,
)
from segsmith.definitions.conditions import DECIDING_KEYS, EventCondition, MeasureTest, TagsTest
from segsmith.definitions.segments import Approval, Guards, Output, Policy, Project, Segment
from segsmith.definitions.strict import Strict

_MODELS: tuple[type[Strict], ...] = (
    Approval,
    Attribute,
    Entity,
    EventCondition,
    EventSource,
    Guards,
    ListSource,
    MeasureTest,
    Output,
    Policy,
    Project,
    Relation,
    Segment,
    TagSource,
    TagsTest,
)


@cache
def known_keys() -> frozenset[str]:
    """The keys as they are written in YAML."""
    fields = {
        field.alias or name for model in _MODELS for name, field in model.model_fields.items()
    }
    return frozenset(fields | set(DECIDING_KEYS))
