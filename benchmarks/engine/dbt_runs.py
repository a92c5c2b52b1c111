"""A dbt build, measured, and what dbt says of its nodes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.engine.processes import Cost, dbt_command, measured


@dataclass(frozen=True)
class Node:
    """A node of a build; `begun` and `ended` in seconds after the first node of the build began.

    `kind` is dbt's: model, snapshot, test. `compiling` are the seconds in which dbt made the
    SQL of the node's file, not those of its materialization and hooks.
    """

    kind: str
    name: str
    begun: float
    ended: float
    compiling: float = 0.0

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


@dataclass(frozen=True)
class Build:
    """A dbt build: what it cost and its nodes, in the order in which they began."""

    cost: Cost
    nodes: tuple[Node, ...]


def build(root: Path, database: Path, as_of: datetime, select: tuple[str, ...] = ()) -> Build:
    """Build a project; `select` are arguments of `dbt build`.

    It is parsed before, untimed: dbt reads a project anew when a variable such as the as-of has
    changed, and a scheduled run, which sets none, goes on with what was parsed.
    """
    measured(dbt_command(root, "parse", as_of), root / "parse.log", database)
    cost = measured([*dbt_command(root, "build", as_of), *select], root / "build.log", database)
    return Build(cost, nodes(root))


def nodes(root: Path) -> tuple[Node, ...]:
    """The nodes of the last build of a project, as dbt timed them."""
    results = json.loads((root / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    timed = []
    for result in results:
        times = [t for t in result["timing"] if t["started_at"] and t["completed_at"]]
        if times:
            begun = min(_instant(t["started_at"]) for t in times)
            ended = max(_instant(t["completed_at"]) for t in times)
            kind, _, name = result["unique_id"].split(".")[:3]
            compiling = sum(_seconds(t) for t in times if t["name"] == "compile")
            timed.append((kind, name, begun, ended, compiling))
    first = min(begun for _, _, begun, _, _ in timed)
    found = [
        Node(
            kind, name, (begun - first).total_seconds(), (ended - first).total_seconds(), compiling
        )
        for kind, name, begun, ended, compiling in timed
    ]
    return tuple(sorted(found, key=lambda node: node.begun))


def _seconds(timing: dict[str, str]) -> float:
    return (_instant(timing["completed_at"]) - _instant(timing["started_at"])).total_seconds()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
