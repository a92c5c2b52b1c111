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
from segsmith.resolve.nodes import Node
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope, Scope

SMART_MEANING = "engagement"
TIERS_OF_PLAN: dict[Plan, tuple[Tier, ...]] = {
    "starter": ("standard",),
    "growth": ("standard", "smart"),
    "pro": ("standard", "smart"),
}
Leaf: TypeAlias = tuple[Place, object, Node]


def smart_kinds(node: object, catalog: Catalog, entity: str) -> list[str]:
    """The kinds of events that mean engagement and that a truth or value reads, sorted."""
    kinds = catalog.kinds(entity)
    return sorted(
        kind
        for kind in set(_kinds_read(node))
        if kind in kinds and SMART_MEANING in kinds[kind].definition.means
    )


def _kinds_read(node: object) -> Iterator[str]:
    """Every kind of event below, in traits too, whatever the form that reads it."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            stack.extend(top)
        elif is_dataclass(top):
            yield from getattr(top, "kinds", ())
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
        found = smart_kinds(node, catalog, segment.entity)
        if not found:
            continue
        named = ", ".join(f"`{kind}`" for kind in found)
        yield Problem(
            place.value(_deciding_key(condition)),
            "not-in-plan",
            f"this condition is smart: it reads {named}, which the catalog says means engagement",
            f"the policy's plan is `{plan}`, which has standard conditions only: attributes, tags, "
            f"lists, consent, and events that mean no engagement; {allowing} allows smart ones",
        )


def _deciding_key(condition: object) -> str:
    keys: set[str] = getattr(condition, "model_fields_set", set())
    decide = ("attribute", "trait", "expression", "event", "sequence", "object", "top")
    return next((key for key in decide if key in keys), "")
