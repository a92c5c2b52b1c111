"""What the project asks of definitions beyond their meaning."""

from __future__ import annotations

from collections.abc import Iterator

from segsmith.definitions.conditions import Group, Not
from segsmith.definitions.measures import EventCondition, ObjectCondition
from segsmith.definitions.parse import Definitions, Document
from segsmith.definitions.segments import Segment
from segsmith.definitions.sequences import SequenceCondition
from segsmith.errors import Problem


def policy_problems(definitions: Definitions) -> Iterator[Problem]:
    """Missing keys, overrides that are not allowed, rules over the limits (warnings by default)."""
    policy = definitions.project.model.policy
    severity = "error" if policy.refuse else "warning"
    for document in definitions.segments:
        segment = document.model
        for key in policy.required:
            if not getattr(segment, key):
                yield Problem(
                    document.at("segment"),
                    "required-key",
                    f"`{segment.segment}` has no `{key}`",
                    "the project's policy asks for it",
                )
        yield from _overrides(document, policy.manual_overrides)
        conditions, depth = _measured(segment.rule)
        if conditions > policy.max_conditions:
            yield Problem(
                document.at_key("where"),
                "many-conditions",
                f"{conditions} conditions, the policy's limit is {policy.max_conditions}",
                "split the rule into segments that refer to each other",
                severity,
            )
        if depth > policy.max_depth:
            yield Problem(
                document.at_key("where"),
                "deep-rule",
                f"groups {depth} levels deep, the policy's limit is {policy.max_depth}",
                "name an inner group as a segment of its own",
                severity,
            )


def _overrides(document: Document[Segment], allowed: bool) -> Iterator[Problem]:
    for key in ("always_include", "always_exclude"):
        if getattr(document.model, key) is not None and not allowed:
            yield Problem(
                document.at_key(key),
                "no-overrides",
                f"`{key}` is not allowed here",
                "the project's policy says `manual_overrides: false`",
            )


def _measured(rule: object) -> tuple[int, int]:
    """How many conditions, and how many levels of groups."""
    match rule:
        case None:
            return 0, 0
        case Group():
            inner = [_measured(member) for member in rule.members]
            return sum(c for c, _ in inner), 1 + max(d for _, d in inner)
        case Not():
            conditions, depth = _measured(rule.not_)
            return conditions, depth + 1
        case EventCondition() | ObjectCondition():
            return 1 + sum(_measured(part)[0] for part in (rule.where, rule.measure_rule)), 0
        case SequenceCondition():
            parts = [part for step in rule.sequence for part in (step, step.without)]
            found = [part for part in parts if part is not None and part.event]
            return len(found) + sum(_measured(part.where)[0] for part in found), 0
    return 1, 0
