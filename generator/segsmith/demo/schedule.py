"""The four weeks that are played: when the scheduled runs are, and what people do in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

FIRST_DAY = date(2025, 10, 13)
LAST_DAY = date(2025, 11, 8)
CLOCKS_BACK = date(2025, 10, 26)  # Berlin: summer time ends on this Sunday

AFTERNOONS = (date(2025, 10, 21), date(2025, 11, 4))
"""Days with a second run, at 13:00."""

TRUNCATED_DAY = date(2025, 10, 28)
"""The reload of the orders breaks off: only a part arrives, and the rest a day later."""
TRUNCATED_TABLE = "raw_orders"
TRUNCATED_TO = 0.31

TODAYS_DEFINITIONS: dict[date, str] = {
    date(2025, 11, 1): "tent_sale",
    date(2025, 11, 3): "highly_engaged",
}
"""Before that day's first run, the segment's file becomes the one of the checkout."""

LATE_ORDER_DAY = date(2025, 10, 23)
SEASON_DAY = date(2025, 11, 1)


@dataclass(frozen=True)
class Moment:
    """A scheduled run: its instant (UTC) and its local day and hour in Berlin."""

    as_of: datetime
    day: date
    hour: int

    @property
    def is_first_of_day(self) -> bool:
        """Whether this is the morning run."""
        return self.hour == 7

    @property
    def is_tested(self) -> bool:
        """Whether the data tests run too: with the last run; they look at the whole history."""
        return self.day == LAST_DAY

    @property
    def label(self) -> str:
        """`Tue 21 Oct 07:00`."""
        return f"{self.day:%a %d %b} {self.hour:02d}:00"


def moments() -> list[Moment]:
    """Every run, oldest first: 07:00 in Berlin from Monday to Saturday, some days 13:00 too."""
    found = []
    days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    for day in (day for day in days if day.weekday() < 6):
        for hour in (7, 13) if day in AFTERNOONS else (7,):
            hours_east = 2 if day < CLOCKS_BACK else 1
            as_of = datetime(day.year, day.month, day.day, hour - hours_east)
            found.append(Moment(as_of, day, hour))
    return found


def local(instant: datetime) -> datetime:
    """An instant of these weeks on Berlin's clock."""
    hours_east = 2 if instant < datetime(2025, 10, 26, 1) else 1
    return instant + timedelta(hours=hours_east)
