"""Fixed instants of the company, dice, and when a fact reaches the warehouse.

Every instant is UTC without zone, in whole seconds.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

HISTORY_START = datetime(2024, 11, 10)
"""The first event of any kind."""

FULL_EXPORT = datetime(2025, 9, 28, 3, 5)
"""The CRM was connected: everything before it landed at once, every change after it as a row."""

WEBSITE_DETAIL = datetime(2025, 9, 12)
"""Page views and carts are thinned before this instant."""

HISTORY_END = datetime(2025, 11, 9, 6)
"""The last event of any kind."""

_SEED = "fernweh-2025"


def dice(*topic: object) -> Random:
    """Seeded by its topic alone, so a change in one place moves nothing elsewhere."""
    return Random("/".join((_SEED, *map(str, topic))))


def landed(occurred_at: datetime) -> datetime:
    """The hourly load after a fact: five minutes past the next full hour."""
    hour = occurred_at.replace(minute=0, second=0)
    return hour + timedelta(hours=1, minutes=5)


def landed_late(occurred_at: datetime, days: int) -> datetime:
    """A nightly load some days after a fact."""
    night = occurred_at.replace(hour=2, minute=5, second=0)
    return night + timedelta(days=days)


def instant_between(roll: Random, start: datetime, end: datetime) -> datetime:
    """A second in `[start, end)`; `start` if there is none."""
    seconds = int((end - start).total_seconds())
    return start + timedelta(seconds=roll.randrange(seconds)) if seconds > 0 else start


def day_between(roll: Random, start: date, end: date) -> date:
    """A day in `[start, end)`."""
    return start + timedelta(days=roll.randrange((end - start).days))


def with_offset(instant: datetime, zone: str) -> str:
    """How a till in that zone writes it: local time with its offset from UTC."""
    local = instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    return local.isoformat()
