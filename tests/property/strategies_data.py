"""Rows for the base catalog: many nulls, equal instants, values at exact edges.

Rows come from a seed that Hypothesis draws, which is ten times quicker than drawing each cell;
nothing is lost, because a difference is shown with the one contact it concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from segsmith.definitions.scalars import Duration
from segsmith.reference.calendar import MICROSECOND, step
from tests.property.scene import CELL_TEXTS, CHANNELS, LISTS, TAGS, Needles, Scene, needles
from tests.property.strategies_in_time import edges_in_time, gaps
from tests.property.strategies_lasting import HISTORY, history_rows
from tests.support.columns import typed_tables
from tests.support.written import definitions_of

Row = dict[str, Any]
Tables = dict[str, list[Row]]
_WHOLE = (-1, 0, 1, 2, 3, 10, 100)
_CENTS = tuple(map(Decimal, ("-1", "0", "0.5", "1", "2", "2.5", "3", "10", "100", "0.1")))
# Exact in binary, so that a sum does not depend on the order of rows.
_DOUBLES = (-1.0, 0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 10.0, 100.0)
_BOOLEANS = (True, False)


def rows(scene: Scene, written: Any, contacts: int, seed: int) -> Tables:
    """Rows of every source, typed, among which the definitions `written` find something.

    A few contacts are deleted, and some rows belong to nobody.
    """
    named = needles(scene, written)
    turns = {*named.moments, *edges_in_time(scene.clock, written)}
    named = replace(named, moments=tuple(sorted(turns)))
    return _Rows(scene, named, gaps(written), contacts, Random(seed)).tables()


class _Rows:
    def __init__(
        self,
        scene: Scene,
        named: Needles,
        gaps_: tuple[Duration, ...],
        contacts: int,
        random: Random,
    ) -> None:
        self.scene = scene
        self.gaps = gaps_
        self.happened: list[tuple[str | None, datetime]] = []
        self.named = named
        self.random = random
        self.accounts = [f"a{number}" for number in range(4)]
        self.contacts = [f"c{number:02}" for number in range(contacts)]
        self.owners = (*self.contacts, *self.contacts, "stranger", None)

    def tables(self) -> Tables:
        count = len(self.contacts)
        written = {
            "contact": [self.contact(key) for key in self.contacts],
            "account": [self.account(key) for key in self.accounts],
            "orders": self.many(count * 3, self.order),
            "email": self.many(count * 2, self.email),
            "web": self.many(count, self.hit),
            "contact_tags": self.many(count, self.tag),
            "contact_lists": self.many(count // 2, self.list),
            "subscriptions": [self.subscription(f"s{n:03}") for n in range(count * 2)],
            "tickets.desk_people": [self.desk_person() for _ in range(count)],
            "tickets": [self.ticket(f"t{n:03}") for n in range(count)],
            "invoices": [self.invoice(f"i{n:02}") for n in range(12)],
        }
        written[HISTORY] = [row for contact in written["contact"] for row in self.past(contact)]
        return typed_tables(definitions_of([]), written)

    def many(self, count: int, make: Callable[[str], Row]) -> list[Row]:
        found = [make(f"e{number:03}") for number in range(count)]
        # The same row loaded twice: duplicates are events.
        return found + found[: self.random.randrange(4)]

    def one(self, values: Sequence[Any], nulls: float = 0.12) -> Any:
        """A value, or null at a rate."""
        return None if self.random.random() < nulls else self.random.choice(values)

    def instant(self) -> Any:
        """Mostly an exact edge, sometimes a microsecond beside it, or null."""
        found = self.one(self.named.moments or self.scene.edges)
        beside = self.random.choice((-1, 0, 0, 0, 1))
        if self.random.random() < 0.3:
            return self.one(self.scene.edges)
        return found and found + beside * MICROSECOND

    def owner_and_instant(self) -> tuple[str | None, datetime | None]:
        """Whose event, and when: sometimes just so long after another one of theirs."""
        if self.happened and self.gaps and self.random.random() < 0.25:
            owner, before = self.random.choice(self.happened)
            beside = self.random.choice((-1, 0, 0, 0, 1))
            return owner, step(before, self.random.choice(self.gaps), 1) + beside * MICROSECOND
        found = self.random.choice(self.owners), self.instant()
        if found[1] is not None:
            self.happened.append(found)
        return found

    def day(self) -> Any:
        """A day that definitions name, one near today or an odd one, or null."""
        return self.one(self.random.choice((self.named.days or self.scene.days, self.scene.days)))

    def text(self) -> Any:
        """A text of those that definitions name, '' or null."""
        return self.one(self.random.choice((self.named.texts or CELL_TEXTS, CELL_TEXTS)))

    def array(self) -> Any:
        size = self.random.randrange(4)
        return None if self.random.random() < 0.2 else [self.one(TAGS) for _ in range(size)]

    def contact(self, key: str) -> Row:
        return {
            "contact_id": key,
            "is_deleted": self.one((False,) * 7 + (True,)),
            "country": self.text(),
            "city": self.text(),
            "nickname": self.text(),
            "group": self.text(),
            "account_id": self.one((*self.accounts, "gone")),
            "default_channel": self.one((*CHANNELS, "Email")),
            "score": self.one(_WHOLE),
            "total_spent": self.one(_CENTS),
            "engagement": self.one(_DOUBLES),
            "is_business": self.one(_BOOLEANS),
            "email_opted_in": self.one(_BOOLEANS),
            "sms_opted_in": self.one(_BOOLEANS),
            "created_at": self.instant(),
            "last_purchase_at": self.instant(),
            "birth_date": self.day(),
            "renewal_date": self.day(),
            "interests": self.array(),
            "skills": self.array(),
        }

    def past(self, contact: Row) -> list[Row]:
        """The rows of a contact's history."""
        now = {key: value for key, value in contact.items() if key != "is_deleted"}
        pool = (*self.named.moments, *self.named.moments, *self.scene.exact_edges)
        seed = self.random.randrange(2**32)
        return history_rows(now, lambda: self.contact(""), pool, self.scene.as_of, seed)

    def account(self, key: str) -> Row:
        return {
            "account_id": key,
            "industry": self.text(),
            "employees": self.one(_WHOLE),
            "is_partner": self.one(_BOOLEANS),
            "signed_at": self.instant(),
            "renews_on": self.day(),
        }

    def order(self, key: str) -> Row:
        owner, at = self.owner_and_instant()
        return {
            "contact_id": owner,
            "order_id": key,
            "ordered_at": at,
            "amount": self.one(_CENTS),
            "quantity": self.one(_WHOLE),
            "channel": self.one(("web", "shop", "Web")),
            "product_id": self.text(),
            "is_gift": self.one(_BOOLEANS),
            "shipped_at": self.instant(),
            "due_on": self.day(),
        }

    def email(self, key: str) -> Row:
        owner, at = self.owner_and_instant()
        return {
            "contact_id": owner,
            "event_id": key,
            "occurred_at": at,
            "event_name": self.one(("opened", "opened", "opened", "clicked", "bounced")),
            "campaign": self.text(),
            "is_bot": self.one(_BOOLEANS),
        }

    def hit(self, key: str) -> Row:
        owner, at = self.owner_and_instant()
        return {
            "visitor": owner,
            "hit_id": key,
            "seen_at": at,
            "name": self.one(("Page Viewed",) * 5 + ("page viewed",)),
            "path": self.text(),
            "seconds": self.one(_DOUBLES),
        }

    def subscription(self, key: str) -> Row:
        return {
            "subscription_id": key,
            "contact_id": self.random.choice(self.owners),
            "is_deleted": self.one((False,) * 7 + (True,)),
            "plan": self.text(),
            "status": self.text(),
            "price": self.one(_CENTS),
            "seats": self.one(_WHOLE),
            "is_trial": self.one(_BOOLEANS),
            "started_at": self.instant(),
            "ends_on": self.day(),
        }

    def desk_person(self) -> Row:
        return {
            "contact_id": self.random.choice(self.owners),
            "desk_id": self.one([f"d{n}" for n in range(len(self.contacts) // 2)]),
            "confidence": self.one((Decimal("0.4"), Decimal("0.5"), 1, 1)),
            "is_deleted": self.one((False,) * 7 + (True,)),
        }

    def ticket(self, key: str) -> Row:
        return {
            "ticket_id": key,
            "requester_id": self.one([f"d{n}" for n in range(len(self.contacts) // 2)]),
            "severity": self.one(_CENTS),
            "topic": self.text(),
            "opened_at": self.instant(),
            "closed_at": self.instant(),
            "is_spam": self.one((False,) * 4 + (True,)),
        }

    def invoice(self, key: str) -> Row:
        return {
            "invoice_id": key,
            "billed_account_id": self.one((*self.accounts, "gone")),
            "amount": self.one(_CENTS),
            "due_on": self.day(),
            "paid_at": self.instant(),
        }

    def tag(self, key: str) -> Row:
        return {"contact_id": self.random.choice(self.owners), "tag": self.one(TAGS)}

    def list(self, key: str) -> Row:
        return {"contact_id": self.random.choice(self.owners), "list_name": self.one(LISTS)}
