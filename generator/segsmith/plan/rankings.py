"""The rankings that the rules of an entity read, in levels: one reads only those below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from segsmith.plan.canonical import canonical
from segsmith.plan.plan import EntityPlan, PlannedSegment
from segsmith.resolve.nodes import HoldsRule, InSegment, Node, Rank, RankedCount
from segsmith.resolve.walk import walk

Ranked = Rank | RankedCount


def levels_of(plan: EntityPlan) -> tuple[tuple[Ranked, ...], ...]:
    """Every distinct ranking once, those that rest on no other first."""
    found: dict[int, set[Ranked]] = {}
    for rank in set(_ranks(plan, (t for s in plan.segments for t in s.truths), written_out=False)):
        found.setdefault(_level(plan, rank), set()).add(rank)
    return tuple(tuple(sorted(found[level], key=canonical)) for level in sorted(found))


def nodes_below(plan: EntityPlan, ranks: Iterable[Ranked]) -> Iterator[Node]:
    """Every node that decides the places, also within segments that are ranked by themselves."""
    for rank in ranks:
        for part in (rank.by if isinstance(rank, Rank) else None, rank.of):
            if part is not None:
                yield from _written_out(plan, part)


def _level(plan: EntityPlan, rank: Ranked) -> int:
    if rank.of is None:
        return 0
    below = set(_ranks(plan, (rank.of,), written_out=True))
    return 1 + max((_level(plan, each) for each in below), default=-1)


def _ranks(plan: EntityPlan, truths: Iterable[Node], written_out: bool) -> Iterator[Ranked]:
    for truth in truths:
        nodes = _written_out(plan, truth) if written_out else walk(truth)
        yield from (node for node in nodes if isinstance(node, (Rank, RankedCount)))


def _written_out(plan: EntityPlan, node: Node) -> Iterator[Node]:
    """The nodes of a truth and of the segments it refers to, each segment once."""
    by_key = plan.by_key
    waiting, seen = [node], set[str]()
    while waiting:
        for part in walk(waiting.pop()):
            yield part
            key = _own_segment(part)
            if key and key not in seen:
                seen.add(key)
                waiting += _truths(by_key[key])


def _own_segment(node: Node) -> str:
    """The segment of the same entity whose rule a node stands for; '' for any other node."""
    match node:
        case HoldsRule() | InSegment(relation=""):
            return node.segment
    return ""


def _truths(segment: PlannedSegment) -> list[Node]:
    return [*segment.truths, *([segment.own_rule] if segment.own_rule else [])]
