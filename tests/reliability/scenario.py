"""The story that most reliability tests begin with: seven segments, sixty contacts, four runs.

After three runs the ledger holds re-entries, manual members, a held segment and a changed
definition; the fourth run is the one that tests kill, repeat or race. It has changes by data, by
time, by hand, by a definition, by a tombstone and by a deletion.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.reliability.shop import Shop

Written = dict[str, Any]
FIRST, SECOND, THIRD = (datetime(2026, 3, day, 6) for day in (1, 2, 3))
EVENT, NEXT = datetime(2026, 3, 4, 6), datetime(2026, 3, 4, 18)
AUDIENCES = ("germans",)
SEGMENTS: dict[str, Written] = {
    "board": {
        "where": {"attribute": "score", "more_than": 50},
        "always_include": {"list": "board"},
        "always_exclude": {"list": "blocked"},
    },
    "germans": {
        "where": {"attribute": "country", "is": "Germany"},
        "audience": {"columns": ["country"]},
    },
    "not_french": {"where": {"attribute": "country", "is_not": "France"}},
    "quiet_vips": {
        "where": {"all": [{"segment": "vips"}, {"not": {"segment": "recent_openers"}}]},
    },
    "recent_openers": {
        "where": {"event": "email_opened", "count": {"at_least": 2}, "within_last": "3 days"},
    },
    "spenders": {
        "where": {"attribute": "total_spent", "more_than": 100},
        "guards": {"max_exited_share": 0.2},
    },
    "trials": {"where": {"tag": "trial"}},
    "vips": {"where": {"tag": "vip"}},
}
COUNTRIES = ("Germany", "France", "Italy", None)


def definitions_at(run: datetime) -> list[Written]:
    """The definitions of a run: one rule changed before the third, one tombstone before the
    fourth."""
    found = {key: dict(written) for key, written in SEGMENTS.items()}
    if run >= THIRD:
        found["not_french"]["where"] = {"attribute": "country", "not_in": ["France", "Italy"]}
    if run >= EVENT:
        found["trials"]["status"] = "retired"
        found["germans"]["where"] = {"attribute": "country", "in": ["Germany", "Austria"]}
    return segments(found)


def segments(found: dict[str, Written]) -> list[Written]:
    """Definitions by key as the list that a project is written from."""
    return [{"segment": key, "name": key.title(), **written} for key, written in found.items()]


def first_day() -> Shop:
    """The shop before the first run."""
    shop = Shop(datetime(2026, 3, 1))
    for number in range(1, 61):
        contact = f"c{number:02}"
        country = COUNTRIES[number % 4]
        shop.put(contact, country=country, total_spent=number * 5, score=number)
        if number % 3 == 0:
            shop.tags.add((contact, "vip"))
        if number % 7 == 0:
            shop.tags.add((contact, "trial"))
    for number in range(1, 25):
        for hours in (12, 30 + number):
            shop.open(f"c{number:02}", datetime(2026, 3, 1) - timedelta(hours=hours))
    shop.lists |= {("c05", "board"), ("c06", "board"), ("c55", "blocked")}
    return shop


def second_day(shop: Shop) -> None:
    """Some leave, some come; two are put on a list by hand."""
    shop.clock = datetime(2026, 3, 2)
    _put(shop, ("c04", "c08", "c12"), country="France")
    _put(shop, ("c01", "c02"), country="Germany", total_spent=500)
    shop.remove("c60")
    shop.delete("c59")
    shop.tags -= {("c03", "vip"), ("c09", "vip")}
    shop.lists |= {("c10", "board"), ("c56", "blocked")}
    for number in range(30, 36):
        shop.open(f"c{number}", datetime(2026, 3, 1, 20))
        shop.open(f"c{number}", datetime(2026, 3, 1, 21))


def third_day(shop: Shop) -> None:
    """Re-entries; so many stop spending that the guard holds; one is back from deletion."""
    shop.clock = datetime(2026, 3, 3)
    _put(shop, ("c04", "c08"), country="Germany")
    _put(shop, [f"c{number}" for number in range(30, 45)], total_spent=0)
    shop.put("c59")
    shop.put("c61", country=None, total_spent=1000, score=90)
    shop.tags |= {("c03", "vip"), ("c61", "vip"), ("c61", "trial")}
    shop.lists -= {("c06", "board")}
    shop.open("c36", datetime(2026, 3, 2, 9))
    shop.open("c36", datetime(2026, 3, 2, 10))


def fourth_day(shop: Shop) -> None:
    """What the run under test finds: the spenders are back, others go."""
    shop.clock = datetime(2026, 3, 4)
    _put(shop, [f"c{number}" for number in range(30, 43)], total_spent=700)
    _put(shop, ("c04", "c16"), country="Italy")
    _put(shop, ("c13", "c14"), country="Austria")
    shop.put("c12", country="Germany")
    shop.delete("c59")
    shop.remove("c58")
    shop.put("c60", country="Germany", total_spent=300, score=60)
    shop.tags -= {("c12", "vip"), ("c15", "vip")}
    shop.tags |= {("c09", "vip")}
    shop.lists -= {("c55", "blocked")}
    shop.lists |= {("c06", "board"), ("c20", "board")}
    for hours in (5, 6):
        shop.open("c15", datetime(2026, 3, 4) - timedelta(hours=hours))
        shop.open("c05", datetime(2026, 3, 4) - timedelta(hours=hours))
    # both edges of the window count: exactly three days ago, and at the instant itself
    shop.open("c45", EVENT - timedelta(days=3))
    shop.open("c45", EVENT)


DAYS = {SECOND: second_day, THIRD: third_day, EVENT: fourth_day}


def _put(shop: Shop, contacts: Iterable[str], **values: Any) -> None:
    for contact in contacts:
        shop.put(contact, **values)
