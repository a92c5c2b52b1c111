"""The clock of a run: as-of, the project's time zone, and steps and periods counted from them."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from segsmith.definitions.scalars import PERIOD_WORDS, Duration

MICROSECOND = timedelta(microseconds=1)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    _DATE.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[-+][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True)
class Clock:
    """One instant (UTC, no zone) and the zone in which days begin."""

    as_of: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The local day of as-of."""
        return self.local_day(self.as_of)

    def local_day(self, moment: datetime | date) -> date:
        """The local day on which an instant falls; a date is its own."""
        if not isinstance(moment, datetime):
            return moment
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    def day_start(self, day: date) -> datetime:
        """The UTC instant at which a local day begins."""
        local = datetime.combine(day, time(), tzinfo=self.zone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def instant(self, moment: datetime | date) -> datetime:
        """An instant is itself; a date is its local start."""
        return moment if isinstance(moment, datetime) else self.day_start(moment)

    def ago(self, duration: Duration) -> datetime:
        """As-of less a duration."""
        return step(self.as_of, duration, -1)

    def ahead(self, duration: Duration) -> datetime:
        """As-of and a duration."""
        return step(self.as_of, duration, 1)

    def period(self, word: str) -> tuple[datetime, datetime]:
        """The half-open stretch of a period word like `last_month`."""
        period, offset = PERIOD_WORDS[word]
        first = first_day(self.today, period, offset)
        return self.day_start(first), self.day_start(first_day(self.today, period, offset + 1))

    def read(self, text: str) -> datetime | date:
        """A date or an instant written in a definition; `now` is as-of."""
        return self.as_of if text == "now" else read_moment(text)


def read_moment(text: str) -> datetime | date:
    """`2026-03-01` is a date; with a time of day an instant, in UTC unless an offset stands there.

    Raises:
        ValueError: the text is neither.
    """
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{text!r} is neither a date nor an instant")
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def step(moment: datetime, duration: Duration, sign: int) -> datetime:
    """Months and years are calendar steps in UTC, clamped to the month's end; the rest is exact."""
    count = sign * duration.count
    if duration.unit in ("month", "year"):
        months = count * (12 if duration.unit == "year" else 1)
        year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
        day = min(moment.day, monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=day)
    return moment + timedelta(**{f"{duration.unit}s": count})


def first_day(today: date, period: str, offset: int) -> date:
    """The first local day of the period that lies `offset` periods from today's."""
    if period == "day":
        return today + timedelta(days=offset)
    if period == "week":
        return today - timedelta(days=today.weekday()) + timedelta(weeks=offset)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    index = (today.year * 12 + today.month - 1) // months + offset
    return date(index * months // 12, index * months % 12 + 1, 1)


def anniversary(born: date, year: int, leap_day: str) -> date | None:
    """The anniversary of a date in a year; None where a leap day is skipped."""
    if (born.month, born.day) == (2, 29) and not isleap(year):
        return {"february_28": date(year, 2, 28), "march_1": date(year, 3, 1)}.get(leap_day)
    return born.replace(year=year)
