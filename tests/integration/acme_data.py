"""What happens at Acme between the two runs, and who must then be where: worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FIRST_RUN = "2025-03-01T06:00:00"
SECOND_RUN = "2025-03-02T06:00:00"
THIRD_RUN = "2025-03-03T06:00:00"
FOURTH_RUN = "2025-03-04T06:00:00"

# Beyond what a double can tell apart: an id that goes through one is another customer.
ADA, BO, CY, DI, ED, FLO, GUS = range(9007199254740991, 9007199254740998)

FIRST_MEMBERS: dict[str, set[Any]] = {
    "big_spenders": {ADA, CY},
    "german_price_watchers": {ADA},
    "newsletter_readers": {ADA, CY, FLO},
    "people_of_large_accounts": {ADA, BO, FLO},
    # Bo's order is thirty days old to the second, which is in; Di's is later than the run.
    "recent_buyers": {ADA, BO, FLO},
    "recent_small_buyers": {BO, FLO},
    "large_accounts": {"ACC-E", "ACC-N"},
    "late_payers": {"ACC-S"},
}
SECOND_MEMBERS: dict[str, set[Any]] = {
    "big_spenders": {ADA, CY, GUS},
    "german_price_watchers": {ADA, CY},
    "newsletter_readers": {ADA, CY, GUS},
    "people_of_large_accounts": {CY, GUS},
    "recent_buyers": {ADA, DI, GUS},
    "recent_small_buyers": {DI},
    "large_accounts": {"ACC-E", "ACC-S"},
    "late_payers": {"ACC-N", "ACC-S"},
}
SECOND_CHANGES = {
    ("big_spenders", GUS, "entered", "data"),
    ("german_price_watchers", CY, "entered", "data"),
    ("newsletter_readers", FLO, "exited", "deleted"),
    ("newsletter_readers", GUS, "entered", "data"),
    # Their own rows did not change; the rows of their firms did.
    ("people_of_large_accounts", ADA, "exited", "data"),
    ("people_of_large_accounts", BO, "exited", "data"),
    ("people_of_large_accounts", CY, "entered", "data"),
    ("people_of_large_accounts", FLO, "exited", "deleted"),
    ("people_of_large_accounts", GUS, "entered", "data"),
    # Bo's order grew old, but Bo's firm changed as well; nothing at all of Di was loaded.
    ("recent_buyers", BO, "exited", "data"),
    ("recent_buyers", DI, "entered", "time"),
    ("recent_buyers", FLO, "exited", "deleted"),
    ("recent_buyers", GUS, "entered", "data"),
    ("recent_small_buyers", BO, "exited", "data"),
    ("recent_small_buyers", DI, "entered", "time"),
    ("recent_small_buyers", FLO, "exited", "deleted"),
}


def a_day_passes(root: Path) -> None:
    """Flo asks to be deleted, Gus comes and buys, a firm shrinks and another grows."""
    crm = root / "seeds" / "crm"
    _replace(
        crm / "raw_customers.csv",
        "14:00:00,true,ACC-N,false,2025-02-01 00:00:00",
        "14:00:00,true,ACC-N,true,2025-03-02 02:00:00",
    )
    _append(
        crm / "raw_customers.csv",
        f"{GUS},Gus Gran,NO,2025-03-01 20:00:00,true,ACC-S,false,2025-03-02 02:00:00",
    )
    _append(crm / "raw_orders.csv", f"109,{GUS},2025-03-02 01:00:00,P,250.00,2025-03-02 02:00:00")
    _replace(crm / "raw_accounts.csv", "Nordwind,250,2025-02-01", "Nordwind,80,2025-03-02")
    _replace(crm / "raw_accounts.csv", "GmbH,20,2025-02-01", "GmbH,120,2025-03-02")
    _append(crm / "raw_reminders.csv", "R-3,ACC-N,2025-03-01 08:00:00")
    _append(
        root / "seeds" / "tracking" / "stg_web_events.csv", f"e-06,{CY},2025-03-01 20:00:00,pricing"
    )


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def _append(file: Path, line: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
