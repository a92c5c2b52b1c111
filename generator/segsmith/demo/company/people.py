"""The contacts: who they are, and the temperament that decides what they do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from segsmith.demo.company.clock import HISTORY_END, day_between, dice, instant_between
from segsmith.demo.company.world import (
    FIRST_NAMES,
    INTERESTS,
    JOB_TITLES,
    LAST_NAMES,
    PLACES,
    SOURCES,
    Place,
)

T = TypeVar("T")

CONTACTS = 3_000
EMPLOYEES = 14
ACCOUNTS = 260
DOMAIN = "fernweh.example"


@dataclass(frozen=True)
class Temperament:
    """Probabilities of what a contact does; `fades` means: stops one day in summer."""

    name: str
    weight: int
    receives: float
    opens: float
    clicks: float
    visits_a_month: float
    buys: float
    fades: bool = False


TEMPERAMENTS: tuple[Temperament, ...] = (
    Temperament("devoted", 9, 0.95, 0.82, 0.42, 2.6, 0.30),
    Temperament("regular", 22, 0.55, 0.48, 0.30, 1.1, 0.26),
    Temperament("casual", 30, 0.30, 0.25, 0.20, 0.5, 0.22),
    Temperament("fading", 11, 0.75, 0.68, 0.25, 1.0, 0.22, fades=True),
    Temperament("dormant", 16, 0.20, 0.05, 0.05, 0.08, 0.15),
    Temperament("silent", 12, 0.20, 0.0, 0.0, 0.02, 0.0),
)
SCRIPTED = Temperament("scripted", 0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Person:
    """A contact as first entered; what changes later is told by the CRM's versions."""

    contact_id: str
    first_name: str | None
    last_name: str | None
    email: str | None
    birthday: date | None
    title: str | None
    account_id: str | None
    place: Place
    source: str | None
    product_interest: str | None
    interests: tuple[str, ...]
    budget: int | None
    channel: str | None
    email_optin: bool | None
    sms_optin: bool | None
    created: datetime
    subscribed: datetime | None
    first_contact: datetime | None
    temperament: Temperament
    quiet_from: datetime

    @property
    def is_employee(self) -> bool:
        """Works at the company."""
        return self.email is not None and self.email.endswith(f"@{DOMAIN}")


def make_people() -> list[Person]:
    """Everybody, in the order of their ids (the order in which they were created)."""
    created = sorted(_created(dice("created", number)) for number in range(CONTACTS))
    return [_person(number, instant) for number, instant in enumerate(created, start=1)]


def _created(roll: Random) -> datetime:
    # A growing company: the days before the end are picked with a square, up to three years.
    days = 1_100 * roll.random() ** 1.6
    return HISTORY_END - timedelta(seconds=int(days * 86_400) + roll.randrange(3_600))


def _person(number: int, created: datetime) -> Person:
    roll = dice("person", number)
    is_employee = number % (CONTACTS // EMPLOYEES) == 7
    place = PLACES[0] if is_employee else roll.choices(PLACES, [p.weight for p in PLACES])[0]
    first, last = roll.choice(FIRST_NAMES[place.names]), roll.choice(LAST_NAMES[place.names])
    works = roll.random() < 0.38
    temperament = roll.choices(TEMPERAMENTS, [t.weight for t in TEMPERAMENTS])[0]
    subscribes = roll.random() < 0.86
    optin = subscribes if roll.random() < 0.95 else None
    return Person(
        contact_id=f"c{number:04d}",
        first_name=_maybe(roll, first, 0.94),
        last_name=_maybe(roll, last, 0.90),
        email=_email(roll, number, first, last, is_employee),
        birthday=_maybe(roll, day_between(roll, date(1955, 1, 1), date(2006, 1, 1)), 0.62),
        title=roll.choice(JOB_TITLES) if works or roll.random() < 0.25 else None,
        account_id=f"a{roll.randrange(1, ACCOUNTS + 1):03d}" if works else None,
        place=place,
        source=_maybe(roll, roll.choice(SOURCES), 0.93),
        product_interest=_product_interest(roll, works),
        interests=tuple(i for i in INTERESTS if roll.random() < 0.28),
        budget=roll.choice((2_000, 5_000, 8_000, 12_000, 25_000)) if works else None,
        channel=roll.choices(("email", "sms", "whatsapp", None), (70, 12, 8, 10))[0],
        email_optin=optin,
        sms_optin=roll.choices((True, False, None), (18, 42, 40))[0],
        created=created,
        subscribed=created + timedelta(minutes=roll.randrange(1, 40)) if subscribes else None,
        first_contact=_maybe(roll, created + timedelta(hours=roll.randrange(1, 900)), 0.8),
        temperament=temperament,
        quiet_from=instant_between(roll, datetime(2025, 7, 15), datetime(2025, 9, 5)),
    )


def _maybe(roll: Random, value: T, share: float) -> T | None:
    return value if roll.random() < share else None


def _product_interest(roll: Random, works: bool) -> str | None:
    """Gear for people; the route planner (Software) and partnerships (Marketing) for firms."""
    if works:
        return roll.choice(("Software", "Marketing", "Team outings", None))
    return roll.choice(("Hiking", "Climbing", "Camping", "Winter", "Winter", None))


def _email(roll: Random, number: int, first: str, last: str, is_employee: bool) -> str | None:
    name = f"{_ascii(first)}.{_ascii(last)}"
    if is_employee:
        return f"{name}@{DOMAIN}"
    if roll.random() < 0.03:
        return None
    return f"{name}{number}@{roll.choice(('mail', 'post', 'inbox'))}.example"


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("Ł", "L"))
    kept = "".join(c for c in plain.replace("ł", "l").replace("ı", "i") if c.isascii())
    return "".join(c for c in kept if c.isalnum()).lower()
