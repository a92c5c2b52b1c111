"""The people whose weeks are written by hand, so that the demo can point at them.

Everybody else rolls dice. The ids are plain contact ids of the company.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from segsmith.demo.company.people import SCRIPTED, TEMPERAMENTS, Person
from segsmith.demo.company.world import PLACES

LATE_ORDER = "c0412"
"""Spends 1,084.00 in a year; the phone order that lifts her over 1,000 lands nine days late."""

LATE_ORDERS: tuple[tuple[datetime, float, str, datetime | None], ...] = (
    (datetime(2025, 2, 8, 15, 20, 0), 349.00, "web", None),
    (datetime(2025, 4, 26, 9, 41, 30), 189.00, "web", None),
    (datetime(2025, 6, 19, 18, 2, 11), 397.00, "store", None),
    (datetime(2025, 10, 14, 10, 15, 0), 149.00, "phone", datetime(2025, 10, 23, 2, 5)),
)

ASKED_FOR_DELETION: dict[str, datetime] = {
    "c1207": datetime(2025, 10, 21, 12, 40, 0),
    "c0388": datetime(2025, 10, 30, 8, 11, 0),
    "c2044": datetime(2025, 11, 4, 16, 25, 0),
}

MERGED: dict[str, tuple[str, datetime]] = {
    "c1893": ("c0977", datetime(2025, 10, 29, 14, 5, 0)),
}
"""Found to be one person: the contact, the survivor, when."""

PRESS_FRIENDS: dict[str, datetime] = {
    "c0150": datetime(2025, 9, 2, 9, 0, 0),
    "c0777": datetime(2025, 9, 2, 9, 0, 0),
    "c1402": datetime(2025, 9, 18, 9, 0, 0),
    "c0266": datetime(2025, 10, 24, 9, 30, 0),
    "c1650": datetime(2025, 10, 24, 9, 30, 0),
}
"""On the list that is always let into the winter launch, and since when."""


def as_told(person: Person) -> Person:
    """The person with what the story fixes about them."""
    devoted = TEMPERAMENTS[0]
    match person.contact_id:
        case contact_id if contact_id == LATE_ORDER:
            return replace(
                person,
                first_name="Maren",
                last_name="Holt",
                email="maren.holt@mail.example",
                birthday=date(1988, 11, 3),
                place=PLACES[2],
                account_id=None,
                temperament=SCRIPTED,
            )
        case contact_id if contact_id in MERGED:
            return replace(
                person,
                first_name="Aidan",
                last_name="Turner",
                email="aidan@turner.example",
                email_optin=True,
                temperament=devoted,
            )
        case contact_id if contact_id in ASKED_FOR_DELETION:
            return replace(person, temperament=devoted, email_optin=True)
        case _:
            return person
