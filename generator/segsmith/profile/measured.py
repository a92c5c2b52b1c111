"""What is known of a run when it has ended: times of its nodes, rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Span:
    """A stretch of time, in seconds since the command began."""

    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it is; never less than nothing, whatever the clock did."""
        return max(0.0, self.ended - self.began)


@dataclass(frozen=True)
class Node:
    """A node that dbt worked on; `identity` is dbt's unique id, `reads` those of what it reads."""

    identity: str
    name: str
    kind: str
    status: str
    reads: tuple[str, ...] = ()
    compiling: Span | None = None
    executing: Span | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """When it was at work; nothing for a node that was skipped."""
        return tuple(span for span in (self.compiling, self.executing) if span is not None)


@dataclass(frozen=True)
class Counts:
    """Rows, as far as they are known.

    `held` and `written` are by the identity of a node or source: all rows of its table, and those
    that this run wrote. `looked_at` is by entity; `found` (rows of the evaluation) and `moved`
    (transitions) are by segment.
    """

    held: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    looked_at: Mapping[str, int] = field(default_factory=dict)
    found: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """A run from the command's beginning (0) to its end (`seconds`), with dbt's part of it.

    `engine` is dbt's name of it: what is much work differs.
    """

    seconds: float
    dbt: Span
    nodes: tuple[Node, ...]
    counts: Counts = field(default_factory=Counts)
    engine: str = "duckdb"
