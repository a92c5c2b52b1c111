"""The instant, zone and pools of values that drawn definitions and data share, so that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from segsmith.definitions.scalars import PERIOD_WORDS, parse_duration
from segsmith.reference.calendar import MICROSECOND, Clock

DURATIONS = (
    "45 seconds",
    "90 minutes",
    "12 hours",
    "1 day",
    "7 days",
    "2 weeks",
    "1 month",
    "30 days",
    "3 months",
    "1 year",
)  # from short to long
NUMBERS = (Decimal("-1"), 0, 1, 2, 3, 10, Decimal("0.5"), Decimal("2.5"), 100)
TEXTS = (
    "USA",
    "usa",
    "Peru",
    "O'Brien",
    "a_b",
    "axb",
    "100%",
    "100",
    "Été",
    "été",
    "{{ x }}",
    "{% raw %}",
    "C:\\new",
    "12",
    "-3.5",
    "NaN",
    "2026-02-30",
    "2026-03-01T12:00:00",
    "שלום",
    "\U0001f600",
    " USA ",
    "web",
    "shop",
)
CELL_TEXTS = ("", *TEXTS)
FRAGMENTS = ("U", "usa", "_", "%", "'", "x", "é", "{{", "\\", "1", "ש", " ")
PATTERNS = (
    "^U",
    "a.b",
    "[A-Z]{2,}",
    r"\d+",
    "(web|shop)$",
    "^$",
    "%",
    "O'",
    "[éÉ]",
    "^[^0-9]*$",
    r"\{\{",
    "b?s+h*o",
)
TAGS = ("vip", "beta", "VIP", "it's")
LISTS = ("welcome", "blocked", "100%")
CHANNELS = ("email", "sms")


@dataclass(frozen=True)
class Scene:
    """One instant in one time zone."""

    as_of: datetime
    time_zone: str

    @cached_property
    def clock(self) -> Clock:
        """The clock of the run."""
        return Clock(self.as_of, ZoneInfo(self.time_zone))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Local days near today, and those of which anniversaries and steps are odd."""
        today = self.clock.today
        near = [today + timedelta(days=n) for n in (-30, -8, -7, -2, -1, 0, 1, 2, 7, 8)]
        odd = [date(2000, 2, 29), date(2024, 2, 29), date(2001, 2, 28), date(2001, 3, 1)]
        again = [_year_back(today, years) for years in (1, 2, 30)]
        soon = [_year_back(today + timedelta(days=7), 1), _year_back(today, -1)]
        return tuple(sorted({*near, *odd, *again, *soon}))

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """Instants that definitions name, as literals."""
        return tuple(sorted({self.clock.ago(parse_duration(d)) for d in DURATIONS} | {self.as_of}))

    @cached_property
    def edges(self) -> tuple[datetime, ...]:
        """Every exact edge of a window or period that can be drawn; and a microsecond beside it."""
        clock = self.clock
        found = {*self.moments, *(clock.ahead(parse_duration(d)) for d in DURATIONS)}
        for word in PERIOD_WORDS:
            found |= {*clock.period(word)}
        for day in self.days:
            found |= {clock.day_start(day), clock.day_start(day + timedelta(days=1))}
        beside = {edge + sign * MICROSECOND for edge in found for sign in (-1, 1)}
        return tuple(sorted(found | beside))


def _year_back(day: date, years: int) -> date:
    year = day.year - years
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


SCENES = (
    Scene(datetime(2026, 3, 31, 12), "UTC"),
    Scene(datetime(2026, 3, 29, 20), "Europe/Berlin"),
    Scene(datetime(2026, 10, 25, 1, 30), "Europe/Berlin"),
    Scene(datetime(2028, 2, 29, 2), "America/New_York"),
    Scene(datetime(2026, 9, 6, 16), "America/Santiago"),
    Scene(datetime(2026, 1, 1), "Asia/Kathmandu"),
)
