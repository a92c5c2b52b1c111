"""Random days of a small shop: what comes, goes, changes by hand, by data and by definition."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.reliability.scenario import COUNTRIES, SEGMENTS, segments
from tests.reliability.shop import Shop

CONTACTS = [f"c{number:02}" for number in range(24)]
OTHER_RULES: dict[str, list[dict[str, Any]]] = {
    "board": [{"attribute": "score", "more_than": 30}, {"attribute": "score", "at_most": 50}],
    "germans": [
        {"attribute": "country", "is_not": "Germany"},
        {"attribute": "country", "in": ["Italy"]},
    ],
    "recent_openers": [
        {"event": "email_opened", "count": {"is": 0}, "within_last": "2 days"},
        {"event": "email_opened", "count": {"at_least": 1}, "within_last": "36 hours"},
    ],
}


@dataclass
class Stream:
    """A seeded sequence of days; `day` moves the shop and the definitions on by one."""

    seed: int
    shop: Shop = field(default_factory=lambda: Shop(datetime(2026, 3, 1)))
    written: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {key: dict(rule) for key, rule in SEGMENTS.items()}
    )

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.as_of = self.shop.clock + timedelta(hours=6)
        for contact in CONTACTS[:20]:
            self._put(contact)
        for _ in range(30):
            self._open()
        for _ in range(8):
            self._touch_sets()

    @property
    def segments(self) -> list[dict[str, Any]]:
        """The definitions as they stand."""
        return segments(self.written)

    def day(self) -> bool:
        """Pass 8 to 40 hours with some changes; whether a definition is among them."""
        hours = self.random.choice([8, 20, 24, 40])
        self.as_of += timedelta(hours=hours)
        self.shop.clock = self.as_of - timedelta(hours=2)
        for contact in self.random.sample(CONTACTS, self.random.randint(2, 9)):
            self._change(contact)
        for _ in range(self.random.randint(0, 6)):
            self._open()
        for _ in range(self.random.randint(1, 6)):
            self._touch_sets()
        if self.random.random() < 0.35:
            key = self.random.choice(sorted(OTHER_RULES))
            rules = [SEGMENTS[key]["where"], *OTHER_RULES[key]]
            self.written[key]["where"] = self.random.choice(rules)
            return True
        return False

    def _change(self, contact: str) -> None:
        draw = self.random.random()
        if contact in self.shop.contacts and draw < 0.15:
            self.shop.delete(contact)
        elif contact in self.shop.contacts and draw < 0.22:
            self.shop.remove(contact)
        else:
            self._put(contact)

    def _put(self, contact: str) -> None:
        self.shop.put(
            contact,
            country=self.random.choice(COUNTRIES),
            score=self.random.choice([None, 10, 31, 50, 51, 90]),
            total_spent=self.random.choice([None, 0, 100, 101, 500]),
        )

    def _open(self) -> None:
        """Some exactly at the edge of a window of the next run, some late, some in the future."""
        hours = self.random.choice([-3, 0, 1, 20, 48, 72, 72, 90])
        kind = self.random.choice(["opened", "opened", "opened", "clicked"])
        occurred_at = self.as_of - timedelta(hours=hours)
        self.shop.open(self.random.choice(CONTACTS), occurred_at, kind)

    def _touch_sets(self) -> None:
        contact = self.random.choice(CONTACTS)
        if self.random.random() < 0.6:
            self.shop.tags ^= {(contact, self.random.choice(["vip", "trial", "other"]))}
        else:
            self.shop.lists ^= {(contact, self.random.choice(["board", "blocked"]))}
