"""The profile of a run: its time divided among stages, models and segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from segsmith.plan import Plan
from segsmith.profile.clock import parts_of_the_clock
from segsmith.profile.costs import ModelCost, Profile, SegmentCost, StageCost
from segsmith.profile.measured import Counts, Measured, Node
from segsmith.profile.parts import EVERYBODY, Part, Weights, parts_of
from segsmith.profile.stages import Stage

_MODELS = ("model", "seed", "snapshot")
_TESTS = ("test", "unit_test")
_OWN = Part(Stage.OWN_MODELS)
_OF_TESTS = Part(Stage.TESTS)


@dataclass(frozen=True)
class _Share:
    """Seconds of a stage that fall to a segment, or to all."""

    stage: Stage
    segment: str
    seconds: float


def make_profile(plan: Plan, measured: Measured) -> Profile:
    """Divide the time of a run; nodes that did not work are not told."""
    parts = parts_of(plan, measured)
    worked = [node for node in measured.nodes if node.spans]
    seconds = _seconds(worked)
    shares = list(_around(measured, seconds))
    for node, (compiling, executing) in zip(worked, seconds, strict=True):
        part = _part(node, parts)
        shares += _shares(part.stage, part.compiling, compiling)
        shares += _shares(part.stage, part.executing, executing)
    nodes = Counter(_part(node, parts).stage for node in worked)
    of_all = [share for share in shares if share.segment == EVERYBODY]
    return Profile(
        seconds=measured.seconds,
        stages=_stages(shares, nodes),
        models=_models(worked, seconds, parts, measured.counts),
        segments=_segments(plan, shares, measured.counts),
        shared=_stages(of_all, nodes),
    )


def _part(node: Node, parts: Mapping[str, Part]) -> Part:
    if node.kind in _TESTS:
        return _OF_TESTS
    return parts.get(node.name, _OWN) if node.kind == "model" else _OWN


def _seconds(nodes: list[Node]) -> list[tuple[float, float]]:
    """Each node's part of the clock: while it was compiled, and while it was executed."""
    clock = iter(parts_of_the_clock([span for node in nodes for span in node.spans]))
    return [
        (
            next(clock) if node.compiling is not None else 0.0,
            next(clock) if node.executing is not None else 0.0,
        )
        for node in nodes
    ]


def _around(measured: Measured, seconds: list[tuple[float, float]]) -> Iterator[_Share]:
    """What is no node's: before dbt, its start, between and after the nodes, the copy."""
    spans = [span for node in measured.nodes for span in node.spans]
    first = min((span.began for span in spans), default=measured.dbt.ended)
    starting = first - measured.dbt.began
    at_work = sum(compiling + executing for compiling, executing in seconds)
    yield _Share(Stage.GENERATING, EVERYBODY, measured.dbt.began)
    yield _Share(Stage.STARTING, EVERYBODY, starting)
    yield _Share(Stage.BETWEEN, EVERYBODY, measured.dbt.seconds - starting - at_work)
    yield _Share(Stage.COPY, EVERYBODY, measured.seconds - measured.dbt.ended)


def _shares(stage: Stage, weights: Weights, seconds: float) -> Iterator[_Share]:
    whole = sum(weights.values())
    if whole <= 0:
        yield _Share(stage, EVERYBODY, seconds)
        return
    for segment, weight in weights.items():
        yield _Share(stage, segment, seconds * weight / whole)


def _stages(shares: Iterable[_Share], nodes: Mapping[Stage, int]) -> tuple[StageCost, ...]:
    """In the order of a run; a stage in which nothing happened is not told."""
    found = dict.fromkeys(Stage, 0.0)
    for share in shares:
        found[share.stage] += share.seconds
    return tuple(
        StageCost(stage, seconds, nodes.get(stage, 0))
        for stage, seconds in found.items()
        if seconds or nodes.get(stage)
    )


def _models(
    nodes: list[Node],
    seconds: list[tuple[float, float]],
    parts: Mapping[str, Part],
    counts: Counts,
) -> tuple[ModelCost, ...]:
    found = [
        ModelCost(
            node.name,
            _part(node, parts).stage,
            node.status,
            node.compiling.seconds if node.compiling else 0.0,
            node.executing.seconds if node.executing else 0.0,
            sum(own),
            _rows_in(node, counts),
            counts.written.get(node.identity),
        )
        for node, own in zip(nodes, seconds, strict=True)
        if node.kind in _MODELS
    ]
    return tuple(sorted(found, key=lambda cost: (-cost.seconds, cost.model)))


def _rows_in(node: Node, counts: Counts) -> int | None:
    """The rows of the tables that it reads, of those that are known."""
    known = [counts.held[each] for each in node.reads if each in counts.held]
    return sum(known) if known else None


def _segments(plan: Plan, shares: Iterable[_Share], counts: Counts) -> tuple[SegmentCost, ...]:
    found: dict[tuple[str, Stage], float] = {}
    for share in shares:
        place = (share.segment, share.stage)
        found[place] = found.get(place, 0.0) + share.seconds

    def seconds(key: str, stage: Stage) -> float:
        return found.get((key, stage), 0.0)

    costs = [
        SegmentCost(
            segment=segment.key,
            entity=entity.name,
            traits=seconds(segment.key, Stage.TRAITS),
            evaluation=seconds(segment.key, Stage.EVALUATION),
            ledger=seconds(segment.key, Stage.LEDGER),
            readers=seconds(segment.key, Stage.READERS),
            found=counts.found.get(segment.key, 0),
            moved=counts.moved.get(segment.key, 0),
        )
        for entity in plan.entities
        for segment in entity.segments
    ]
    return tuple(sorted(costs, key=lambda cost: (-cost.seconds, cost.segment)))
