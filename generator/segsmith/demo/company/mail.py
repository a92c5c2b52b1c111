"""Campaigns, and what became of each email: sent, opened, clicked, bounced, unsubscribed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from segsmith.demo.company.clock import (
    HISTORY_END,
    HISTORY_START,
    dice,
    instant_between,
    landed,
    landed_late,
)
from segsmith.demo.company.landing import Row
from segsmith.demo.company.people import Person
from segsmith.demo.company.story import ASKED_FOR_DELETION, LATE_ORDER, MERGED


@dataclass(frozen=True)
class Campaign:
    """One sending; `share` thins it, `lively_only` leaves out who rarely opens."""

    campaign_id: str
    name: str
    theme: str
    sent_at: datetime
    share: float
    lively_only: bool


_NEWSLETTERS = (
    ("Huts worth the climb", "guide"),
    ("Autumn colours, dry feet", "launch"),
    ("The long weekend list", "guide"),
    ("Layering, explained", "guide"),
    ("Up to 25 % off tents", "sale"),
    ("Ropes, retired", "guide"),
    ("New: the Nordlicht parka", "launch"),
    ("Your questions, our guides", "community"),
)
_TRAIL_NOTES = ("Trail notes", "community")
_WEEKLY_FROM = datetime(2025, 9, 2, 8)


def make_campaigns() -> list[Campaign]:
    """A newsletter every other Tuesday, weekly since September, with Thursday's trail notes."""
    planned: list[tuple[datetime, tuple[str, str], float, bool]] = []
    at, number = datetime(2024, 11, 12, 8), 0
    while at < HISTORY_END:
        is_weekly = at >= _WEEKLY_FROM
        issue = _NEWSLETTERS[number % len(_NEWSLETTERS)]
        planned.append((at, issue, 0.60 if is_weekly else 0.42, False))
        if is_weekly:
            planned.append((at + timedelta(days=2), _TRAIL_NOTES, 0.75, True))
        at, number = at + timedelta(days=7 if is_weekly else 14), number + 1
    return [
        Campaign(f"m{index:02d}", f"{issue[0]} ({sent_at:%b %Y})", issue[1], sent_at, share, lively)
        for index, (sent_at, issue, share, lively) in enumerate(planned, start=1)
        if sent_at < HISTORY_END
    ]


def unsubscribed_at(person: Person) -> datetime | None:
    """When the person unsubscribed from email, if ever."""
    roll = dice("unsubscribes", person.contact_id)
    keeps = person.temperament.name in ("devoted", "scripted") or roll.random() > 0.10
    if keeps or not person.email_optin:
        return None
    start = max(person.created + timedelta(days=3), HISTORY_START)
    return instant_between(roll, start, HISTORY_END) if start < HISTORY_END else None


def send(people: list[Person], campaigns: list[Campaign]) -> list[Row]:
    """Rows of raw_email_events."""
    facts: list[tuple[datetime, str, str, str, str]] = []
    for person in people:
        ends = unsubscribed_at(person) or HISTORY_END
        gone = ASKED_FOR_DELETION.get(person.contact_id)
        merged = MERGED.get(person.contact_id)
        ends = min(ends, gone or ends, merged[1] if merged else ends)
        for campaign in campaigns:
            roll = dice("mail", person.contact_id, campaign.campaign_id)
            if _receives(person, campaign, ends, roll):
                facts += _follow(person, campaign, roll)
        if ends < HISTORY_END and not gone and not merged:
            facts.append((ends, f"u{person.contact_id[1:]}", person.contact_id, "", "unsubscribed"))
    return [_row(fact) for fact in sorted(facts)]


def _receives(person: Person, campaign: Campaign, ends: datetime, roll: Random) -> bool:
    if not person.email or not person.email_optin or person.subscribed is None:
        return False
    if not person.subscribed < campaign.sent_at < ends:
        return False
    if person.contact_id == LATE_ORDER:
        return campaign.theme == "launch"
    is_lively = person.temperament.opens > 0.4
    if campaign.lively_only and not (is_lively and _is_awake(person, campaign.sent_at)):
        return False
    return roll.random() < campaign.share * person.temperament.receives


def _is_awake(person: Person, at: datetime) -> bool:
    return not person.temperament.fades or at < person.quiet_from


def _follow(
    person: Person, campaign: Campaign, roll: Random
) -> list[tuple[datetime, str, str, str, str]]:
    """The email's own facts: at, key, contact, campaign, kind."""
    key = f"{campaign.campaign_id}-{person.contact_id[1:]}"
    sent = campaign.sent_at + timedelta(seconds=roll.randrange(1_500))
    facts = [(sent, f"{key}-s", person.contact_id, campaign.campaign_id, "sent")]
    if roll.random() < 0.006:
        return [*facts, (sent, f"{key}-b", person.contact_id, campaign.campaign_id, "bounced")]
    opens = person.temperament.opens if _is_awake(person, sent) else 0.02
    opened = sent + timedelta(minutes=int(2_900 * roll.random() ** 4) + 1)
    if roll.random() >= opens or opened >= HISTORY_END:
        return facts
    facts.append((opened, f"{key}-o", person.contact_id, campaign.campaign_id, "opened"))
    clicked = opened + timedelta(seconds=roll.randrange(4, 180))
    if roll.random() < person.temperament.clicks and clicked < HISTORY_END:
        facts.append((clicked, f"{key}-c", person.contact_id, campaign.campaign_id, "clicked"))
    return facts


def _row(fact: tuple[datetime, str, str, str, str]) -> Row:
    at, key, contact_id, campaign_id, kind = fact
    roll = dice("mail loaded", key)
    is_late = kind in ("opened", "clicked") and roll.random() < 0.015
    return {
        "event_id": key,
        "contact_id": contact_id,
        "campaign_id": campaign_id or None,
        "event": kind,
        "occurred_at": at,
        "loaded_at": landed_late(at, roll.randrange(2, 6)) if is_late else landed(at),
    }


def campaign_rows(campaigns: list[Campaign]) -> list[Row]:
    """Rows of raw_campaigns."""
    return [
        {
            "campaign_id": campaign.campaign_id,
            "name": campaign.name,
            "theme": campaign.theme,
            "sent_at": campaign.sent_at,
            "loaded_at": campaign.sent_at - timedelta(hours=20),
        }
        for campaign in campaigns
    ]
