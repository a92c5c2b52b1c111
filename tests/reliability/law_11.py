"""Law 11 as a machine: Hypothesis draws what happens to a company, its rules, its runs and caches.

After every run all that `Stage.run` knows is asked: a full evaluation at the same as-of from the
same state, the reference interpreter, and the laws of history. A failure is told as the shortest
play that Hypothesis finds in its five minutes of shrinking.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.reliability.full_and_few import LOSSES
from tests.reliability.market import ACCOUNTS, CONTACTS, COUNTRIES, DESKS
from tests.reliability.market_rules import EDITS, Edit
from tests.reliability.stage import Stage

STATEMENTS = 150  # a run has some fewer; one that would be killed later ends
TIMES = [
    timedelta(minutes=15),
    timedelta(minutes=1),
    timedelta(hours=4),
    timedelta(hours=20),
    timedelta(days=1),
    timedelta(days=3),
]
contacts, accounts = st.sampled_from(CONTACTS), st.sampled_from(ACCOUNTS)
# Hours before the clock: ends of windows, the future, and between. A run follows at once, or later.
hours = st.sampled_from([1, 0, -3, 20, 24, 36, 48, 72, 90])
numbers = st.integers(0, 30)
stamps = st.sampled_from(["now", "late", "again", "none"])


# What befalls a run: nothing, mostly; its caches; a kill, after which it is run again at its as-of,
# or left to the next one.
BEFALLS = ("nothing",) * 6 + ("killed and run again",) * 2 + ("killed and left", "a loss")


@dataclass(frozen=True)
class Due:
    """A run to come, after so many changes."""

    changes: int
    befalls: str
    statement: int
    loss: str


dues = st.builds(
    Due,
    st.integers(1, 6),
    st.sampled_from(BEFALLS),
    st.integers(1, STATEMENTS),
    st.sampled_from(sorted(LOSSES)),
)
# Hypothesis begins with the simplest play: it has no run, and costs nothing.
plans = st.sampled_from([0, 4, 5, 6]).flatmap(lambda n: st.lists(dues, min_size=n, max_size=n))


class Law11(RuleBasedStateMachine):
    """One play; `stage` is where all plays of a test take place."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.stage.begin()
        self.plan: list[Due] = []
        self.waiting = 0
        self.calm = 0  # runs since the last edit or loss: after these a run looks at everybody

    @initialize(plan=plans)
    def begins(self, plan: list[Due]) -> None:
        self.plan = list(plan)

    @invariant()
    def few_are_enough(self) -> None:
        """When it is due: a run, held by every oracle."""
        if not self.plan or self.waiting < self.plan[0].changes:
            return
        due = self.plan.pop(0)
        is_killed, has_loss = due.befalls.startswith("killed"), due.befalls == "a loss"
        self.stage.run(
            kill=due.statement if is_killed else None,
            again=due.befalls != "killed and left",
            loss=due.loss if has_loss else None,
        )
        self.waiting = 0
        self.calm = 0 if has_loss else self.calm + 1

    @rule(time=st.sampled_from(TIMES))
    def time_passes(self, time: timedelta) -> None:
        self.waiting += 1
        self.stage.market.clock += time

    @rule(
        contact=contacts,
        country=st.sampled_from(COUNTRIES),
        score=st.sampled_from([None, 10, 31, 50, 51, 90]),
        spent=st.sampled_from([None, 0, 100, 101, 500]),
    )
    def contact_comes_or_changes(
        self, contact: str, country: str | None, score: int | None, spent: int | None
    ) -> None:
        self._put("contact", contact, country=country, score=score, total_spent=spent)

    @rule(contact=contacts, account=accounts)
    def contact_changes_its_firm(self, contact: str, account: str) -> None:
        known = self.stage.market.rows["contact"].get(contact)
        self._put("contact", contact if known else None, account_id=account)

    @rule(number=numbers, is_flagged=st.booleans())
    def contact_goes(self, number: int, is_flagged: bool) -> None:
        if is_flagged:
            self._put("contact", self._nth("contact", number), is_deleted=True)
        else:
            self._remove("contact", number)

    @rule(contact=contacts, tag=st.sampled_from(["vip", "trial"]))
    def tag_is_given_or_taken(self, contact: str, tag: str) -> None:
        self.waiting += 1
        self.stage.market.toggle("contact_tags", contact, tag)

    @rule(contact=contacts, name=st.sampled_from(["board", "blocked"]))
    def list_is_changed(self, contact: str, name: str) -> None:
        self.waiting += 1
        self.stage.market.toggle("contact_lists", contact, name)

    @rule(contact=contacts, hours=hours, kind=st.sampled_from(["opened", "clicked"]), stamp=stamps)
    def email_event_comes(self, contact: str, hours: int, kind: str, stamp: Any) -> None:
        self._add("email", stamp, contact_id=contact, occurred_at=self._ago(hours), event_name=kind)

    @rule(contact=contacts, hours=hours, amount=st.sampled_from([20, 60, 100]), stamp=stamps)
    def order_comes(self, contact: str, hours: int, amount: int, stamp: Any) -> None:
        self._add("orders", stamp, contact_id=contact, ordered_at=self._ago(hours), amount=amount)

    @rule(contact=contacts, hours=hours, stamp=stamps)
    def page_is_viewed(self, contact: str, hours: int, stamp: Any) -> None:
        row = {"visitor": contact, "seen_at": self._ago(hours), "name": "Page Viewed"}
        self._add("web", stamp, **row)

    @rule(number=numbers, hours=hours, contact=contacts)
    def email_event_is_corrected(self, number: int, hours: int, contact: str) -> None:
        key = self._nth("email", number)
        self._put("email", key, occurred_at=self._ago(hours), contact_id=contact)

    @rule(number=numbers)
    def email_event_vanishes(self, number: int) -> None:
        self._remove("email", number)

    @rule(number=numbers, amount=st.sampled_from([None, 20, 100]))
    def order_is_corrected_or_cancelled(self, number: int, amount: int | None) -> None:
        key = self._nth("orders", number)
        if amount is None:
            self._put("orders", key, is_deleted=True)
        else:
            self._put("orders", key, amount=amount)

    @rule(
        contact=contacts, number=numbers, status=st.sampled_from(["active", "ended"]), hours=hours
    )
    def subscription_comes(self, contact: str, number: int, status: str, hours: int) -> None:
        row = {"contact_id": contact, "status": status, "started_at": self._ago(hours)}
        self._add("subscriptions", "now", **row)

    @rule(number=numbers, how=st.sampled_from(["ends", "is flagged", "vanishes", "moves"]))
    def subscription_changes(self, number: int, how: str) -> None:
        key = self._nth("subscriptions", number)
        if how == "vanishes":
            self._remove("subscriptions", number)
        elif how == "moves":
            self._put("subscriptions", key, contact_id=CONTACTS[number % len(CONTACTS)])
        elif how == "ends":
            self._put("subscriptions", key, status="ended")
        else:
            self._put("subscriptions", key, is_deleted=True)

    @rule(number=numbers, account=accounts, amount=st.sampled_from([None, 10, 90]))
    def invoice_comes_changes_or_goes(self, number: int, account: str, amount: int | None) -> None:
        if amount is None:
            self._remove("invoices", number)
        else:
            self._put("invoices", f"i{number}", billed_account_id=account, amount=amount)

    @rule(number=numbers, severity=st.integers(1, 4))
    def ticket_comes_or_changes(self, number: int, severity: int) -> None:
        self._put(
            "tickets", f"t{number}", requester_id=DESKS[number % len(DESKS)], severity=severity
        )

    @rule(desk=st.sampled_from(DESKS), contact=contacts, is_deleted=st.booleans())
    def desk_is_given_to_another(self, desk: str, contact: str, is_deleted: bool) -> None:
        row = {"desk_id": desk, "contact_id": contact, "is_deleted": is_deleted, "confidence": 1}
        self._put("tickets.desk_people", desk, **row)

    @rule(
        account=accounts,
        industry=st.sampled_from(["bank", "farm", None]),
        employees=st.sampled_from([50, 200]),
        hours=st.sampled_from([0, 48, 236, 240]),
    )
    def firm_changes_or_goes(
        self, account: str, industry: str | None, employees: int, hours: int
    ) -> None:
        if industry is None:
            self._remove("account", int(account[1:]))
        else:
            row = {"industry": industry, "employees": employees, "signed_at": self._ago(hours)}
            self._put("account", account, **row)

    @precondition(lambda play: play.plan and play.calm > 1)
    @rule(edit=st.sampled_from(EDITS))
    def definition_is_edited(self, edit: Edit) -> None:
        self.waiting += 1
        self.calm = 0
        self.stage.edit(edit)

    def _ago(self, hours: int) -> datetime:
        return self.stage.market.clock - timedelta(hours=hours)

    def _add(self, source: str, stamp: Any, **values: Any) -> None:
        self.waiting += 1
        self.stage.market.add(source, stamp, **values)

    def _put(self, source: str, key: str | None, **values: Any) -> None:
        self.waiting += 1
        if key is not None:
            self.stage.market.put(source, key, **values)

    def _remove(self, source: str, number: int) -> None:
        self.waiting += 1
        key = self._nth(source, number)
        if key is not None:
            self.stage.market.remove(source, key)

    def _nth(self, source: str, number: int) -> str | None:
        return self.stage.market.nth(source, number)
