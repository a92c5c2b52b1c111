"""Sequences in the typed tree: a trait that is true where its steps happened one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from segsmith.definitions.scalars import Duration
from segsmith.resolve.nodes import Node, Trait


@dataclass(frozen=True)
class Happening:
    """Events of some kinds that pass a rule, a truth at event grain."""

    sources: tuple[str, ...]
    kinds: tuple[str, ...]
    rule: Node | None


@dataclass(frozen=True)
class SequenceStep:
    """A step: what happened, how long after the step before at most, and what not in between.

    Without an event it is the last item: nothing of `without` in the time `within` after the step
    before, and that time is over.
    """

    event: Happening | None
    within: Duration | None
    without: Happening | None


@dataclass(frozen=True)
class SequenceTrait(Trait):
    """Whether the steps happened, each later than the one before, all of them in the window."""

    steps: tuple[SequenceStep, ...]

    @property
    def happenings(self) -> Iterator[Happening]:
        """Whatever the steps look for, with repeats."""
        for step in self.steps:
            for part in (step.event, step.without):
                if part is not None:
                    yield part
