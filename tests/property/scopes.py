"""Which names can stand where: for a contact, and for an event of each source."""

from __future__ import annotations

from dataclasses import dataclass, field

Names = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Scope:
    """Names by type; expressions may use all of them."""

    attributes: Names
    traits: Names = field(default_factory=dict)

    def names(self, kind: str) -> tuple[str, ...]:
        """Every name of a type."""
        return (*self.attributes.get(kind, ()), *self.traits.get(kind, ()))


SCORES: Names = {
    "number": ("lead_score", "engagement_score", "purchase_frequency", "rfm_recency"),
    "text": ("engagement_trend", "rfm"),
}
CONTACT = Scope(
    attributes={
        "number": ("score", "total_spent", "engagement", "account.employees"),
        "text": ("country", "city", "nickname", "team", "default_channel", "account.industry"),
        "boolean": ("is_business", "email_opted_in", "account.is_partner"),
        "instant": ("created_at", "last_purchase_at", "account.signed_at"),
        "date": ("birth_date", "renewal_date", "account.renews_on"),
        "array": ("interests", "skills"),
    },
    traits={
        "number": (
            "orders_made",
            "revenue",
            "revenue_30d",
            "average_order_value",
            "largest_web_order",
            "city_length",
            *SCORES["number"],
        ),
        "text": ("first_order_channel", *SCORES["text"]),
        "boolean": ("is_spender",),
        "instant": ("last_order_at",),
    },
)
ORDER = Scope(
    {
        "number": ("amount", "quantity", "contact.score"),
        "text": ("channel", "product_id", "contact.country"),
        "boolean": ("is_gift",),
        "instant": ("occurred_at", "shipped_at", "contact.created_at"),
        "date": ("due_on", "contact.renewal_date"),
    }
)
EMAIL = Scope(
    {
        "text": ("campaign", "contact.city"),
        "boolean": ("is_bot",),
        "instant": ("occurred_at",),
    }
)
PAGE = Scope({"number": ("seconds",), "text": ("path",), "instant": ("occurred_at",)})

SUBSCRIPTION = Scope(
    {
        "number": ("price", "seats", "contact.score"),
        "text": ("plan", "status", "contact.country"),
        "boolean": ("is_trial",),
        "instant": ("started_at", "contact.created_at"),
        "date": ("ends_on",),
    }
)
TICKET = Scope(
    {
        "number": ("severity",),
        "text": ("topic",),
        "boolean": ("is_spam",),
        "instant": ("opened_at", "closed_at"),
    }
)
INVOICE = Scope({"number": ("amount",), "instant": ("paid_at",), "date": ("due_on",)})
ACCOUNT = Scope(
    {
        "number": ("employees",),
        "text": ("industry",),
        "boolean": ("is_partner",),
        "instant": ("signed_at",),
        "date": ("renews_on",),
    }
)
# The contacts of an account.
CONTACTS = Scope(
    {
        "number": ("score", "total_spent", "account.employees"),
        "text": ("country", "nickname"),
        "boolean": ("is_business",),
        "instant": ("created_at",),
        "date": ("renewal_date",),
        "array": ("interests",),
    }
)
OBJECTS: tuple[tuple[str, Scope], ...] = (
    ("subscriptions", SUBSCRIPTION),
    ("subscriptions", SUBSCRIPTION),
    ("tickets", TICKET),
    ("invoices", INVOICE),
)

# What stands under `event:`, and the scope of its rows.
EVENTS: tuple[tuple[str | list[str], Scope], ...] = (
    ("order_completed", ORDER),
    ("order_completed", ORDER),
    ("email_opened", EMAIL),
    (["email_opened", "email_clicked"], EMAIL),
    ("email_*", EMAIL),
    ("page_viewed", PAGE),
)
