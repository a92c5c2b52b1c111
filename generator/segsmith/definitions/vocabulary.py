"""Every key the language knows, for suggestions."""

from __future__ import annotations

from functools import cache

from segsmith.definitions.catalog import (
    Attribute,
    Entity,
    EventKind,
    EventSource,
    ListSource,
    ObjectSource,
    ReachStep,
    Relation,
    TagSource,
)
from segsmith.definitions.conditions import (
    DECIDING_KEYS,
    TagsTest,
    ValueCondition,
)
from segsmith.definitions.histories import SegmentCondition
from segsmith.definitions.measures import (
    EventCondition,
    MeasureTest,
    ObjectCondition,
    Regularly,
    Restarted,
    Stopped,
)
from segsmith.definitions.ranks import RandomSplit, Top
from segsmith.definitions.scores import SCORE_CLASSES, LeadRule
from segsmith.definitions.segments import Approval, Guards, Output, Policy, Project, Segment
from segsmith.definitions.sequences import Step
from segsmith.definitions.stages import Stages
from segsmith.definitions.strict import Strict

_MODELS: tuple[type[Strict], ...] = (
    Approval,
    Attribute,
    Entity,
    EventCondition,
    EventKind,
    EventSource,
    Guards,
    LeadRule,
    ListSource,
    MeasureTest,
    ObjectCondition,
    ObjectSource,
    Output,
    Policy,
    Project,
    RandomSplit,
    ReachStep,
    Regularly,
    Relation,
    Restarted,
    Segment,
    SegmentCondition,
    Stages,
    Step,
    Stopped,
    TagSource,
    TagsTest,
    Top,
    ValueCondition,
    *SCORE_CLASSES.values(),
)


@cache
def known_keys() -> frozenset[str]:
    """The keys as they are written in YAML."""
    fields = {
        field.alias or name for model in _MODELS for name, field in model.model_fields.items()
    }
    return frozenset(fields | set(DECIDING_KEYS))
