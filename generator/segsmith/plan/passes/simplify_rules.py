"""Rules as a person would write them: flat groups, and the complement of a simple test negated.

`Complement(a = b)` becomes `UnlessKnown(a <> b)`: both are true exactly where `a = b` is not
true, null included; the second one reads as SQL that people write.
"""

from __future__ import annotations

from dataclasses import fields, replace

from segsmith.definitions.measures import RULE_MEASURES
from segsmith.plan.plan import EntityPlan, Plan
from segsmith.resolve.nodes import (
    Comparator,
    Comparison,
    Complement,
    Every,
    Node,
    ObjectTrait,
    OneOf,
    Some,
    SqlNot,
    TextTest,
    Trait,
    TraitValue,
    UnlessKnown,
)
from segsmith.resolve.sequence_nodes import Happening, SequenceStep, SequenceTrait

_NEGATED: dict[Comparator, Comparator] = {
    "=": "<>",
    "<>": "=",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}


def simplify_rules(plan: Plan) -> Plan:
    """Simplify the rules of segments and of traits."""
    return replace(plan, entities=tuple(_simple_entity(entity) for entity in plan.entities))


def _simple_entity(entity: EntityPlan) -> EntityPlan:
    segments = tuple(
        replace(
            segment,
            rule=simplify(segment.rule),
            include=simplify(segment.include) if segment.include else None,
            exclude=simplify(segment.exclude) if segment.exclude else None,
            own_rule=simplify(segment.own_rule) if segment.own_rule else None,
        )
        for segment in entity.segments
    )
    pages = tuple(
        replace(page, traits=tuple(replace(p, trait=simple_trait(p.trait)) for p in page.traits))
        for page in entity.pages
    )
    return replace(entity, segments=segments, pages=pages)


def simple_trait(trait: Trait) -> Trait:
    """The trait with its rules simplified."""
    if isinstance(trait, SequenceTrait):
        return replace(trait, steps=tuple(_simple_step(step) for step in trait.steps))
    if trait.rule is not None:
        trait = replace(trait, rule=simplify(trait.rule))
    if trait.of is not None and trait.measure in RULE_MEASURES:
        trait = replace(trait, of=simplify(trait.of))
    if isinstance(trait, ObjectTrait):
        steps = tuple(replace(s, rule=simplify(s.rule) if s.rule else None) for s in trait.steps)
        row_rule = simplify(trait.row_rule) if trait.row_rule is not None else None
        trait = replace(trait, steps=steps, row_rule=row_rule)
    return trait


def _simple_step(step: SequenceStep) -> SequenceStep:
    return replace(step, event=_simple(step.event), without=_simple(step.without))


def _simple(part: Happening | None) -> Happening | None:
    if part is None or part.rule is None:
        return part
    return replace(part, rule=simplify(part.rule))


def simplify(node: Node) -> Node:
    """The same truth, flatter; values are left alone but for the traits in them."""
    match node:
        case Every() | Some():
            return _flat(node)
        case Complement():
            return _complement(simplify(node.part))
        case TraitValue():
            return TraitValue(simple_trait(node.trait))
    return _inside(node)


def _flat(node: Every | Some) -> Node:
    parts: list[Node] = []
    for part in node.parts:
        simple = simplify(part)
        if isinstance(simple, (Every, Some)) and type(simple) is type(node):
            parts.extend(simple.parts)
        else:
            parts.append(simple)
    return replace(node, parts=tuple(parts))


def _complement(part: Node) -> Node:
    match part:
        case Comparison():
            return UnlessKnown(replace(part, operator=_NEGATED[part.operator]))
        case OneOf() | TextTest():
            return UnlessKnown(SqlNot(part))
        case Complement():
            return part.part
    return Complement(part)


def _inside(node: Node) -> Node:
    """Simplify the traits that stand inside values."""
    changes: dict[str, object] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        simple = _inside_value(value)
        if simple is not value:
            changes[field.name] = simple
    # The fields of a node are as many types as there are nodes; each keeps its own here.
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]


def _inside_value(value: object) -> object:
    if isinstance(value, tuple):
        items = tuple(_inside_value(item) for item in value)
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        return items if changed else value
    if hasattr(value, "__dataclass_fields__"):
        return simplify(value)  # type: ignore[arg-type]  # every dataclass in a node is one
    return value
