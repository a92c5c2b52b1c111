"""What the rules of an entity ask of its segments' history: one flag per distinct question."""

from __future__ import annotations

from segsmith.plan.names import past_name
from segsmith.plan.plan import EntityPlan, PlannedPast
from segsmith.resolve.nodes import Past
from segsmith.resolve.walk import walk


def history_of(plan: EntityPlan) -> tuple[PlannedPast, ...]:
    """The flags of the page that reads the ledger, sorted by name; none where nobody asks."""
    asked = {
        part
        for segment in plan.segments
        for truth in segment.truths
        for part in walk(truth)
        if isinstance(part, Past)
    }
    traits = (planned.name for page in plan.pages for planned in page.traits)
    taken = frozenset((*plan.entity.attributes, *traits))
    planned = (PlannedPast(past_name(past, taken), past) for past in asked)
    return tuple(sorted(planned, key=lambda flag: flag.name))
