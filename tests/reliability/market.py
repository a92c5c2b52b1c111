"""A company with rows in every kind of source, kept in Python: the world of law 11.

Rows come, change and go in each of the ways that a catalog can declare, and in no other: what a
declaration hides from a run (a row that vanishes though its source says `never`) is found by a full
run alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal

from segsmith.definitions.parse import Definitions
from tests.support.columns import between_tables, column_types, source_name, typed_tables
from tests.support.databases import Database, fill_table
from tests.support.outside_project import table_name
from tests.support.written import base_catalog

Row = dict[str, Any]
Stamp = Literal["now", "late", "again", "none"]

# How rows of a source go, and what it may lose at once.
_DECLARED: dict[str, dict[str, Any]] = {
    "email": {"deletes": "compare"},
    "orders": {"deletes": {"flag": "is_deleted"}},
}
CATALOG = tuple(
    {**item, "max_shrink": 0.6, **_DECLARED.get(item.get("events", ""), {})}
    for item in base_catalog()
)
CONTACTS = tuple(f"c{number:02}" for number in range(16))
ACCOUNTS = tuple(f"a{number}" for number in range(5))
DESKS = tuple(f"d{number}" for number in range(6))
COUNTRIES = ("Germany", "France", "Italy", None)
KEYS = {
    "account": "account_id",
    "contact": "contact_id",
    "email": "event_id",
    "invoices": "invoice_id",
    "orders": "order_id",
    "subscriptions": "subscription_id",
    "tickets": "ticket_id",
    "web": "hit_id",
}
FLAGGED = frozenset({"contact", "orders", "subscriptions", "tickets.desk_people"})
STAMPED = frozenset({"contact", "email", "orders", "subscriptions", "tickets", "web"})


@dataclass
class Market:
    """The rows by source and key; every change is loaded at the clock.

    `loaded` is what the warehouse holds.
    """

    clock: datetime
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    loaded: dict[str, list[Row]] = field(default_factory=dict)

    def put(self, source: str, key: str, **values: Any) -> None:
        """Add a row or change one; one that was flagged is back."""
        table = self.rows.setdefault(source, {})
        own = {KEYS[source]: key} if source in KEYS else {}
        stamp = {"loaded_at": self.clock} if source in STAMPED else {}
        flag = {"is_deleted": False} if source in FLAGGED else {}
        table[key] = {**(table.get(key) or own), **stamp, **flag, **values}

    def add(self, source: str, stamp: Stamp = "now", **values: Any) -> None:
        """Add a row under a new key, and under a stamp that may be an old one."""
        table = self.rows.setdefault(source, {})
        last = max(
            (row["loaded_at"] for row in table.values() if row.get("loaded_at")), default=None
        )
        number = sum(key.startswith(f"{source} ") for key in table)
        self.put(source, f"{source} {number:04}", **values)
        at = {
            "now": self.clock,
            "late": last and last - timedelta(minutes=40),  # within the lookback
            "again": last,
            "none": None,
        }
        table[f"{source} {number:04}"]["loaded_at"] = at[stamp]

    def nth(self, source: str, number: int) -> str | None:
        """The key of a row that is there; none where the source has too few to lose one."""
        keys = [key for key, row in sorted(self.rows[source].items()) if row]
        return keys[number % len(keys)] if len(keys) > 3 else None

    def remove(self, source: str, key: str) -> None:
        """The row is gone, and its key is not given again."""
        self.rows[source][key] = {}

    def toggle(self, source: str, contact: str, name: str) -> None:
        """Give a contact a tag or a place on a list, or take it."""
        key = f"{contact}/{name}"
        if self.rows.setdefault(source, {}).get(key):
            if self.nth(source, 0) is not None:
                self.remove(source, key)
        else:
            column = "tag" if source == "contact_tags" else "list_name"
            self.put(source, key, **{"contact_id": contact, column: name})

    @property
    def tables(self) -> dict[str, list[Row]]:
        """The rows by catalog source."""
        return {
            source: [row for _, row in sorted(table.items()) if row]
            for source, table in self.rows.items()
        }

    def load(self, database: Database, definitions: Definitions) -> None:
        """Make the warehouse's source tables hold these rows and no others."""
        places = {
            source_name(d.model): (table_name(d.model), column_types(d.model))
            for d in definitions.sources
        } | between_tables(definitions)
        found = typed_tables(definitions, self.tables)
        with database.cursor() as cursor:
            cursor.execute("create schema if not exists shop")
            for source, (table, columns) in places.items():
                if found[source] != self.loaded.get(source):
                    fill_table(cursor, f"shop.{table}", columns, found[source])
        self.loaded = found


def first_day() -> Market:
    """The company before its first run."""
    market, random = Market(datetime(2026, 3, 1, 6)), Random(11)
    for number, account in enumerate(ACCOUNTS):
        signed_at = market.clock - timedelta(days=4 * number, hours=6)
        industry = ("bank", "farm")[number % 2]
        market.put(
            "account", account, industry=industry, employees=60 * number, signed_at=signed_at
        )
    for number, contact in enumerate(CONTACTS[:14]):
        market.put(
            "contact",
            contact,
            country=COUNTRIES[number % 4],
            score=10 * (number % 7),
            total_spent=20 * number,
            account_id=(*ACCOUNTS, None)[number % 6],
        )
    for number, desk in enumerate(DESKS):
        row = {"contact_id": CONTACTS[2 * number], "desk_id": desk, "confidence": 1}
        market.put("tickets.desk_people", desk, **row)
    for number in range(24):
        contact, hours = random.choice(CONTACTS), random.choice([1, 19, 30, 49, 71, 80])
        at = market.clock - timedelta(hours=hours)
        kind = ("opened", "opened", "clicked")[number % 3]
        market.add("email", contact_id=contact, occurred_at=at, event_name=kind)
        if number % 2:
            market.add("web", visitor=contact, seen_at=at, name="Page Viewed")
            market.add("orders", contact_id=contact, ordered_at=at, amount=15 * (number % 9))
        if number % 3 == 0:
            status = ("active", "ended")[number % 2]
            market.add("subscriptions", contact_id=contact, status=status, started_at=at)
            market.add("tickets", requester_id=DESKS[number % 6], severity=number % 5)
            row = {"billed_account_id": ACCOUNTS[number % 5], "amount": 9 * number}
            market.put("invoices", f"i{number}", **row)
    for number, contact in enumerate(CONTACTS):
        market.toggle("contact_tags", contact, ("vip", "trial")[number % 2])
        if number % 3 == 0:
            market.toggle("contact_lists", contact, ("board", "blocked")[number % 2])
    # one after the other, so that no run looks back at all of them
    for source in STAMPED:
        for number, row in enumerate(market.rows[source].values()):
            row["loaded_at"] = market.clock - timedelta(hours=2 * number)
    return market
