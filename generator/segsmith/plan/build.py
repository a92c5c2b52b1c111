"""A resolved project becomes a plan: first everything apart, then the passes join it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from graphlib import TopologicalSorter

from segsmith.definitions.catalog import Entity, Relation
from segsmith.plan.canonical import canonical, digest, uses_calendar
from segsmith.plan.names import page_name, trait_name
from segsmith.plan.passes import PASSES
from segsmith.plan.passes.simplify_rules import simple_trait
from segsmith.plan.plan import EntityPlan, Plan, PlannedSegment, PlannedTrait, TraitPage
from segsmith.resolve import ResolvedEntity, ResolvedProject, ResolvedSegment
from segsmith.resolve.nodes import Field, InSegment, Lasting, Node, ObjectTrait, Trait
from segsmith.resolve.sequence_nodes import SequenceTrait
from segsmith.resolve.walk import reach_nodes, scorecards_of, trait_nodes, traits_of, walk


def make_plan(project: ResolvedProject) -> Plan:
    """The plan after all passes."""
    planned = _planned(project)
    plan = Plan(
        project, tuple(_entity_plan(entity, project, planned) for entity in project.entities)
    )
    for improve in PASSES:
        plan = improve(plan)
    return plan


def _entity_plan(
    resolved: ResolvedEntity, project: ResolvedProject, planned: Mapping[str, PlannedSegment]
) -> EntityPlan:
    segments = tuple(planned[segment.key] for segment in resolved.segments)
    truths = [truth for segment in segments for truth in segment.truths]
    traits = dict.fromkeys(trait for truth in truths for trait in traits_of(truth))
    pages = tuple(_page(trait, resolved, project) for trait in traits)
    parts = [part for truth in truths for part in walk(truth)]
    fields = {part for part in parts if isinstance(part, Field) and part.grain == "entity"}
    across = {part for part in parts if isinstance(part, InSegment) and part.relation}
    return EntityPlan(
        resolved.entity,
        pages,
        segments,
        tuple(sorted(fields, key=lambda field: (field.relation, field.name))),
        tuple(sorted(across, key=lambda part: (part.relation, part.segment))),
        tuple(sorted(_read_entities(segments, planned))),
    )


def _read_entities(
    segments: tuple[PlannedSegment, ...], planned: Mapping[str, PlannedSegment]
) -> set[str]:
    """The other entities whose members these segments read."""
    keys = {key for segment in segments for key in segment.resolved.reads_elsewhere}
    return {planned[key].resolved.definition.entity for key in keys}


def _page(trait: Trait, resolved: ResolvedEntity, project: ResolvedProject) -> TraitPage:
    trait = simple_trait(trait)
    object_ = trait.object if isinstance(trait, ObjectTrait) else ""
    if trait.measure == "exists":
        name = trait.sources[0]
    elif object_:
        name = object_
    else:
        sources = tuple(project.catalog.events[name].model for name in trait.sources)
        name = page_name(sources, trait.kinds)
        if isinstance(trait, SequenceTrait):
            name = f"{name}__sequences"
    taken = frozenset(resolved.entity.attributes)
    planned = PlannedTrait(trait_name(trait, name, taken), trait)
    return TraitPage(name, trait.entity, trait.sources, trait.kinds, (planned,), object_)


def _planned(project: ResolvedProject) -> dict[str, PlannedSegment]:
    """The segments of all entities in dependency order: what one refers to is known then."""
    waiting = {s.key: (s, entity.entity) for entity in project.entities for s in entity.segments}
    sorter = TopologicalSorter(
        {key: sorted(segment.refers_to) for key, (segment, _) in sorted(waiting.items())}
    )
    found: dict[str, PlannedSegment] = {}
    for key in sorter.static_order():
        segment, entity = waiting[key]
        earlier = [found[key] for key in sorted(segment.refers_to)]
        # a paused segment keeps whom it had, whatever happens to what it stands on
        moving = [e for e in earlier if e.resolved.definition.status != "paused"]
        depends_on = set(segment.refers_to).union(*(e.depends_on for e in moving))
        sources = _sources(segment, entity).union(*(e.sources for e in moving))
        hashes = {e.key: e.definition_hash for e in earlier}
        found[segment.key] = PlannedSegment(
            segment,
            segment.rule,
            segment.include,
            segment.exclude,
            _hash(segment, hashes, project),
            tuple(sorted(depends_on)),
            tuple(sorted(sources)),
            segment.own_rule,
        )
    for stages in project.definitions.stages:
        _hold_together([found[key] for key in stages.model.order if key in found], found)
    return found


def _hold_together(stages: list[PlannedSegment], found: dict[str, PlannedSegment]) -> None:
    """A held stage keeps its members, who may belong in another by now: it holds its whole set.

    So whatever stands on one stage stands on all of them.
    """
    moving = [stage for stage in stages if stage.resolved.definition.status == "active"]
    keys = {stage.key for stage in moving}
    depends_on = keys.union(*(stage.depends_on for stage in moving))
    for key, segment in found.items():
        if key in keys or keys & set(segment.depends_on):
            together = sorted((depends_on | set(segment.depends_on)) - {key})
            found[key] = replace(segment, depends_on=tuple(together))


def _truths(segment: ResolvedSegment) -> list[Node]:
    return [n for n in (segment.rule, segment.include, segment.exclude) if n is not None]


def _hash(segment: ResolvedSegment, hashes: dict[str, str], project: ResolvedProject) -> str:
    """16 hex digits over all that decides who is in: rule, overrides, what is referred to."""
    parts = [
        canonical(part, hashes) if part is not None else ""
        for part in (segment.rule, segment.include, segment.exclude)
    ]
    nodes = _truths(segment)
    traits = [trait for truth in nodes for trait in traits_of(truth)]
    nodes += [n for t in traits for n in (*trait_nodes(t), *reach_nodes(t))]
    sinces = [card.since for t in nodes for card in scorecards_of(t) if card.since is not None]
    is_local = uses_calendar(nodes) or any(since.type == "date" for since in sinces)
    zone = project.settings.time_zone if is_local else ""
    return digest("|".join([*parts, zone]), 16)


def _sources(segment: ResolvedSegment, entity: Entity) -> set[str]:
    found = {entity.entity}
    for truth in _truths(segment):
        for trait in traits_of(truth):
            found.update(trait.sources)
            found |= _related(list(trait_nodes(trait)), entity.relations)
        for card in scorecards_of(truth):
            found.update(card.sources)
        found |= {part.source for part in walk(truth) if isinstance(part, Lasting)}
        found |= _related(list(walk(truth)), entity.relations)
    return found


def _related(nodes: list[Node], relations: Mapping[str, Relation]) -> set[str]:
    steps = {n.relation for n in nodes if isinstance(n, (Field, InSegment)) and n.relation}
    return {relations[step].to for step in steps}
