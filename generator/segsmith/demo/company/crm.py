"""The CRM's landing: a version of a contact for every change since the full export."""

from __future__ import annotations

from datetime import datetime, timedelta

from segsmith.demo.company.clock import (
    FULL_EXPORT,
    HISTORY_END,
    HISTORY_START,
    dice,
    instant_between,
    landed,
)
from segsmith.demo.company.landing import Cell, Row
from segsmith.demo.company.mail import unsubscribed_at
from segsmith.demo.company.people import Person
from segsmith.demo.company.shop import Order
from segsmith.demo.company.story import ASKED_FOR_DELETION, LATE_ORDER, MERGED

Change = tuple[datetime, dict[str, Cell]]
_TIERS = ((900, "Gold"), (400, "Silver"), (150, "Bronze"))


def contact_rows(people: list[Person], orders: dict[str, list[Order]]) -> list[Row]:
    """Rows of raw_contacts, several versions a contact."""
    rows: list[Row] = []
    for person in people:
        rows += _versions(person, orders.get(person.contact_id, []))
    return rows


def _versions(person: Person, orders: list[Order]) -> list[Row]:
    """One row at the export or the creation, then one an hour in which something changed."""
    first = max(landed(person.created), FULL_EXPORT)
    landings: dict[datetime, dict[str, Cell]] = {first: {}}
    for at, change in sorted(_changes(person, orders), key=lambda c: c[0]):
        if at < HISTORY_END:
            landings.setdefault(max(landed(at), first), {}).update(change)
    state = _first_state(person)
    rows: list[Row] = []
    for loaded_at, change in sorted(landings.items(), key=lambda landing: landing[0]):
        state = {**state, **change}
        rows.append({**state, "loaded_at": loaded_at})
        if change.get("deleted") or change.get("merged_into"):
            break
    return rows


def _first_state(person: Person) -> dict[str, Cell]:
    subscribed = "Active" if person.subscribed and person.email_optin else None
    return {
        "contact_id": person.contact_id,
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birthday": person.birthday,
        "title": person.title,
        "company_id": person.account_id,
        "country": person.place.country,
        "region": person.place.state or None,
        "city": person.place.city,
        "tz": person.place.time_zone,
        "source": person.source,
        "product_interest": person.product_interest,
        "interests": "|".join(person.interests) or None,
        "stage": "SUBSCRIBER" if person.subscribed else "LEAD",
        "tier": None,
        "newsletter": subscribed,
        "email_optin": person.email_optin,
        "sms_optin": person.sms_optin,
        "channel": person.channel,
        "lead_score": None,
        "budget": person.budget,
        "welcome_sent": False if person.subscribed else None,
        "created": person.created,
        "subscribed": person.subscribed,
        "first_contact": None,
        "deleted": False,
        "merged_into": None,
    }


def _changes(person: Person, orders: list[Order]) -> list[Change]:
    changes = [*_pipeline(person, orders), *_spending(orders), *_mailbox(person)]
    if person.first_contact:
        changes.append((person.first_contact, {"first_contact": person.first_contact}))
    if person.contact_id in ASKED_FOR_DELETION:
        blank = dict.fromkeys(("email", "first_name", "last_name", "birthday"))
        changes.append((ASKED_FOR_DELETION[person.contact_id], {"deleted": True, **blank}))
    if person.contact_id in MERGED:
        survivor, at = MERGED[person.contact_id]
        changes.append((at, {"merged_into": survivor}))
    roll = dice("profile", person.contact_id)
    if person.title is None and roll.random() < 0.08:
        at = instant_between(roll, datetime(2025, 10, 1), HISTORY_END)
        changes.append((max(at, person.created), {"title": "Teacher"}))
    return changes


def _pipeline(person: Person, orders: list[Order]) -> list[Change]:
    """SUBSCRIBER, LEAD, MQL, SQL with their scores, until the first order makes a CUSTOMER."""
    roll = dice("pipeline", person.contact_id)
    chance = 0.65 if person.account_id else 0.25
    first_order = orders[0].ordered_at if orders else HISTORY_END
    changes: list[Change] = []
    at = person.created
    for stage, low, high in (("LEAD", 20, 45), ("MQL", 45, 68), ("SQL", 60, 96)):
        at += timedelta(hours=roll.randrange(30, 1_500))
        if roll.random() > chance or at >= first_order:
            break
        score = roll.randrange(low, high) if roll.random() < 0.9 else None
        changes.append((at, {"stage": stage, "lead_score": score}))
    if orders:
        changes.append((first_order, {"stage": "CUSTOMER"}))
    return changes


def _spending(orders: list[Order]) -> list[Change]:
    """The tier follows what was spent; a late order raises it when it is known."""
    changes: list[Change] = []
    spent, tier = 0.0, ""
    for order in orders:
        spent += order.amount
        reached = next((name for limit, name in _TIERS if spent >= limit), "")
        if reached != tier and order.contact_id != LATE_ORDER:
            tier = reached
            changes.append((max(order.ordered_at, order.loaded_at), {"tier": tier}))
    return changes


def _mailbox(person: Person) -> list[Change]:
    """The welcome mail two or three days after subscribing, and the end of the subscription."""
    roll = dice("mailbox", person.contact_id)
    changes: list[Change] = []
    if person.subscribed and roll.random() < 0.88:
        at = (person.subscribed + timedelta(days=roll.randrange(2, 5))).replace(hour=7, minute=30)
        changes.append((at, {"welcome_sent": True}))
    ends = unsubscribed_at(person)
    if ends and ends >= HISTORY_START:
        changes.append((ends, {"newsletter": "Unsubscribed", "email_optin": False}))
    return changes
