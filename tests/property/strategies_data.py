"""Rows for the base catalog: many nulls, equal instants, values at exact edges."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.property.scene import CELL_TEXTS, CHANNELS, LISTS, TAGS, Scene
from tests.support.columns import typed_tables
from tests.support.written import definitions_of

Draw = Any
Row = dict[str, Any]
Tables = dict[str, list[Row]]
_WHOLE = (-1, 0, 1, 2, 3, 10, 100)
_CENTS = tuple(Decimal(text) for text in ("-1", "0", "0.5", "1", "2", "2.5", "3", "10", "100", "0.1"))
# Exact in binary, so that a sum does not depend on the order of rows.
_DOUBLES = (-1.0, 0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 10.0, 100.0)


@st.composite
def tables(draw: Draw, scene: Scene, contacts: int) -> Tables:
    """Rows of every source, typed; a few contacts are deleted and some rows belong to nobody."""
    accounts = [f"a{number}" for number in range(3)]
    ids = [f"c{number:02}" for number in range(contacts)]
    owners = st.sampled_from((*ids, *ids, "stranger", None))
    rows: Tables = {
        "contact": [_contact(draw, scene, key, accounts) for key in ids],
        "account": [_account(draw, scene, key) for key in accounts],
        "orders": _many(draw, scene, owners, contacts * 3, _order),
        "email": _many(draw, scene, owners, contacts * 2, _email),
        "web": _many(draw, scene, owners, contacts, _hit),
        "contact_tags": [
            {"contact_id": draw(owners), "tag": draw(st.sampled_from((*TAGS, None)))}
            for _ in range(contacts)
        ],
        "contact_lists": [
            {"contact_id": draw(owners), "list_name": draw(st.sampled_from((*LISTS, None)))}
            for _ in range(contacts // 2)
        ],
    }
    return typed_tables(definitions_of([]), rows)


def _many(
    draw: Draw, scene: Scene, owners: SearchStrategy[Any], count: int, make: Any
) -> list[Row]:
    rows = [make(draw, scene, draw(owners), f"e{number:03}") for number in range(count)]
    # The same row loaded twice: duplicates are events.
    return rows + rows[: draw(st.integers(0, 2))]


def instants(scene: Scene) -> SearchStrategy[Any]:
    """An instant at or beside an edge, or null."""
    return st.one_of(
        st.sampled_from(scene.edges),
        st.sampled_from(scene.edges),
        st.sampled_from(scene.moments),
        st.sampled_from((scene.as_of, None)),
    )


def days(scene: Scene) -> SearchStrategy[Any]:
    """A day near today or an odd one, or null."""
    return st.sampled_from((*scene.days, None, None))


def _maybe(values: Any, nulls: int = 1) -> SearchStrategy[Any]:
    return st.sampled_from((*values, *([None] * nulls)))


def _contact(draw: Draw, scene: Scene, key: str, accounts: list[str]) -> Row:
    texts = _maybe(CELL_TEXTS, 4)
    return {
        "contact_id": key,
        "is_deleted": draw(st.sampled_from((False, False, False, False, False, False, None, True))),
        "country": draw(texts),
        "city": draw(texts),
        "nickname": draw(texts),
        "group": draw(texts),
        "account_id": draw(st.sampled_from((*accounts, "gone", None))),
        "default_channel": draw(_maybe((*CHANNELS, "Email"))),
        "score": draw(_maybe(_WHOLE, 2)),
        "total_spent": draw(_maybe(_CENTS, 2)),
        "engagement": draw(_maybe(_DOUBLES, 2)),
        "is_business": draw(_maybe((True, False))),
        "email_opted_in": draw(_maybe((True, False))),
        "sms_opted_in": draw(_maybe((True, False))),
        "created_at": draw(instants(scene)),
        "last_purchase_at": draw(instants(scene)),
        "birth_date": draw(days(scene)),
        "renewal_date": draw(days(scene)),
        "interests": draw(_arrays()),
        "skills": draw(_arrays()),
    }


def _arrays() -> SearchStrategy[Any]:
    items = st.lists(st.sampled_from((*TAGS, None)), max_size=3)
    return st.one_of(items, items, items, st.none())


def _account(draw: Draw, scene: Scene, key: str) -> Row:
    return {
        "account_id": key,
        "industry": draw(_maybe(CELL_TEXTS, 4)),
        "employees": draw(_maybe(_WHOLE)),
        "is_partner": draw(_maybe((True, False))),
        "signed_at": draw(instants(scene)),
        "renews_on": draw(days(scene)),
    }


def _order(draw: Draw, scene: Scene, owner: str | None, key: str) -> Row:
    return {
        "contact_id": owner,
        "order_id": key,
        "ordered_at": draw(instants(scene)),
        "amount": draw(_maybe(_CENTS, 2)),
        "quantity": draw(_maybe(_WHOLE)),
        "channel": draw(_maybe(("web", "shop", "Web"))),
        "product_id": draw(_maybe(CELL_TEXTS)),
        "is_gift": draw(_maybe((True, False))),
        "shipped_at": draw(instants(scene)),
        "due_on": draw(days(scene)),
    }


def _email(draw: Draw, scene: Scene, owner: str | None, key: str) -> Row:
    return {
        "contact_id": owner,
        "event_id": key,
        "occurred_at": draw(instants(scene)),
        "event_name": draw(st.sampled_from(("opened", "opened", "clicked", "bounced", None))),
        "campaign": draw(_maybe(CELL_TEXTS, 3)),
        "is_bot": draw(_maybe((True, False))),
    }


def _hit(draw: Draw, scene: Scene, owner: str | None, key: str) -> Row:
    return {
        "visitor": owner,
        "hit_id": key,
        "seen_at": draw(instants(scene)),
        "name": draw(st.sampled_from(("Page Viewed", "Page Viewed", "page viewed", None))),
        "path": draw(_maybe(CELL_TEXTS)),
        "seconds": draw(_maybe(_DOUBLES)),
    }
