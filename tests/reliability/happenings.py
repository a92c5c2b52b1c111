"""What happens to the company in a quarter of an hour, drawn from a seeded random."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from tests.reliability.market import ACCOUNTS, CONTACTS, COUNTRIES, DESKS, Market

HOURS = (0, 0.25, 1, 20, 24, 36, 48, 71.75, 72, -0.5)


def happen(market: Market, random: Random, as_of: datetime) -> None:
    """Nothing to four changes, loaded at some minute before the run."""
    for _ in range(random.choice([0, 1, 1, 2, 4])):
        market.clock = as_of - timedelta(minutes=random.randint(0, 14))
        random.choice(WAYS)(market, random, as_of - timedelta(hours=random.choice(HOURS)))


def _contact(market: Market, random: Random, _: datetime) -> None:
    values = {"country": random.choice(COUNTRIES), "score": random.choice([10, 31, 51, None])}
    key = random.choice(CONTACTS)
    market.put("contact", key, total_spent=random.choice([0, 101, 500]), **values)


def _contact_goes(market: Market, random: Random, _: datetime) -> None:
    key = market.nth("contact", random.randint(0, 30))
    if key is not None and random.random() < 0.5:
        market.put("contact", key, is_deleted=True)
    elif key is not None and len(market.tables["contact"]) > 12:
        market.remove("contact", key)


def _set(market: Market, random: Random, _: datetime) -> None:
    source, names = random.choice(
        [("contact_tags", ("vip", "trial")), ("contact_lists", ("board", "blocked"))]
    )
    market.toggle(source, random.choice(CONTACTS), random.choice(names))


def _event(market: Market, random: Random, at: datetime) -> None:
    contact, stamp = random.choice(CONTACTS), random.choice(["now", "now", "late", "again", "none"])
    kind = random.choice(["opened", "clicked"])
    match random.choice(["email", "orders", "web"]):
        case "email":
            market.add("email", stamp, contact_id=contact, occurred_at=at, event_name=kind)
        case "orders":
            market.add("orders", stamp, contact_id=contact, ordered_at=at, amount=60)
        case "web":
            market.add("web", stamp, visitor=contact, seen_at=at, name="Page Viewed")


def _event_changes(market: Market, random: Random, at: datetime) -> None:
    source = random.choice(["email", "orders"])
    key = market.nth(source, random.randint(0, 30))
    if key is None:
        return
    if source == "orders":
        market.put(source, key, **random.choice([{"is_deleted": True}, {"amount": 100}]))
    elif random.random() < 0.5:
        market.put(source, key, occurred_at=at, contact_id=random.choice(CONTACTS))
    else:
        market.remove(source, key)


def _object(market: Market, random: Random, at: datetime) -> None:
    number, contact = random.randint(0, 30), random.choice(CONTACTS)
    match random.choice(["comes", "moves", "ticket", "desk", "invoice"]):
        case "comes":
            market.add("subscriptions", contact_id=contact, status="active", started_at=at)
        case "moves":
            key = market.nth("subscriptions", number)
            if key is not None:
                market.put("subscriptions", key, contact_id=contact)
        case "ticket":
            desk = random.choice(DESKS)
            market.put("tickets", f"t{number}", requester_id=desk, severity=number % 5)
        case "desk":
            row = {"contact_id": contact, "desk_id": random.choice(DESKS), "confidence": 1}
            market.put("tickets.desk_people", row["desk_id"], **row)
        case "invoice":
            row = {"billed_account_id": random.choice(ACCOUNTS), "amount": 90}
            market.put("invoices", f"i{number}", **row)


def _firm(market: Market, random: Random, at: datetime) -> None:
    account = random.choice(ACCOUNTS)
    if random.random() < 0.5 and market.rows["contact"].get(contact := random.choice(CONTACTS)):
        market.put("contact", contact, account_id=account)
        return
    row = {"industry": random.choice(["bank", "farm"]), "employees": random.choice([50, 200])}
    market.put("account", account, signed_at=at - timedelta(days=8), **row)


WAYS = (
    _contact,
    _contact,
    _contact_goes,
    _set,
    _event,
    _event,
    _event,
    _event_changes,
    _object,
    _firm,
)
