"""Tags and lists: who was marked, and when a mark was taken away."""

from __future__ import annotations

from datetime import datetime, timedelta

from segsmith.demo.company.clock import (
    FULL_EXPORT,
    HISTORY_END,
    dice,
    instant_between,
    landed,
)
from segsmith.demo.company.landing import Row
from segsmith.demo.company.people import Person
from segsmith.demo.company.shop import Order
from segsmith.demo.company.story import LATE_ORDER, PRESS_FRIENDS

_TAGS: tuple[tuple[str, float, float], ...] = (
    # tag, share of the contacts, chance that it is taken away again
    ("compliant", 0.58, 0.03),
    ("beta", 0.05, 0.10),
    ("early_adopter", 0.06, 0.05),
    ("ambassador", 0.02, 0.08),
    ("wholesale", 0.02, 0.0),
    ("do_not_contact", 0.015, 0.15),
)
_RECENT = datetime(2025, 10, 6)


def tag_rows(people: list[Person]) -> list[Row]:
    """Rows of raw_tags; the newest row of a contact and tag says whether it still holds."""
    rows: list[Row] = []
    for person in people:
        for tag, share, removed in _TAGS:
            roll = dice("tag", tag, person.contact_id)
            if roll.random() >= share:
                continue
            given = instant_between(roll, person.created, HISTORY_END)
            if roll.random() < 0.85:
                given = person.created + timedelta(hours=roll.randrange(2, 60))
            rows.append(_tag(person, tag, False, given))
            if roll.random() < removed:
                rows.append(
                    _tag(person, tag, True, instant_between(roll, max(given, _RECENT), HISTORY_END))
                )
    return [row for row in rows if str(row["loaded_at"]) < str(HISTORY_END)]


def _tag(person: Person, tag: str, is_removed: bool, at: datetime) -> Row:
    return {
        "contact_id": person.contact_id,
        "tag": tag,
        "is_removed": is_removed,
        "loaded_at": max(landed(at), FULL_EXPORT),
    }


def list_rows(people: list[Person], orders: dict[str, list[Order]]) -> list[Row]:
    """Rows of raw_lists: uploads by hand, each on one day."""
    uploads = {
        "vip_customers": (datetime(2025, 9, 1, 10), _vips(orders)),
        "newsletter_2025": (datetime(2025, 1, 15, 9), _subscribers(people)),
        "catalogue_requests": (datetime(2025, 9, 22, 14), _some(people, "catalogue", 0.03)),
        "no_print": (datetime(2025, 9, 22, 14), _some(people, "no print", 0.012)),
    }
    rows = [
        _listed(contact_id, name, at)
        for name, (at, contact_ids) in uploads.items()
        for contact_id in contact_ids
    ]
    return rows + [_listed(who, "press_friends", at) for who, at in PRESS_FRIENDS.items()]


def _listed(contact_id: str, name: str, at: datetime) -> Row:
    return {"contact_id": contact_id, "list_name": name, "loaded_at": landed(at)}


def _vips(orders: dict[str, list[Order]]) -> list[str]:
    upload = datetime(2025, 9, 1)
    spent = {
        contact_id: sum(o.amount for o in placed if o.ordered_at < upload)
        for contact_id, placed in orders.items()
        if contact_id != LATE_ORDER
    }
    return sorted(contact_id for contact_id, amount in spent.items() if amount > 1_100)


def _subscribers(people: list[Person]) -> list[str]:
    uploaded = datetime(2025, 1, 15)
    return [p.contact_id for p in people if p.subscribed and p.subscribed < uploaded and p.email][
        ::3
    ]


def _some(people: list[Person], upload: str, share: float) -> list[str]:
    roll = dice("list", upload)
    old = [p for p in people if p.created < datetime(2025, 9, 20)]
    return [p.contact_id for p in old if roll.random() < share]
