"""Stage 4, plan: what is computed, each thing once; pure passes improve it."""

from segsmith.plan.build import make_plan
from segsmith.plan.plan import EntityPlan, Plan, PlannedSegment, PlannedTrait, TraitPage

__all__ = ["EntityPlan", "Plan", "PlannedSegment", "PlannedTrait", "TraitPage", "make_plan"]
