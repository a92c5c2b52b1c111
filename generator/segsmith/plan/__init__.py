"""Stage 4, plan: what is computed, each thing once; pure passes improve it."""

from segsmith.plan.build import make_plan
from segsmith.plan.histories import history_of, lasting_of
from segsmith.plan.plan import (
    EntityPlan,
    Plan,
    PlannedLasting,
    PlannedPast,
    PlannedSegment,
    PlannedTrait,
    TraitPage,
)
from segsmith.plan.scorecards import scorecards_in

__all__ = [
    "EntityPlan",
    "Plan",
    "PlannedLasting",
    "PlannedPast",
    "PlannedSegment",
    "PlannedTrait",
    "TraitPage",
    "history_of",
    "lasting_of",
    "make_plan",
    "scorecards_in",
]
