"""Patterns in time, by the times of the events that are meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from segsmith.definitions.measures import EventCondition
from segsmith.definitions.scalars import Duration
from segsmith.definitions.value_tests import ValueTest
from segsmith.reference.calendar import Clock, step

CountPasses = Callable[[ValueTest, int], bool]


def pattern_holds(
    condition: EventCondition, times: list[datetime], clock: Clock, passes: CountPasses
) -> bool:
    """Whether the pattern holds of events at these times, none of them after as-of."""
    if condition.regularly is not None:
        pattern = condition.regularly
        periods = 0
        for back in range(pattern.of_last):
            newer = clock.ago(_times(pattern.period, back)) if back else None
            older = clock.ago(_times(pattern.period, back + 1))
            count = sum(older <= time and (newer is None or time < newer) for time in times)
            test = pattern.count
            periods += passes(test, count) if test is not None else count >= 1
        return periods >= pattern.in_at_least
    if condition.stopped is not None:
        did_since = clock.ago(condition.stopped.did_within)
        not_since = clock.ago(condition.stopped.not_within)
        did = any(did_since <= time for time in times)
        return did and not any(not_since <= time for time in times)
    assert condition.restarted is not None
    back_since = clock.ago(condition.restarted.did_within)
    away_since = step(back_since, condition.restarted.not_for, -1)
    is_back = any(back_since <= time for time in times)
    was_away = not any(away_since <= time < back_since for time in times)
    was_here = any(time < away_since for time in times)
    return was_here and was_away and is_back


def _times(duration: Duration, count: int) -> Duration:
    return Duration(duration.count * count, duration.unit)
