"""Standard or smart: which tier a rule is of, and which tiers the project's plan has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TypeAlias

from segsmith.definitions.conditions import Group, Not
from segsmith.definitions.segments import Plan, Segment, Tier
from segsmith.errors import Problem
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.conditions import ConditionReader
from segsmith.resolve.nodes import Node, Scored
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope, Scope

SMART_MEANING = "engagement"
TIERS_OF_PLAN: dict[Plan, tuple[Tier, ...]] = {
    "starter": ("standard",),
    "growth": ("standard", "smart"),
    "pro": ("standard", "smart"),
}
Leaf: TypeAlias = tuple[Place, object, Node]


def smart_reason(node: object, catalog: Catalog, entity: str) -> str:
    """Why a truth or value is smart: the scores or the engagement that it reads; '' if not."""
    parts = list(_parts(node))
    scores = sorted({part.name for part in parts if isinstance(part, Scored)})
    if scores:
        return f"it reads the score {_quoted(scores)}"
    kinds = catalog.kinds(entity)
    found = sorted(
        kind
        for kind in {kind for part in parts for kind in getattr(part, "kinds", ())}
        if kind in kinds and SMART_MEANING in kinds[kind].definition.means
    )
    return f"it reads {_quoted(found)}, which the catalog says means engagement" if found else ""


def _quoted(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _parts(node: object) -> Iterator[object]:
    """Every node below, in traits too, whatever the form that reads it."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            stack.extend(top)
        elif is_dataclass(top):
            yield top
            stack.extend(getattr(top, each.name) for each in fields(top))


@dataclass
class TieredReader(ConditionReader):
    """Reads conditions, and keeps each one about an entity, to be held against the plan."""

    leaves: list[Leaf] = field(default_factory=list)

    def read(self, condition: object, scope: Scope, place: Place) -> Node | None:
        """The truth of a condition; what stands in no group is kept."""
        node = super().read(condition, scope, place)
        is_leaf = isinstance(scope, EntityScope) and not isinstance(condition, (Group, Not))
        if node is not None and is_leaf and isinstance(place.document.model, Segment):
            self.leaves.append((place, condition, node))
        return node


def plan_problems(leaves: list[Leaf], catalog: Catalog, plan: Plan) -> Iterator[Problem]:
    """Each condition of a tier that the plan does not have."""
    if "smart" in TIERS_OF_PLAN[plan]:
        return
    allowing = " or ".join(f"`{name}`" for name, tiers in TIERS_OF_PLAN.items() if "smart" in tiers)
    for place, condition, node in leaves:
        segment: Segment = place.document.model
        if segment.status == "retired":
            continue
        reason = smart_reason(node, catalog, segment.entity)
        if not reason:
            continue
        yield Problem(
            place.value(_deciding_key(condition)),
            "not-in-plan",
            f"this condition is smart: {reason}",
            f"the policy's plan is `{plan}`, which has standard conditions only: attributes, tags, "
            f"lists, consent, and events that mean no engagement; {allowing} allows smart ones",
        )


def _deciding_key(condition: object) -> str:
    keys: set[str] = getattr(condition, "model_fields_set", set())
    decide = ("attribute", "trait", "expression", "event", "sequence", "object", "top")
    return next((key for key in decide if key in keys), "")
