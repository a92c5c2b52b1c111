"""The instant, zone and pools of values that drawn definitions and data share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
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
    "two\nlines",
    "web",
    "shop",
)
CELL_TEXTS = ("", *TEXTS)
FRAGMENTS = ("U", "usa", "_", "%", "'", "x", "é", "{{", "\\", "1", "ש", " ")
ENDS = ("U", "a", "%", "_b", "1", "}}", "O'", "É", "\\new", "ם")
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
    "o.l",
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
        """The exact edges and what lies a microsecond beside them."""
        beside = {edge + sign * MICROSECOND for edge in self.exact_edges for sign in (-1, 1)}
        return tuple(sorted({*self.exact_edges, *beside}))

    @cached_property
    def exact_edges(self) -> tuple[datetime, ...]:
        """Every exact edge of a window or period that can be drawn."""
        clock = self.clock
        found = {*self.moments, *(clock.ahead(parse_duration(d)) for d in DURATIONS)}
        for word in PERIOD_WORDS:
            found |= {*clock.period(word)}
        for day in self.days:
            found |= {clock.day_start(day), clock.day_start(day + timedelta(days=1))}
        return tuple(sorted(found))


@dataclass(frozen=True)
class Needles:
    """The values that drawn definitions name, and the edges of their windows."""

    texts: tuple[str, ...]
    moments: tuple[datetime, ...]
    days: tuple[date, ...]


def needles(scene: Scene, written: Any) -> Needles:
    """What data should hold, so that the definitions meet something."""
    texts = sorted({text for text in _texts(written) if text in TEXTS})
    moments: set[datetime] = set()
    for text in _texts(written):
        moments |= set(_edges(scene.clock, text))
    days = {scene.clock.local_day(moment) for moment in moments}
    return Needles(tuple(texts), tuple(sorted(moments)), tuple(sorted(days)))


def _texts(written: Any) -> Iterator[str]:
    if isinstance(written, dict):
        for key, value in written.items():
            yield from _texts(f"{value} days from today" if key == "days_from_today" else value)
    elif isinstance(written, list):
        for value in written:
            yield from _texts(value)
    elif isinstance(written, str):
        yield written


def _edges(clock: Clock, text: str) -> Iterator[datetime]:
    """The instants at which a word of a definition turns."""
    if text in DURATIONS:
        yield from (clock.ago(parse_duration(text)), clock.ahead(parse_duration(text)))
    elif text in PERIOD_WORDS:
        yield from clock.period(text)
    elif text.endswith(" days from today"):
        day = clock.today + timedelta(days=int(text.split()[0]))
        yield from (clock.day_start(day), clock.day_start(day + timedelta(days=1)))
    elif text[:4].isdigit() and text[4:5] == "-" and text not in TEXTS:
        moment = clock.read(text)
        yield clock.instant(moment)
        if not isinstance(moment, datetime):
            yield clock.day_start(moment + timedelta(days=1))


def _year_back(day: date, years: int) -> date:
    year = day.year - years
    return (
        day.replace(year=year, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=year)
    )


SCENES = (
    Scene(datetime(2026, 3, 31, 12), "UTC"),
    Scene(datetime(2026, 3, 29, 20), "Europe/Berlin"),
    Scene(datetime(2026, 10, 25, 1, 30), "Europe/Berlin"),
    Scene(datetime(2024, 2, 29, 2), "America/New_York"),
    Scene(datetime(2026, 9, 6, 16), "America/Santiago"),
    # Local midnight, so that dates lie on edges, too.
    Scene(datetime(2025, 12, 31, 18, 15), "Asia/Kathmandu"),
)
