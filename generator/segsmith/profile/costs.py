"""What a run cost. Every second of it stands once among the stages, and once among the segments
and what they share."""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.profile.stages import Stage


@dataclass(frozen=True)
class StageCost:
    """The seconds of a stage, or of what all share of it, and how many nodes worked there."""

    stage: Stage
    seconds: float
    nodes: int


@dataclass(frozen=True)
class ModelCost:
    """A model, seed or snapshot.

    `compiling` and `executing` are its own seconds; `seconds` is its part of the run's time, which
    it shares with nodes that worked at the same moment. Rows are None where they are not known.
    """

    model: str
    stage: Stage
    status: str
    compiling: float
    executing: float
    seconds: float
    rows_in: int | None
    rows_out: int | None


@dataclass(frozen=True)
class SegmentCost:
    """The seconds that fall to one segment; `found` and `moved` as in `Counts`."""

    segment: str
    entity: str
    traits: float
    evaluation: float
    ledger: float
    readers: float
    found: int
    moved: int

    @property
    def seconds(self) -> float:
        """All that falls to it."""
        return self.traits + self.evaluation + self.ledger + self.readers


@dataclass(frozen=True)
class Profile:
    """The costs of a run; models and segments with the most expensive first.

    `seconds` is the whole; the stages add up to it, and so do `segments` and `shared`.
    """

    seconds: float
    stages: tuple[StageCost, ...]
    models: tuple[ModelCost, ...]
    segments: tuple[SegmentCost, ...]
    shared: tuple[StageCost, ...]

    @property
    def shared_seconds(self) -> float:
        """What no segment can be blamed for."""
        return sum(cost.seconds for cost in self.shared)
