"""The source tables of a small shop, kept in Python, so that a reference can read them as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from segsmith.definitions.parse import Definitions
from tests.support.columns import column_types, source_name, typed_tables
from tests.support.databases import Database, replace_rows
from tests.support.outside_project import table_name

Row = dict[str, Any]
LOOKBACK = timedelta(hours=1)  # the catalog's default


@dataclass
class Shop:
    """Contacts, tags, lists and email events; every change is loaded at the shop's clock."""

    clock: datetime
    contacts: dict[str, Row] = field(default_factory=dict)
    tags: set[tuple[str, str]] = field(default_factory=set)
    lists: set[tuple[str, str]] = field(default_factory=set)
    emails: list[Row] = field(default_factory=list)

    def put(self, contact: str, **values: Any) -> None:
        """Add or change a contact; one that was deleted is back."""
        old = self.contacts.get(contact, {"contact_id": contact})
        self.contacts[contact] = {
            **old,
            "is_deleted": False,
            **values,
            "loaded_at": self.clock,
        }

    def delete(self, contact: str) -> None:
        """Mark a contact as deleted."""
        self.put(contact, is_deleted=True)

    def remove(self, contact: str) -> None:
        """The contact's row is gone."""
        del self.contacts[contact]

    def open(self, contact: str, occurred_at: datetime, kind: str = "opened") -> None:
        """The contact opened an email."""
        self.emails.append(
            {
                "event_id": f"e{len(self.emails):05}",
                "contact_id": contact,
                "occurred_at": occurred_at,
                "event_name": kind,
                "loaded_at": self.clock,
            }
        )

    @property
    def tables(self) -> dict[str, list[Row]]:
        """The rows by catalog source."""
        return {
            "contact": list(self.contacts.values()),
            "contact_tags": [{"contact_id": c, "tag": tag} for c, tag in sorted(self.tags)],
            "contact_lists": [{"contact_id": c, "list_name": n} for c, n in sorted(self.lists)],
            "email": list(self.emails),
        }

    @property
    def present(self) -> frozenset[str]:
        """The contacts that are there."""
        return frozenset(c for c, row in self.contacts.items() if not row["is_deleted"])

    def marks(self) -> dict[str, datetime]:
        """The greatest load time of the sources that have one."""
        found = {}
        for name in ("contact", "email"):
            times = [row["loaded_at"] for row in self.tables[name]]
            if times:
                found[name] = max(times)
        return found

    def loaded_since(self, marks: dict[str, datetime]) -> frozenset[str]:
        """The contacts with a row that may be new since the last run, by its marks.

        Where a source has moved on, rows of the hour before its mark may have been committed
        late; those of the mark itself were seen. Tags and lists have no load time: each of their
        rows may be new.
        """
        found = {contact for contact, _ in (*self.tags, *self.lists)}
        now = self.marks()
        for name in ("contact", "email"):
            mark = marks.get(name)
            if mark is not None and (name not in now or now[name] < mark):
                mark = None  # the table is an older one again: who changed is not known
            late = LOOKBACK if now.get(name) != mark else timedelta()
            found |= {
                row["contact_id"]
                for row in self.tables[name]
                if mark is None or (row["loaded_at"] > mark - late and row["loaded_at"] != mark)
            }
        return frozenset(found)

    def load(self, database: Database, definitions: Definitions) -> None:
        """Make the warehouse's source tables hold these rows and no others."""
        found = typed_tables(definitions, self.tables)
        with database.cursor() as cursor:
            cursor.execute("create schema if not exists shop")
        for document in definitions.sources:
            source = document.model
            table = f"shop.{table_name(source)}"
            replace_rows(database, table, column_types(source), found[source_name(source)])
