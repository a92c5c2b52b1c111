"""What the rules of an entity ask of the past, of its segments and of its attributes: one flag per
distinct question."""

from __future__ import annotations

from collections.abc import Iterator

from segsmith.plan.names import lasting_name, past_name
from segsmith.plan.plan import EntityPlan, PlannedLasting, PlannedPast
from segsmith.resolve.nodes import Lasting, Node, Past
from segsmith.resolve.walk import walk


def history_of(plan: EntityPlan) -> tuple[PlannedPast, ...]:
    """The flags of the page that reads the ledger, sorted by name; none where nobody asks."""
    asked = {part for part in _parts(plan) if isinstance(part, Past)}
    traits = (planned.name for page in plan.pages for planned in page.traits)
    taken = frozenset((*plan.entity.attributes, *traits))
    planned = (PlannedPast(past_name(past, taken), past) for past in asked)
    return tuple(sorted(planned, key=lambda flag: flag.name))


def lasting_of(plan: EntityPlan) -> tuple[PlannedLasting, ...]:
    """The flags of the page that reads the history of attributes, sorted by name."""
    asked = {part for part in _parts(plan) if isinstance(part, Lasting)}
    planned = (PlannedLasting(lasting_name(lasting), lasting) for lasting in asked)
    return tuple(sorted(planned, key=lambda flag: flag.name))


def _parts(plan: EntityPlan) -> Iterator[Node]:
    for segment in plan.segments:
        for truth in segment.truths:
            yield from walk(truth)
