"""Conditions on events in their order: which forms they are, and where they stand at an edge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from segsmith.definitions.measures import EventCondition
from segsmith.definitions.scalars import Duration
from segsmith.definitions.sequences import SequenceCondition
from segsmith.reference.calendar import Clock, step
from segsmith.reference.events import is_of_kind
from segsmith.reference.rows import EntityRow


def pattern_forms(condition: EventCondition) -> Iterator[str]:
    """The forms of a pattern in time."""
    yield f"pattern {condition.pattern}"
    if condition.regularly is not None and condition.regularly.count is not None:
        yield "pattern regularly with a count"


def sequence_forms(condition: SequenceCondition) -> Iterator[str]:
    """The forms of a sequence and of its steps."""
    steps = condition.sequence
    yield f"sequence of {'two' if len(steps) == 2 else 'more'} steps"
    if condition.window_keys:
        yield "sequence in a window"
    for item in steps:
        if not item.event:
            yield "sequence not followed"
        elif item.within is not None:
            yield "sequence within"
        if item.event and item.without is not None:
            yield "sequence without"
        if item.where is not None or (item.without is not None and item.without.where is not None):
            yield "sequence where"


def turns(condition: EventCondition, clock: Clock) -> Iterator[datetime]:
    """The instants at which a pattern's stretches begin and end."""
    if condition.regularly is not None:
        period = condition.regularly.period
        for back in range(1, condition.regularly.of_last + 1):
            yield clock.ago(Duration(period.count * back, period.unit))
    if condition.stopped is not None:
        yield clock.ago(condition.stopped.did_within)
        yield clock.ago(condition.stopped.not_within)
    if condition.restarted is not None:
        began = clock.ago(condition.restarted.did_within)
        yield began
        yield step(began, condition.restarted.not_for, -1)


def is_step_at_edge(condition: SequenceCondition, row: EntityRow) -> bool:
    """Whether events of two steps are just as far apart as they may be, or the time just over."""
    clock = row.world.clock

    def times(kinds: tuple[str, ...]) -> set[datetime]:
        found = [e for e in row.world.events(row) if is_of_kind(e.source, kinds, e.raw)]
        return {e.raw[e.source.occurred_at] for e in found}

    for before, now in pairwise(condition.sequence):
        if now.within is None:
            continue
        ends = {step(time, now.within, 1) for time in times(before.event)}
        without = times(now.without.event) if now.without is not None else set()
        if ends & (times(now.event) if now.event else {clock.as_of} | without):
            return True
    return False
