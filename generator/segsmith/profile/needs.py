"""What each segment of an entity needs: the columns that its rule reads, and how large it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from segsmith.lower.entity_row import column_reader
from segsmith.plan import EntityPlan, PlannedSegment
from segsmith.resolve.nodes import HoldsRule, InSegment, Node
from segsmith.resolve.walk import extent, walk


@dataclass(frozen=True)
class Need:
    """Columns of the entity's row, and the parts of the rule as it stands in the evaluation."""

    columns: frozenset[str]
    parts: int


def needs_of(plan: EntityPlan) -> Mapping[str, Need]:
    """The needs of every segment by its key.

    A rule that refers to another segment of the entity holds that one's rule, and needs all that
    it needs.
    """
    read = column_reader(plan)
    found: dict[str, Need] = {}
    for segment in plan.segments:  # each stands after those that it refers to
        nodes = [node for truth in segment.truths for node in walk(truth)]
        below = [found[key] for key in _held_within(nodes) if key in found]
        columns = read(nodes).union(*(need.columns for need in below))
        found[segment.key] = Need(columns, _size(segment) + sum(need.parts for need in below))
    return found


def _size(segment: PlannedSegment) -> int:
    return sum(extent(truth)[0] for truth in segment.truths)


def _held_within(nodes: list[Node]) -> list[str]:
    """The segments of the same entity whose rules stand within a rule, each once."""
    kinds = (HoldsRule, InSegment)
    own = (n for n in nodes if isinstance(n, kinds) and not getattr(n, "relation", ""))
    return sorted({node.segment for node in own})
