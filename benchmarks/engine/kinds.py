"""The kinds of event and the windows that rules ask about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of event, and how many of a hundred events are of it."""

    name: str
    percent: int


KINDS = (
    Kind("page_viewed", 30),
    Kind("email_opened", 25),
    Kind("app_opened", 15),
    Kind("email_clicked", 12),
    Kind("cart_updated", 8),
    Kind("order_completed", 6),
    Kind("ticket_opened", 4),
)
WINDOWS = (1, 3, 7, 14, 30, 90, 180, 365)
