"""Windows: half-open stretches of time. One microsecond is the smallest step, so `in` is +1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from segsmith.definitions.windows import Window
from segsmith.reference.calendar import MICROSECOND, Clock
from segsmith.reference.values import Value


@dataclass(frozen=True)
class Stretch:
    """From `start` (in) to `end` (out); None is without limit."""

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether an instant lies in the stretch."""
        after_start = self.start is None or self.start <= moment
        return after_start and (self.end is None or moment < self.end)


NEVER = Stretch(datetime.min, datetime.min)


def whole(moment: datetime | date, clock: Clock) -> Stretch:
    """A date is its whole local day; an instant is itself."""
    if isinstance(moment, datetime):
        return Stretch(moment, moment + MICROSECOND)
    return Stretch(clock.day_start(moment), clock.day_start(moment + timedelta(days=1)))


def event_window(window: Window, clock: Clock, attribute: Callable[[str], Value]) -> Stretch:
    """The stretch in which events count (that nothing later than as-of counts comes on top).

    `attribute` gives the contact's value for `since`.
    """
    if window.within_last:
        return Stretch(clock.ago(window.within_last), clock.as_of + MICROSECOND)
    if window.older_than:
        return Stretch(None, clock.ago(window.older_than))
    if window.between_ago:
        older, newer = window.between_ago
        return Stretch(clock.ago(older), clock.ago(newer))
    if window.in_period:
        return Stretch(*clock.period(window.in_period))
    if window.last_calendar_days:
        first = clock.today - timedelta(days=window.last_calendar_days - 1)
        return Stretch(clock.day_start(first), None)
    if window.since:
        since = attribute(window.since.attribute)
        return Stretch(clock.instant(since)) if isinstance(since, date) else NEVER
    return Stretch(
        clock.instant(clock.read(window.from_)) if window.from_ else None,
        _end(window, clock),
    )


def _end(window: Window, clock: Clock) -> datetime | None:
    if window.to:
        return clock.instant(clock.read(window.to))
    if window.through:
        return whole(clock.read(window.through), clock).end
    return None
