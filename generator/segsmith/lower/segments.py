"""A segment becomes macros: its predicate, its rule without overrides, what is known about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from segsmith.definitions.parameters import RULE_KEYS
from segsmith.definitions.segments import Guards, Segment, Tier
from segsmith.lower.expressions import RULE, Names
from segsmith.lower.page import Macro, MacroFile
from segsmith.lower.truth import Joined, Leaf, truth_lines, truth_tree
from segsmith.plan import EntityPlan, Plan, PlannedSegment
from segsmith.plan.passes.simplify_rules import simplify
from segsmith.resolve.nodes import Complement, Every, Node, Some
from segsmith.resolve.tiers import smart_reason
from segsmith.words import (
    kind_descriptions,
    parameter_name,
    personal_names,
    segment_in_words,
    stage_set,
)

MASK = "***"


def segment_macros(
    segment: PlannedSegment, plan: EntityPlan, project: Plan, names: Names
) -> MacroFile:
    """The macro file of one segment."""
    name = f"{plan.name}_segment__{segment.key}"
    macros = [Macro(name, _predicate(with_overrides(segment), names))]
    if _has_overrides(segment):
        macros.append(Macro(f"{name}{RULE}", _predicate(segment.rule, names)))
    elif segment.own_rule is not None:
        macros.append(Macro(f"{name}{RULE}", _predicate(segment.own_rule, names)))
    facts = _Facts(segment, plan, project).as_jinja()
    macros.append(Macro(f"{name}__definition", facts))
    return MacroFile(name, segment.resolved.file, tuple(macros))


def _has_overrides(segment: PlannedSegment) -> bool:
    return segment.include is not None or segment.exclude is not None


def with_overrides(segment: PlannedSegment) -> Node:
    """The segment's truth: exclude wins over include, which wins over the rule."""
    rule = segment.rule
    if segment.include is not None:
        rule = Some((segment.include, rule))
    if segment.exclude is not None:
        rule = Every((Complement(segment.exclude), rule))
    return simplify(rule)


def _predicate(rule: Node, names: Names) -> str:
    tree = truth_tree(rule, names)
    lines = truth_lines(tree)
    if not isinstance(tree, Joined):
        shown = "\n".join(lines) if not isinstance(tree, Leaf) else tree.text
        return f"({shown})"
    return "\n".join(lines)


@dataclass(frozen=True)
class _Facts:
    """What the definitions table says about a segment."""

    segment: PlannedSegment
    plan: EntityPlan
    project: Plan

    def as_jinja(self) -> str:
        """As one text of JSON, which Jinja compiles five times as fast as a dict of its own."""
        facts = self._facts()
        expected = self._expected()
        if expected:
            facts["expect"] = expected
        facts["definition"] = self._written()
        pairs = [f"    {_as_json(key)}: {_as_json(value)}" for key, value in facts.items()]
        block = ",\n".join(pairs).replace("\\", "\\\\").replace("'", "\\u0027")
        return "{{ return(segsmith.definition_facts('{\n" + block + "\n}')) }}"

    def _facts(self) -> dict[str, object]:
        segment = self.segment
        written = segment.resolved.definition
        guards = self._guards(written)
        until = segment.resolved.approved_until
        return {
            "segment_key": segment.key,
            "name": written.name or segment.key.replace("_", " ").capitalize(),
            "description": written.description,
            "owner": written.owner,
            "labels": ",".join(written.labels),
            "entity": self.plan.name,
            "tier": self._tier(),
            "status": written.status,
            "rule": segment_in_words(
                written,
                personal_names(self.project.resolved.definitions, self.plan.name),
                kind_descriptions(self.project.resolved.definitions, self.plan.name),
                stage_set(self.project.resolved.definitions, segment.key),
            ),
            "definition_hash": segment.definition_hash,
            "version": written.version,
            "created_by": written.created_by,
            "changed_by": written.changed_by,
            "is_audience": written.audience is not False,
            "has_overrides": _has_overrides(segment),
            "depends_on_segments": _piped(segment.depends_on),
            "depends_on_sources": _piped(segment.sources),
            "min_size": guards.min_size,
            "max_size": guards.max_size,
            "max_entered_share": guards.max_entered_share,
            "max_exited_share": guards.max_exited_share,
            "approved_until": until.isoformat(sep=" ") if until is not None else None,
        }

    def _expected(self) -> dict[str, object]:
        """What is expected of the members; of nobody once the segment is retired."""
        written = self.segment.resolved.definition
        expected = written.expect.model_dump() if written.status != "retired" else {}
        return {word: list(values) for word, values in expected.items() if values}

    def _guards(self, written: Segment) -> Guards:
        """The segment's own guards, filled up with the project's."""
        default = self.project.resolved.settings.guards.model_dump(exclude_none=True)
        return Guards.model_validate({**default, **written.guards.model_dump(exclude_none=True)})

    def _tier(self) -> Tier:
        """The tier of the rule and of those it refers to, as the policy's plan counts it."""
        catalog = self.project.resolved.catalog
        needed = {self.segment.key, *self.segment.depends_on}
        for plan in self.project.entities:
            there = sorted(key for key in needed if key in plan.by_key)
            truths = tuple(plan.by_key[key].truths for key in there)
            if smart_reason(truths, catalog, plan.name):
                return "smart"
        return "standard"

    def _written(self) -> object:
        """The rule as it was written, with what is compared with personal attributes masked."""
        written = self.segment.resolved.written
        assert isinstance(written, dict)
        kept = RULE_KEYS
        rule = {key: value for key, value in written.items() if key in kept}
        is_personal = personal_names(self.project.resolved.definitions, self.plan.name)
        return _masked(rule, is_personal)


def _masked(value: Any, is_personal: Callable[[str], bool], rows: tuple[str, ...] = ()) -> Any:
    """`rows`: the events or the object whose rows the value is about."""
    if isinstance(value, list):
        return [_masked(item, is_personal, rows) for item in value]
    if not isinstance(value, dict):
        return value
    inside = value.get("event") or value.get("object")
    if inside:
        rows = tuple(inside) if isinstance(inside, list) else (str(inside),)

    def names_personal(name: str) -> bool:
        return any(is_personal(each) for each in (name, *(f"{row}.{name}" for row in rows)))

    if names_personal(str(value.get("attribute") or value.get("trait") or "")):
        kept = ("attribute", "trait", "is_set", "is_empty", "ignore_case", "nulls", "for_at_least")
        return {key: item if key in kept else MASK for key, item in value.items()}
    formula = f"{value.get('expression') or ''} {value.get('of') or ''}"
    if any(names_personal(name) for name in re.findall(r"[a-z_][a-z0-9_.]*", formula)):
        return {key: item if key == "of" else MASK for key, item in value.items()}
    shown = {key: _masked(item, is_personal, rows) for key, item in value.items()}
    if isinstance(shown.get("with"), dict):
        segment = str(value.get("segment"))
        for key in shown["with"]:
            if is_personal(parameter_name(segment, key)):
                shown["with"][key] = MASK
    return shown


def _as_json(value: object) -> str:
    return json.dumps(value, default=float, ensure_ascii=False)


def _piped(keys: tuple[str, ...]) -> str:
    return f"|{'|'.join(keys)}|" if keys else ""
