"""Writes the seeds: `python -m segsmith.demo.company [folder]` (default: seeds)."""

from __future__ import annotations

import sys
from pathlib import Path

from segsmith.demo.company.crm import contact_rows
from segsmith.demo.company.firms import account_rows, subscription_rows
from segsmith.demo.company.landing import Row, write_landing
from segsmith.demo.company.mail import campaign_rows, make_campaigns, send
from segsmith.demo.company.marks import list_rows, tag_rows
from segsmith.demo.company.people import make_people
from segsmith.demo.company.shop import cart_rows, open_shop, order_rows, view_rows
from segsmith.demo.company.story import as_told


def make_landings() -> dict[str, list[Row]]:
    """Every raw table of the company by name."""
    people = [as_told(person) for person in make_people()]
    shop = open_shop(people)
    orders = shop.orders_of()
    campaigns = make_campaigns()
    return {
        "raw_accounts": account_rows(),
        "raw_campaigns": campaign_rows(campaigns),
        "raw_cart_events": cart_rows(shop),
        "raw_contacts": contact_rows(people, orders),
        "raw_email_events": send(people, campaigns),
        "raw_lists": list_rows(people, orders),
        "raw_orders": order_rows(shop, {p.contact_id: p for p in people}),
        "raw_page_views": view_rows(shop),
        "raw_subscriptions": subscription_rows(people),
        "raw_tags": tag_rows(people),
    }


def main() -> None:
    """Write all landings and say how many rows each holds."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "seeds")
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in make_landings().items():
        print(f"{table}: {write_landing(folder, table, rows):,} rows")


if __name__ == "__main__":
    main()
