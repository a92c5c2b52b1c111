"""Equal traits of different segments are computed once."""

from __future__ import annotations

from dataclasses import replace

from segsmith.plan.plan import EntityPlan, Plan, TraitPage


def share_traits(plan: Plan) -> Plan:
    """Drop every page that computes what an earlier one computes."""
    return replace(plan, entities=tuple(_shared(entity) for entity in plan.entities))


def _shared(entity: EntityPlan) -> EntityPlan:
    pages: dict[tuple[object, ...], TraitPage] = {}
    for page in entity.pages:
        pages.setdefault(tuple(planned.trait for planned in page.traits), page)
    return replace(entity, pages=tuple(pages.values()))
