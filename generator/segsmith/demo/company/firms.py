"""Accounts (the firms behind some contacts) and the Trail Club's subscriptions."""

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
from segsmith.demo.company.landing import Row
from segsmith.demo.company.people import ACCOUNTS, Person
from segsmith.demo.company.world import COMPANY_FIRST, COMPANY_LAST, INDUSTRIES, PLACES

TRIAL = timedelta(days=30)


def account_rows() -> list[Row]:
    """Rows of raw_accounts; a few have grown since the full export."""
    rows: list[Row] = []
    for number in range(1, ACCOUNTS + 1):
        roll = dice("account", number)
        place = roll.choices(PLACES, [p.weight for p in PLACES])[0]
        employees = roll.choice((4, 12, 35, 60, 95, 130, 240, 800, 2_600))
        account: Row = {
            "account_id": f"a{number:03d}",
            "name": f"{roll.choice(COMPANY_FIRST)} {roll.choice(COMPANY_LAST)}",
            "industry": roll.choice(INDUSTRIES) if roll.random() < 0.9 else None,
            "employees": employees if roll.random() < 0.92 else None,
            "country": place.country,
            "loaded_at": FULL_EXPORT,
        }
        rows.append(account)
        if roll.random() < 0.06 and account["employees"] is not None:
            at = instant_between(roll, datetime(2025, 10, 14), HISTORY_END)
            rows.append({**account, "employees": employees + 40, "loaded_at": landed(at)})
    return rows


def subscription_rows(people: list[Person]) -> list[Row]:
    """Rows of raw_subscriptions: a version when a trial begins, becomes paid, or ends."""
    rows: list[Row] = []
    number = 0
    for person in people:
        roll = dice("club", person.contact_id)
        if person.is_employee or roll.random() > 1.2 * person.temperament.opens * 0.3:
            continue
        number += 1
        start = instant_between(roll, max(person.created, HISTORY_START), HISTORY_END)
        pays = roll.random() < 0.6
        leaves = start + (timedelta(days=roll.randrange(60, 300)) if pays else TRIAL)
        has_left = not pays or roll.random() < 0.25
        steps = [(start, "trial")]
        steps += [(start + TRIAL, "active")] if pays else []
        steps += [(leaves, "cancelled")] if has_left else []
        rows += _versions(f"s{number:03d}", person, roll.choice(("monthly", "yearly")), steps)
    return rows


def _versions(
    subscription_id: str, person: Person, plan: str, steps: list[tuple[datetime, str]]
) -> list[Row]:
    began = {status: at for at, status in steps if at < HISTORY_END}
    rows: dict[datetime, Row] = {}
    for at, status in steps:
        if at >= HISTORY_END:
            break
        loaded_at = max(landed(at), FULL_EXPORT)
        rows[loaded_at] = {
            "subscription_id": subscription_id,
            "contact_id": person.contact_id,
            "plan": plan,
            "status": status,
            "trial_started": began["trial"],
            "activated": began.get("active") if status != "trial" else None,
            "cancelled": at if status == "cancelled" else None,
            "loaded_at": loaded_at,
        }
    return list(rows.values())
