"""Traits that no segment reads are not computed."""

from __future__ import annotations

from dataclasses import replace

from segsmith.plan.plan import EntityPlan, Plan
from segsmith.resolve.walk import traits_of


def drop_unused(plan: Plan) -> Plan:
    """Drop the pages of named traits that stand in the catalog only."""
    return replace(plan, entities=tuple(_used(entity) for entity in plan.entities))


def _used(entity: EntityPlan) -> EntityPlan:
    used = {t for s in entity.segments for truth in s.truths for t in traits_of(truth)}
    pages = tuple(page for page in entity.pages if any(p.trait in used for p in page.traits))
    return replace(entity, pages=pages)
