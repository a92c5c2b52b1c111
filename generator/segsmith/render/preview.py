"""One segment of the working copy as one select, without any generated model or macro."""

from __future__ import annotations

from dataclasses import replace

from segsmith.lower.entity_row import predicate_names, row_select
from segsmith.lower.expressions import RULE, Names, lower
from segsmith.lower.history_page import history_model, history_page
from segsmith.lower.scorecards import scorecard_models, scorecard_pages
from segsmith.lower.segments import with_overrides
from segsmith.lower.sequence_pages import computed_page
from segsmith.lower.sql import Sql, path
from segsmith.lower.trait_pages import model_name, relation
from segsmith.lower.truth import truth_lines, truth_tree
from segsmith.plan import EntityPlan, Plan, PlannedSegment, scorecards_in
from segsmith.render.page import page_text, select_lines
from segsmith.resolve.nodes import Complement, Every, InSegment, Node, ScorecardValue, Scored, Some

EVALUATED = "evaluated_rows"


def preview_select(plan: Plan, key: str) -> str:
    """A select (SQL with Jinja) of the ids of who is in the segment, one row per entity.

    The plan holds the segment and those it refers to; run it with the variable
    `segsmith_preview_as_of`.
    """
    entity = next(e for e in plan.entities if any(s.key == key for s in e.segments))
    catalog = plan.resolved.catalog
    tables = [(EVALUATED, _living(entity))]
    for page in entity.pages:
        text = page_text(computed_page(page, entity, catalog)).partition(") }}\n")[2]
        tables.append((model_name(page), text))
    history = history_page(entity)
    if history is not None:
        tables.append((history.name, page_text(history).partition(") }}\n")[2]))
    for file in scorecard_pages(entity, catalog):
        if file.path.endswith(".sql"):
            name = file.path.rpartition("/")[2].removesuffix(".sql")
            tables.append((name, file.text.partition(") }}\n")[2]))
    row = "\n".join(select_lines(row_select(entity, catalog)))
    tables.append((f"{entity.name}_rows", row))
    body = ",\n\n".join(f"{name} as (\n{_without_refs(text, plan)}\n)" for name, text in tables)
    where = "\n".join(truth_lines(truth_tree(_inlined(entity, key), _names(entity))))
    return (
        f"with {body}\n\nselect {entity.name}.{entity.name}_id\n"
        f"from {entity.name}_rows as {entity.name}\nwhere\n{where}"
    )


def _names(entity: EntityPlan) -> Names:
    """Names without macros: scores, and segments that they read, are written out in place."""
    usual = predicate_names(entity)

    def segment(key: str) -> Sql:
        if key.endswith(RULE):
            rule = _planned(entity, key.removesuffix(RULE)).own_rule
            assert rule is not None
            return lower(_written_out(rule, entity), names)
        return lower(_inlined(entity, key), names)

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
        text = text.replace(f"{{{{ ref('int_{entity.name}__evaluated') }}}}", EVALUATED)
        cards = [name for card in scorecards_in(entity) for name in scorecard_models(card)]
        for name in (*map(model_name, entity.pages), history_model(entity.name), *cards):
            text = text.replace(f"{{{{ ref('{name}') }}}}", name)
    return text


def _inlined(entity: EntityPlan, key: str) -> Node:
    """The truth of a segment with the segments it refers to written out in place."""
    return _written_out(with_overrides(_planned(entity, key)), entity)


def _planned(entity: EntityPlan, key: str) -> PlannedSegment:
    return next(s for s in entity.segments if s.key == key)


def _written_out(node: Node, entity: EntityPlan) -> Node:
    if isinstance(node, InSegment):
        return _inlined(entity, node.segment)
    if isinstance(node, (Every, Some)):
        return replace(node, parts=tuple(_written_out(part, entity) for part in node.parts))
    if isinstance(node, Complement):
        return replace(node, part=_written_out(node.part, entity))
    return node
