"""What is kept of each measured process, and medians over the rounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from benchmarks.engine.dbt_runs import Node
from benchmarks.engine.processes import Cost

# The measured processes, in the order of the report.
WAYS = {
    "a": "ours, full build from empty",
    "b": "ours, refresh after a change",
    "c": "ours, refresh with nothing changed",
    "whole": "ours, whole build after them",
    "d full": "by hand, full build from empty",
    "d refresh": "by hand, refresh after a change",
    "e": "the limit: one SQL script, no dbt",
    "start ours": "dbt's own start, as many nodes as ours",
    "start by hand": "dbt's own start, as many nodes as by hand",
}


@dataclass(frozen=True)
class Measurement:
    """One process of one round.

    `wrong` is the number of membership rows that are not those of a full evaluation; `rows` the
    rows that it added or ended in its history, or wrote where it has none; `facts` whatever else
    was counted after it, by name.
    """

    way: str
    cost: Cost
    nodes: tuple[Node, ...] = ()
    rows: int = 0
    wrong: int = 0
    facts: dict[str, int] = field(default_factory=dict)
    seconds: float | None = None

    @property
    def time(self) -> float:
        """Seconds of the process; of the limit those of its statements."""
        return self.cost.wall if self.seconds is None else self.seconds


@dataclass(frozen=True)
class Figure:
    """Medians of one way over its rounds, in seconds and bytes; `node_count` of each round.

    `engine` is without dbt's own start; `wrong` is the greatest of all rounds.
    """

    way: str
    rounds: int
    wall: float
    engine: float
    processor: float
    memory: float
    growth: float
    load: float
    node_count: int
    rows: int
    wrong: int
    facts: dict[str, float]
    seconds_of_nodes: dict[str, float]
    compiling_of_nodes: dict[str, float]
    span: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def figures(measured: list[Measurement]) -> dict[str, Figure]:
    """The figure of every way."""
    by_way = {way: [m for m in measured if m.way == way] for way in WAYS}
    starts = {
        name: median(m.time for m in by_way[name])
        for name in ("start ours", "start by hand")
        if by_way[name]
    }
    return {
        way: _figure(way, found, starts.get(_start_of(way), 0.0))
        for way, found in by_way.items()
        if found
    }


def _start_of(way: str) -> str:
    if way in ("a", "b", "c", "whole"):
        return "start ours"
    return "start by hand" if way.startswith("d") else ""


def _figure(way: str, found: list[Measurement], start: float) -> Figure:
    wall = median(m.time for m in found)
    names = {name for m in found for name in m.facts}
    return Figure(
        way=way,
        rounds=len(found),
        wall=wall,
        engine=wall - start,
        processor=median(m.cost.processor for m in found),
        memory=median(m.cost.memory for m in found),
        growth=median(m.cost.growth for m in found),
        load=median(m.cost.load for m in found),
        node_count=len(found[0].nodes),
        rows=round(median(m.rows for m in found)),
        wrong=max(m.wrong for m in found),
        facts={name: median(m.facts.get(name, 0) for m in found) for name in sorted(names)},
        seconds_of_nodes=_of_nodes(found, lambda node: node.seconds),
        compiling_of_nodes=_of_nodes(found, lambda node: node.compiling),
        span={"evaluation": median(evaluation_seconds(m.nodes) for m in found)},
    )


def _of_nodes(found: list[Measurement], value: Callable[[Node], float]) -> dict[str, float]:
    """Seconds of each model and snapshot, and of all tests together."""
    totals: list[dict[str, float]] = []
    for measurement in found:
        total: dict[str, float] = {}
        tests = sum(node.kind == "test" for node in measurement.nodes)
        for node in measurement.nodes:
            name = f"{tests} tests" if node.kind == "test" else node.name
            total[name] = total.get(name, 0.0) + value(node)
        totals.append(total)
    names = dict.fromkeys(name for total in totals for name in total)
    return {name: median(total.get(name, 0.0) for total in totals) for name in names}


def evaluation_seconds(nodes: tuple[Node, ...]) -> float:
    """From the begin of the first node of an evaluation of ours to the end of the last."""
    begun = [n.begun for n in nodes if n.kind == "model" and n.name == "int_contact__evaluated"]
    ended = [n.ended for n in nodes if n.kind == "model" and n.name == "contact_segment_evaluation"]
    return max(ended) - min(begun) if begun and ended else 0.0
