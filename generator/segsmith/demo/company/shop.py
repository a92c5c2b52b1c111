"""What people do in the shop: visits with page views and carts, orders, refunds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from segsmith.demo.company.clock import (
    HISTORY_END,
    HISTORY_START,
    WEBSITE_DETAIL,
    dice,
    instant_between,
    landed,
    landed_late,
    with_offset,
)
from segsmith.demo.company.landing import Row
from segsmith.demo.company.people import Person
from segsmith.demo.company.story import ASKED_FOR_DELETION, LATE_ORDER, LATE_ORDERS, MERGED
from segsmith.demo.company.world import PRODUCTS, Product

_KEPT_OF_OLD_VISITS = 0.06
_MONTH = timedelta(days=30.4)


@dataclass(frozen=True)
class Order:
    """A completed order or a refund; `loaded_at` may lie long after `ordered_at`."""

    contact_id: str
    status: str
    channel: str
    category: str
    items: int
    amount: float
    ordered_at: datetime
    loaded_at: datetime


@dataclass
class Shop:
    """Everything that happened in the shop."""

    views: list[tuple[datetime, Person, str, Product | None]] = field(default_factory=list)
    carts: list[tuple[datetime, Person, int, float]] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    def orders_of(self) -> dict[str, list[Order]]:
        """Completed orders by contact, oldest first."""
        found: dict[str, list[Order]] = {}
        for order in sorted(self.orders, key=lambda o: o.ordered_at):
            if order.status == "completed":
                found.setdefault(order.contact_id, []).append(order)
        return found


def open_shop(people: list[Person]) -> Shop:
    """Play a year of visits."""
    shop = Shop()
    for person in people:
        for number, at in enumerate(_visits(person)):
            _visit(shop, person, at, dice("visit", person.contact_id, number))
    _tell_late_orders(shop)
    _refund_some(shop)
    return shop


def _visits(person: Person) -> list[datetime]:
    roll = dice("visits", person.contact_id)
    start = max(person.created, HISTORY_START)
    end = person.quiet_from if person.temperament.fades else HISTORY_END
    gone = ASKED_FOR_DELETION.get(person.contact_id) or MERGED.get(person.contact_id, ("", end))[1]
    end = max(start, min(end, gone))
    expected = person.temperament.visits_a_month * ((end - start) / _MONTH)
    times = [
        _awake(roll, instant_between(roll, start, end), person)
        for _ in range(int(expected + roll.random()))
    ]
    if roll.random() < 0.55 and person.temperament.visits_a_month > 0.3:
        times.append(person.created + timedelta(minutes=roll.randrange(3, 45)))
    return sorted(t for t in times if start <= t < end)


def _awake(roll: Random, at: datetime, person: Person) -> datetime:
    """Moved to a time between 7 and 23 o'clock where the person lives."""
    hours_east = -7 if person.place.time_zone.startswith("America") else 1
    return at.replace(hour=0) + timedelta(hours=roll.randrange(7, 23) - hours_east)


def _visit(shop: Shop, person: Person, at: datetime, roll: Random) -> None:
    buys = roll.random() < person.temperament.buys
    if buys and roll.random() < 0.12:
        _order_by(roll.choice(("phone", "store")), shop, person, at, roll)
        return
    chosen = [_product(person, roll) for _ in range(roll.choices((1, 2, 3), (6, 3, 1))[0])]
    is_kept = at >= WEBSITE_DETAIL or roll.random() < _KEPT_OF_OLD_VISITS
    end = _look_around(shop, person, at, roll) if is_kept else at + timedelta(minutes=9)
    if not buys and roll.random() > 0.22:
        return
    value = round(sum(p.price for p in chosen), 2)
    if is_kept:
        shop.carts.append((end, person, len(chosen), value))
    if buys:
        done = end + timedelta(seconds=roll.randrange(60, 600))
        _complete(shop, person, "web", chosen, done, landed(done), roll)
        if is_kept:
            shop.carts.append((done, person, 0, 0.0))
    elif is_kept and roll.random() < 0.3:
        cleared = end + timedelta(minutes=roll.randrange(30, 5_000))
        if cleared < HISTORY_END:
            shop.carts.append((cleared, person, 0, 0.0))


def _product(person: Person, roll: Random) -> Product:
    wanted = [p for p in PRODUCTS if p.category in person.interests]
    return roll.choice(wanted) if wanted and roll.random() < 0.7 else roll.choice(PRODUCTS)


def _look_around(shop: Shop, person: Person, at: datetime, roll: Random) -> datetime:
    """One to six pages; the instant after the last one."""
    for _ in range(roll.choices((1, 2, 3, 4, 5, 6), (28, 24, 17, 13, 10, 8))[0]):
        kind = roll.choices(("product", "category", "guide"), (78, 14, 8))[0]
        shop.views.append((at, person, kind, _product(person, roll) if kind == "product" else None))
        at += timedelta(seconds=roll.randrange(15, 240))
    return at


def _order_by(channel: str, shop: Shop, person: Person, at: datetime, roll: Random) -> None:
    chosen = [_product(person, roll) for _ in range(roll.choices((1, 2), (7, 3))[0])]
    days = 1 if channel == "store" else roll.choices((1, 3, 6), (6, 2, 2))[0]
    _complete(shop, person, channel, chosen, at, landed_late(at, days), roll)


def _complete(
    shop: Shop,
    person: Person,
    channel: str,
    chosen: list[Product],
    at: datetime,
    loaded_at: datetime,
    roll: Random,
) -> None:
    rebate = roll.choices((0, 10, 25), (80, 15, 5))[0]
    amount = round(sum(p.price for p in chosen) * (100 - rebate) / 100, 2)
    category = chosen[0].category
    if at < HISTORY_END:
        shop.orders.append(
            Order(
                person.contact_id,
                "completed",
                channel,
                category,
                len(chosen),
                amount,
                at,
                loaded_at,
            )
        )


def _tell_late_orders(shop: Shop) -> None:
    for at, amount, channel, loaded_at in LATE_ORDERS:
        shop.orders.append(
            Order(
                LATE_ORDER, "completed", channel, "camping", 1, amount, at, loaded_at or landed(at)
            )
        )


def _refund_some(shop: Shop) -> None:
    for number, order in enumerate(list(shop.orders)):
        roll = dice("refund", number, order.contact_id)
        at = order.ordered_at + timedelta(hours=roll.randrange(70, 400))
        if roll.random() < 0.05 and order.contact_id != LATE_ORDER and at < HISTORY_END:
            shop.orders.append(
                Order(
                    order.contact_id,
                    "refunded",
                    order.channel,
                    order.category,
                    order.items,
                    order.amount,
                    at,
                    landed(at),
                )
            )


def order_rows(shop: Shop, people: dict[str, Person]) -> list[Row]:
    """Rows of raw_orders; a refund keeps the amount positive. Tills write local time."""
    ordered = sorted(shop.orders, key=lambda o: (o.ordered_at, o.contact_id))
    return [
        {
            "order_id": f"o{number:05d}",
            "contact_id": order.contact_id,
            "status": order.status,
            "channel": order.channel,
            "category": order.category,
            "items": order.items,
            "amount": order.amount,
            "ordered_at": with_offset(order.ordered_at, people[order.contact_id].place.time_zone),
            "loaded_at": order.loaded_at,
        }
        for number, order in enumerate(ordered, start=1)
    ]


def view_rows(shop: Shop) -> list[Row]:
    """Rows of raw_page_views; one in ninety belongs to a visitor who is not known."""
    rows: list[Row] = []
    for number, (at, person, kind, product) in enumerate(
        sorted(shop.views, key=lambda v: (v[0], v[1].contact_id)), start=1
    ):
        roll = dice("view", number)
        rows.append(
            {
                "view_id": f"v{number:05d}",
                "contact_id": person.contact_id if roll.random() > 1 / 90 else None,
                "page": kind,
                "product_id": product.product_id if product else None,
                "category": product.category if product else None,
                "device": roll.choices(("phone", "desktop", "tablet"), (61, 33, 6))[0],
                "viewed_at": at,
                "loaded_at": landed(at) if roll.random() > 0.01 else landed_late(at, 3),
            }
        )
    return rows


def cart_rows(shop: Shop) -> list[Row]:
    """Rows of raw_cart_events: what the cart holds after each change; zero when emptied."""
    ordered = sorted(shop.carts, key=lambda c: (c[0], c[1].contact_id))
    return [
        {
            "cart_event_id": f"k{number:05d}",
            "contact_id": person.contact_id,
            "items": items,
            "cart_value": value,
            "changed_at": at,
            "loaded_at": landed(at),
        }
        for number, (at, person, items, value) in enumerate(ordered, start=1)
    ]
