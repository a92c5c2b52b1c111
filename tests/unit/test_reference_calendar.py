"""Days, periods and steps of the interpreter's clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from segsmith.definitions.scalars import Duration
from segsmith.reference.calendar import Clock, anniversary, first_day, read_moment, step


def test_days_of_23_and_25_hours() -> None:
    clock = Clock(datetime(2026, 3, 29, 20), ZoneInfo("Europe/Berlin"))
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    one = timedelta(days=1)
    assert clock.day_start(spring + one) - clock.day_start(spring) == timedelta(hours=23)
    assert clock.day_start(autumn + one) - clock.day_start(autumn) == timedelta(hours=25)


def test_a_day_without_midnight_begins_when_the_clock_jumps() -> None:
    clock = Clock(datetime(2026, 9, 6, 16), ZoneInfo("America/Santiago"))
    assert clock.day_start(date(2026, 9, 6)) == datetime(2026, 9, 6, 4)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Santiago", "Asia/Kathmandu"])
def test_days_tile(zone: str) -> None:
    clock = Clock(datetime(2026, 1, 1), ZoneInfo(zone))
    for offset in range(400):
        day = date(2026, 1, 1) + timedelta(days=offset)
        start = clock.day_start(day)
        assert clock.local_day(start) == day
        assert clock.local_day(start - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("moment", "duration", "sign", "expected"),
    [
        (datetime(2026, 3, 31, 12), Duration(1, "month"), -1, datetime(2026, 2, 28, 12)),
        (datetime(2026, 3, 31, 12), Duration(13, "month"), -1, datetime(2025, 2, 28, 12)),
        (datetime(2026, 3, 31, 12), Duration(1, "month"), 1, datetime(2026, 4, 30, 12)),
        (datetime(2024, 2, 29), Duration(1, "year"), 1, datetime(2025, 2, 28)),
        (datetime(2026, 1, 31), Duration(12, "month"), 1, datetime(2027, 1, 31)),
        (datetime(2026, 3, 1), Duration(1, "day"), -1, datetime(2026, 2, 28)),
    ],
)
def test_step(moment: datetime, duration: Duration, sign: int, expected: datetime) -> None:
    assert step(moment, duration, sign) == expected


@pytest.mark.parametrize(
    ("period", "offset", "expected"),
    [
        ("week", 0, date(2025, 12, 29)),
        ("week", -1, date(2025, 12, 22)),
        ("month", -1, date(2025, 12, 1)),
        ("quarter", 0, date(2026, 1, 1)),
        ("quarter", -1, date(2025, 10, 1)),
        ("year", 1, date(2027, 1, 1)),
    ],
)
def test_first_day(period: str, offset: int, expected: date) -> None:
    assert first_day(date(2026, 1, 1), period, offset) == expected


def test_anniversary_of_a_leap_day() -> None:
    born = date(2000, 2, 29)
    assert anniversary(born, 2024, "skip") == date(2024, 2, 29)
    assert anniversary(born, 2025, "february_28") == date(2025, 2, 28)
    assert anniversary(born, 2025, "march_1") == date(2025, 3, 1)
    assert anniversary(born, 2025, "skip") is None


def test_read_moment() -> None:
    assert read_moment("2026-03-01") == date(2026, 3, 1)
    assert read_moment("2026-03-01T12:00+02:00") == datetime(2026, 3, 1, 10)
    with pytest.raises(ValueError, match="neither"):
        read_moment("20260301")
