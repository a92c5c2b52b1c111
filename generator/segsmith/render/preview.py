"""One segment of the working copy as one select, without any generated model or macro."""

from __future__ import annotations

from dataclasses import replace

from segsmith.lower.entity_row import predicate_names, row_select
from segsmith.lower.expressions import Names, lower
from segsmith.lower.history_page import history_model, history_page
from segsmith.lower.lasting_page import lasting_model, lasting_page
from segsmith.lower.rank_page import rank_page
from segsmith.lower.row_values import rank_model
from segsmith.lower.scorecards import scorecard_models, scorecard_pages
from segsmith.lower.segments import with_overrides
from segsmith.lower.sequence_pages import computed_page
from segsmith.lower.source_rows import (
    relation,
)
from segsmith.lower.sql import Sql, path
from segsmith.lower.trait_pages import (
    model_name,
)
from segsmith.lower.truth import truth_lines, truth_tree
from segsmith.plan import EntityPlan, Plan, PlannedSegment, scorecards_in
from segsmith.render.page import page_text, select_lines
from segsmith.resolve.nodes import (
    Complement,
    Every,
    HoldsRule,
    InSegment,
    Node,
    ScorecardValue,
    Scored,
    Some,
)


def preview_select(plan: Plan, key: str) -> str:
    """A select (SQL with Jinja) of the ids of who is in the segment, one row per entity.

    The plan holds the segment and those it refers to; run it with the variable
    `segsmith_preview_as_of`.
    """
    entity = next(e for e in plan.entities if any(s.key == key for s in e.segments))
    tables: list[tuple[str, str]] = []
    for each in _read_first(entity, plan):
        tables += _tables(each, plan)
        if each is not entity:
            tables.append((f"{each.name}_segment_evaluation", _members(each)))
    body = ",\n\n".join(f"{name} as (\n{_without_refs(text, plan)}\n)" for name, text in tables)
    return f"with {body}\n\n{_ids(entity, key)}"


def _read_first(entity: EntityPlan, plan: Plan) -> list[EntityPlan]:
    """The entities whose members are read, each before the one that reads it, and this one."""
    found: list[EntityPlan] = []
    for name in entity.read_entities:
        other = next(e for e in plan.entities if e.name == name)
        found += [each for each in _read_first(other, plan) if each not in found]
    return [*found, entity]


def _tables(entity: EntityPlan, plan: Plan) -> list[tuple[str, str]]:
    """What the row of an entity is made of, and the row."""
    catalog = plan.resolved.catalog
    tables = [(_evaluated(entity), _living(entity))]
    for page in entity.pages:
        text = page_text(computed_page(page, entity, catalog)).partition(") }}\n")[2]
        tables.append((model_name(page), text))
    for history in (history_page(entity), lasting_page(entity)):
        if history is not None:
            tables.append((history.name, page_text(history).partition(") }}\n")[2]))
    for file in scorecard_pages(entity, catalog):
        if file.path.endswith(".sql"):
            name = file.path.rpartition("/")[2].removesuffix(".sql")
            tables.append((name, file.text.partition(") }}\n")[2]))
    ranks = rank_page(entity, catalog, _names(entity))
    if ranks is not None:
        tables.append((ranks.name, page_text(ranks).partition(") }}\n")[2]))
    row = "\n".join(select_lines(row_select(entity, catalog)))
    return [*tables, (f"{entity.name}_rows", row)]


def _ids(entity: EntityPlan, key: str) -> str:
    where = "\n".join(truth_lines(truth_tree(_inlined(entity, key), _names(entity))))
    return (
        f"select {entity.name}.{entity.name}_id\n"
        f"from {entity.name}_rows as {entity.name}\nwhere\n{where}"
    )


def _members(entity: EntityPlan) -> str:
    """The members of every segment of an entity that is there to be read."""
    return "\nunion all\n".join(
        f"select '{segment.key}' as segment_key, {entity.name}_id, true as is_member\n"
        f"from (\n{_ids(entity, segment.key)}\n) as members_of_{segment.key}"
        for segment in entity.segments
    )


def _evaluated(entity: EntityPlan) -> str:
    return f"evaluated_{entity.name}_rows"


def _names(entity: EntityPlan) -> Names:
    """Names without macros: scores, and segments that they read, are written out in place."""
    usual = predicate_names(entity)

    def segment(node: InSegment | HoldsRule) -> Sql:
        if isinstance(node, HoldsRule):
            rule = _planned(entity, node.segment).own_rule
            assert rule is not None
            return lower(_written_out(rule, entity), names)
        if node.relation:
            return usual.segment(node)
        return lower(_inlined(entity, node.segment), names)

    def score(node: Scored | ScorecardValue) -> Sql:
        return lower(node.value, names) if isinstance(node, Scored) else usual.score(node)

    names = replace(usual, segment=segment, score=score)
    return names


def _living(entity: EntityPlan) -> str:
    key = path(entity.entity.key.column)
    return (
        f"select {key} as {entity.name}_id, 'data' as cause\n"
        f"from {relation(entity.entity.from_)}\nwhere {key} is not null"
    )


def _without_refs(text: str, plan: Plan) -> str:
    """The pages' references to generated models, as names of the tables in this select."""
    text = text.replace("').render() }}", "') }}")
    for entity in plan.entities:
        text = text.replace(f"{{{{ ref('int_{entity.name}__evaluated') }}}}", _evaluated(entity))
        cards = [name for card in scorecards_in(entity) for name in scorecard_models(card)]
        past = (history_model(entity.name), lasting_model(entity.name))
        made = (*past, rank_model(entity.name), f"{entity.name}_segment_evaluation", *cards)
        for name in (*map(model_name, entity.pages), *made):
            text = text.replace(f"{{{{ ref('{name}') }}}}", name)
    return text


def _inlined(entity: EntityPlan, key: str) -> Node:
    """The truth of a segment with the segments it refers to written out in place."""
    return _written_out(with_overrides(_planned(entity, key)), entity)


def _planned(entity: EntityPlan, key: str) -> PlannedSegment:
    return next(s for s in entity.segments if s.key == key)


def _written_out(node: Node, entity: EntityPlan) -> Node:
    if isinstance(node, InSegment) and not node.relation:
        return _inlined(entity, node.segment)
    if isinstance(node, (Every, Some)):
        return replace(node, parts=tuple(_written_out(part, entity) for part in node.parts))
    if isinstance(node, Complement):
        return replace(node, part=_written_out(node.part, entity))
    return node
