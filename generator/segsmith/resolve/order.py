"""Segments in the order of their references; a circle is refused."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from segsmith.errors import Position, Problem, UserError
from segsmith.resolve.nodes import HoldsRule, InSegment, Node
from segsmith.resolve.walk import walk

if TYPE_CHECKING:
    from segsmith.definitions.parse import Document
    from segsmith.definitions.segments import Segment
    from segsmith.resolve.project import ResolvedSegment

# A rule that refers to rules is written out in place: past this many nodes it is no longer
# something that a person reviews or a warehouse parses.
MAX_WRITTEN_OUT = 20_000


def refuse_entity_circle(
    segments: Mapping[str, ResolvedSegment], documents: Mapping[str, Document[Segment]]
) -> None:
    """Refuse entities that read each other's members: each is evaluated after the other then.

    Raises:
        UserError: a circle between entities.
    """
    reasons: dict[tuple[str, str], tuple[str, str]] = {}
    for key in sorted(segments):
        mine = documents[key].model.entity
        for other in sorted(segments[key].reads_elsewhere):
            reasons.setdefault((mine, documents[other].model.entity), (key, other))
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for mine, theirs in sorted(reasons):
        sorter.add(mine, theirs)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        steps = [reasons[step] for step in pairwise(circle)]
        told = "; ".join(f"`{key}` reads `{other}`" for key, other in steps)
        raise UserError(
            [
                Problem(
                    documents[min(steps)[0]].at("segment"),
                    "entity-cycle",
                    f"members are read in a circle, {' -> '.join(circle)}: {told}",
                    "let one of the entities read the other's segments, not both each other's",
                )
            ]
        ) from None


def in_dependency_order(
    segments: Mapping[str, ResolvedSegment], documents: Mapping[str, Document[Segment]]
) -> tuple[ResolvedSegment, ...]:
    """Each segment after those it refers to; among equals by key.

    Raises:
        UserError: a circle of references, or a rule that grows past all bounds.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for key in sorted(segments):
        sorter.add(key, *sorted(segments[key].refers_to))
    try:
        order = tuple(sorter.static_order())
    except CycleError as error:
        circle = list(error.args[1])
        first = min(circle)
        raise UserError(
            [
                Problem(
                    documents[first].at("segment"),
                    "segment-cycle",
                    "these segments need each other: " + " -> ".join(reversed(circle)),
                    "a segment cannot be defined by itself",
                )
            ]
        ) from None
    sizes: dict[str, int] = {}
    of_rules: dict[str, int] = {}
    problems: list[Problem] = []
    for key in order:
        segment = segments[key]
        sizes[key] = _size(segment.rule, sizes, of_rules)
        of_rules[key] = _size(segment.own_rule or segment.rule, sizes, of_rules)
        is_first = all(sizes[name] <= MAX_WRITTEN_OUT for name in segment.refers_to)
        if sizes[key] > MAX_WRITTEN_OUT and is_first:
            problems.append(rule_too_large(documents[key].at("segment"), sizes[key]))
    if problems:
        raise UserError(problems)
    return tuple(segments[key] for key in order)


def _size(rule: Node, sizes: Mapping[str, int], of_rules: Mapping[str, int]) -> int:
    """How many parts a rule has with all it refers to."""
    size = 0
    for node in walk(rule):
        size += 1
        if isinstance(node, InSegment):
            size += sizes[node.segment]
        elif isinstance(node, HoldsRule):
            size += of_rules[node.segment]
    return size


def rule_too_large(position: Position, size: int) -> Problem:
    """The problem of a rule that grows past all bounds when its references are written out."""
    return Problem(
        position,
        "rule-too-large",
        f"written out with all it refers to, the rule has {size:,} parts",
        f"at most {MAX_WRITTEN_OUT:,}; refer to fewer segments, or to simpler ones; "
        "hundreds of values belong on a list of the catalog",
    )
