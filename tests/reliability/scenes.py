"""Short plays on the stage, each of which needs one thing that a run must not forget."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.reliability.market import CONTACTS
from tests.reliability.stage import Stage
from tests.support.dbt_process import KILLED, killed_before_words

HERE = CONTACTS[:14]  # those whom the company has on its first day


def time_passes(stage: Stage) -> None:
    """Emails and orders leave their windows."""
    stage.market.clock += timedelta(hours=25)
    stage.run()


def pages_are_viewed(stage: Stage, stamp: Any) -> None:
    """By everybody, loaded under some stamp."""
    stage.market.clock += timedelta(minutes=10)
    at = stage.market.clock - timedelta(hours=2)
    for contact in HERE:
        stage.market.add("web", stamp, visitor=contact, seen_at=at, name="Page Viewed")
    stage.run()


def rows_come_late(stage: Stage) -> None:
    """They were stamped before the last run and committed after it."""
    pages_are_viewed(stage, "late")


def rows_come_without_a_stamp(stage: Stage) -> None:
    pages_are_viewed(stage, "none")


def rows_come_under_the_last_stamp(stage: Stage) -> None:
    pages_are_viewed(stage, "again")


def an_older_table_comes_back(stage: Stage) -> None:
    """What was loaded last is gone: the load mark goes back."""
    before = set(stage.market.rows["web"])
    pages_are_viewed(stage, "now")
    for key in set(stage.market.rows["web"]) - before:
        stage.market.remove("web", key)
    stage.run()


def a_rule_changes(stage: Stage) -> None:
    stage.edit(("change the rule of", "openers"))
    stage.run()


def an_old_cache_is_put_back(stage: Stage) -> None:
    """A tag is given and taken again: by the old cache nothing has changed."""
    stage.market.toggle("contact_tags", "c01", "vip")
    stage.run()
    stage.market.toggle("contact_tags", "c01", "vip")
    stage.run(loss="put back what was known")


def a_first_row_comes(stage: Stage) -> None:
    """Somebody who stood on no list."""
    stage.market.toggle("contact_lists", "c01", "board")
    stage.run()


def a_last_row_goes(stage: Stage) -> None:
    """Somebody who had one tag."""
    stage.market.toggle("contact_tags", "c02", "vip")
    stage.run()


def a_row_stands_in_place_of_another(stage: Stage) -> None:
    """Somebody has another tag, and as many."""
    stage.market.toggle("contact_tags", "c02", "vip")
    stage.market.toggle("contact_tags", "c02", "trial")
    stage.run()


def somebody_vanishes(stage: Stage) -> None:
    """The contact's row is gone."""
    stage.market.remove("contact", "c04")
    stage.run()


def somebody_at_a_bank_changes(stage: Stage) -> None:
    """The bank, at which no run needs to look, stays in its segment."""
    stage.market.put("contact", "c00", score=33)
    stage.run()


def time_moves_a_firm(stage: Stage) -> None:
    """A firm leaves its segment by time alone, long after anything else happened."""
    stage.market.clock += timedelta(days=5)
    signed_at = stage.market.clock - timedelta(days=9)
    stage.market.put("account", "a1", industry="bank", signed_at=signed_at)
    stage.run()
    stage.market.clock += timedelta(days=1, hours=1)
    stage.run()


def invoices_are_corrected(stage: Stage) -> None:
    """Those of a firm; invoices have no load time."""
    for key, row in sorted(stage.market.rows["invoices"].items()):
        if row["billed_account_id"] == "a1":
            stage.market.put("invoices", key, amount=1)
    stage.run()


def subscriptions_move(stage: Stage) -> None:
    """To somebody else: who had them has no row that was loaded."""
    for key in sorted(stage.market.rows["subscriptions"]):
        stage.market.put("subscriptions", key, contact_id="c13")
    stage.run()


def old_traits_are_put_back(stage: Stage) -> None:
    """What readers see of traits is that of an earlier run."""
    stage.market.put("contact", "c04", country="Peru", score=51)
    stage.run()
    stage.run(loss="put back traits")


def a_guard_holds_twice(stage: Stage) -> None:
    """Too many would leave; a quarter of an hour later still."""
    for contact in CONTACTS[6:12]:
        stage.market.put("contact", contact, total_spent=0)
    stage.run()
    stage.market.clock += timedelta(minutes=15)
    stage.run()


def tags_change_under_a_paused_segment(stage: Stage) -> None:
    stage.edit(("pause", "vips"))
    stage.run()
    stage.market.toggle("contact_tags", "c01", "vip")
    stage.run()


def a_segment_gets_another_name(stage: Stage) -> None:
    stage.edit(("rename", "readers"))
    stage.run()


def somebody_leaves_and_comes_back(stage: Stage) -> None:
    """In and out of one segment, while others stay as they are."""
    for country in ("France", "Germany"):
        stage.market.put("contact", "c04", country=country)
        stage.run()


def a_run_dies_before_it_publishes(stage: Stage) -> None:
    """And is run again at its as-of."""
    stage.market.put("contact", "c04", country="France")
    stage.load()
    ended = stage.run_once(
        stage.market.clock, on_statement=killed_before_words("segsmith_published__dbt_tmp")
    )
    assert ended.code == KILLED, ended.output
    stage.run()
