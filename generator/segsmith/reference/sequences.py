"""Sequences: every way to go through the steps is tried."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from segsmith.definitions.conditions import Condition
from segsmith.definitions.sequences import SequenceCondition
from segsmith.reference.calendar import step as stepped
from segsmith.reference.events import Holds, is_of_kind
from segsmith.reference.rows import EntityRow
from segsmith.reference.windows import event_window


def sequence_holds(sequence: SequenceCondition, owner: EntityRow, holds: Holds) -> bool:
    """Whether there are events, one a step, each later than the one before."""
    clock = owner.world.clock
    window = event_window(sequence, clock, owner.value)
    steps = sequence.sequence

    def times(kinds: tuple[str, ...], where: Condition | None) -> list[datetime]:
        return [
            event.raw[event.source.occurred_at]
            for event in owner.world.events(owner)
            if is_of_kind(event.source, kinds, event.raw) and (not where or holds(where, event))
        ]

    at = [[t for t in times(s.event, s.where) if window.holds(t)] for s in steps]
    not_at = [times(s.without.event, s.without.where) if s.without else [] for s in steps]

    @cache
    def goes_on(number: int, before: datetime) -> bool:
        """Whether the steps from `number` on can follow a step at `before`."""
        if number == len(steps):
            return True
        step = steps[number]
        end = stepped(before, step.within, 1) if step.within else clock.as_of
        if not step.event:
            return end <= clock.as_of and not any(before < t <= end for t in not_at[number])
        return any(
            before < time <= end
            and not any(before < t < time for t in not_at[number])
            and goes_on(number + 1, time)
            for time in at[number]
        )

    return any(goes_on(1, time) for time in at[0])
