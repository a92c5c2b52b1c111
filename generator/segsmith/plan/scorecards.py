"""The fitted scorecards that the rules of an entity read."""

from __future__ import annotations

from segsmith.plan.plan import EntityPlan
from segsmith.resolve.nodes import Scorecard
from segsmith.resolve.walk import scorecards_of


def scorecards_in(plan: EntityPlan) -> tuple[Scorecard, ...]:
    """Each scorecard once, sorted by name."""
    found = {
        card
        for segment in plan.segments
        for truth in segment.truths
        for card in scorecards_of(truth)
    }
    return tuple(sorted(found, key=lambda card: card.name))
