"""The CDNOW segments counted once more, straight from the file, with nothing of Segsmith."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class Bought:
    """One purchase."""

    at: datetime
    discs: int
    dollars: Decimal


Customer = list[Bought]
Test = Callable[[Customer, datetime], bool]


def read(path: Path) -> dict[str, Customer]:
    """Every customer's purchases, in the order of the file."""
    found: dict[str, Customer] = defaultdict(list)
    for line in path.read_text(encoding="ascii").splitlines()[1:]:
        customer, day, discs, dollars = line.split()
        at = datetime.strptime(day, "%Y%m%d")
        found[customer].append(Bought(at, int(discs), Decimal(dollars)))
    return found


def members(customers: dict[str, Customer], as_of: datetime) -> dict[str, set[str]]:
    """Who is in each segment at an instant."""
    found: dict[str, set[str]] = {key: set() for key in SEGMENTS}
    for customer, everything in customers.items():
        known = [bought for bought in everything if bought.at <= as_of]
        for key, is_member in SEGMENTS.items():
            if known and is_member(known, as_of):
                found[key].add(customer)
    return found


def months_before(at: datetime, count: int) -> datetime:
    """The same day and time some months earlier, or that month's last day."""
    month = at.month - 1 - count
    year, month = at.year + month // 12, month % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


def _within(customer: Customer, as_of: datetime, months: int) -> int:
    return sum(1 for bought in customer if bought.at >= months_before(as_of, months))


def _last(customer: Customer) -> datetime:
    return max(bought.at for bought in customer)


def _spent(customer: Customer) -> Decimal:
    return sum((bought.dollars for bought in customer), Decimal(0))


def _is_new(customer: Customer, as_of: datetime) -> bool:
    first = min(bought.at for bought in customer)
    return (first.year, first.month) == (as_of.year, as_of.month)


def _is_active(customer: Customer, as_of: datetime) -> bool:
    return _within(customer, as_of, 3) > 0


def _is_lapsed(customer: Customer, as_of: datetime) -> bool:
    return _last(customer) < months_before(as_of, 6)


def _is_at_risk(customer: Customer, as_of: datetime) -> bool:
    is_quiet = _last(customer) < as_of - timedelta(days=60)
    return len(customer) == 1 and is_quiet and not _is_lapsed(customer, as_of)


def _has_high_order_value(customer: Customer, as_of: datetime) -> bool:
    return len(customer) >= 2 and _spent(customer) >= 75 * len(customer)


def _collects(customer: Customer, as_of: datetime) -> bool:
    start = as_of - timedelta(days=90)
    return sum(bought.discs for bought in customer if bought.at >= start) >= 10


def _is_loyal(customer: Customer, as_of: datetime) -> bool:
    return _within(customer, as_of, 12) >= 5 and _is_active(customer, as_of)


def _is_slipping(customer: Customer, as_of: datetime) -> bool:
    return _spent(customer) >= 250 and not _is_active(customer, as_of)


def _is_won_back(customer: Customer, as_of: datetime) -> bool:
    was_quiet = _within(customer, as_of, 9) == _within(customer, as_of, 3)
    return _is_active(customer, as_of) and was_quiet and len(customer) > _within(customer, as_of, 9)


SEGMENTS: dict[str, Test] = {
    "active_customers": _is_active,
    "big_spenders": lambda customer, as_of: _spent(customer) >= 250,
    "disc_collectors": _collects,
    "high_order_value": _has_high_order_value,
    "lapsed_customers": _is_lapsed,
    "loyal_customers": _is_loyal,
    "new_customers": _is_new,
    "one_time_at_risk": _is_at_risk,
    "repeat_buyers": lambda customer, as_of: len(customer) >= 2,
    "slipping_big_spenders": _is_slipping,
    "won_back": _is_won_back,
}
