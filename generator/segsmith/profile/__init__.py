"""What a run cost: by stage, by model and by segment, from what dbt timed and the plan says."""

from segsmith.profile.costs import ModelCost, Profile, SegmentCost, StageCost
from segsmith.profile.make import make_profile
from segsmith.profile.measured import Counts, Measured, Node, Span
from segsmith.profile.stages import Stage

__all__ = [
    "Counts",
    "Measured",
    "ModelCost",
    "Node",
    "Profile",
    "SegmentCost",
    "Span",
    "Stage",
    "StageCost",
    "make_profile",
]
