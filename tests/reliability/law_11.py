"""Law 11 as a machine: Hypothesis draws what happens to a company, its rules, its runs and caches.

After every run all that `Stage.run` knows is asked: a full evaluation at the same as-of from the
same state, the reference interpreter, and the laws of history. A failure is told as the shortest
play that Hypothesis finds in its five minutes of shrinking.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.reliability.full_and_few import LOSSES
from tests.reliability.market import ACCOUNTS, CONTACTS, COUNTRIES, DESKS
from tests.reliability.market_rules import EDITS, Edit
from tests.reliability.stage import Stage

# Runs of a play. Hypothesis begins with the simplest play: it has none, and costs nothing.
LENGTHS = (0, 4, 5, 6)
WAITING = 6  # so many changes at most wait for a run
STATEMENTS = 170  # a run has some fewer; one that would be killed later ends
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
kills = st.one_of(*[st.none()] * 2, st.tuples(st.integers(1, STATEMENTS), st.booleans()))
losses = st.one_of(*[st.none()] * 4, st.sampled_from(sorted(LOSSES)))
stamps = st.sampled_from(["now", "late", "again", "none"])


def change(**drawn: Any) -> Callable[[Any], Any]:
    """A rule for what may happen between two runs, where more may wait for the next."""
    has_room = precondition(lambda play: play.left and play.waiting < WAITING)
    return lambda function: has_room(rule(**drawn)(function))


class Law11(RuleBasedStateMachine):
    """One play; `stage` is where all plays of a test take place."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.stage.begin()
        self.left = 0  # runs to come
        self.waiting = 0
        self.calm = 0  # runs since the last edit or loss: after these a run looks at everybody

    @initialize(runs=st.sampled_from(LENGTHS))
    def begins(self, runs: int) -> None:
        self.left = runs

    @precondition(lambda play: not play.left)
    @rule()
    def is_over(self) -> None:
        pass

    @change(time=st.sampled_from(TIMES))
    def time_passes(self, time: timedelta) -> None:
        self.waiting += 1
        self.stage.market.clock += time

    @change(
        contact=contacts,
        country=st.sampled_from(COUNTRIES),
        score=st.sampled_from([None, 10, 31, 50, 51, 90]),
        spent=st.sampled_from([None, 0, 100, 101, 500]),
    )
    def contact_comes_or_changes(
        self, contact: str, country: str | None, score: int | None, spent: int | None
    ) -> None:
        self._put("contact", contact, country=country, score=score, total_spent=spent)

    @change(contact=contacts, account=accounts)
    def contact_changes_its_firm(self, contact: str, account: str) -> None:
        known = self.stage.market.rows["contact"].get(contact)
        self._put("contact", contact if known else None, account_id=account)

    @change(number=numbers, is_flagged=st.booleans())
    def contact_goes(self, number: int, is_flagged: bool) -> None:
        if is_flagged:
            self._put("contact", self._nth("contact", number), is_deleted=True)
        else:
            self._remove("contact", number)

    @change(contact=contacts, tag=st.sampled_from(["vip", "trial"]))
    def tag_is_given_or_taken(self, contact: str, tag: str) -> None:
        self.waiting += 1
        self.stage.market.toggle("contact_tags", contact, tag)

    @change(contact=contacts, name=st.sampled_from(["board", "blocked"]))
    def list_is_changed(self, contact: str, name: str) -> None:
        self.waiting += 1
        self.stage.market.toggle("contact_lists", contact, name)

    @change(
        contact=contacts, hours=hours, kind=st.sampled_from(["opened", "clicked"]), stamp=stamps
    )
    def email_event_comes(self, contact: str, hours: int, kind: str, stamp: Any) -> None:
        self._add("email", stamp, contact_id=contact, occurred_at=self._ago(hours), event_name=kind)

    @change(contact=contacts, hours=hours, amount=st.sampled_from([20, 60, 100]), stamp=stamps)
    def order_comes(self, contact: str, hours: int, amount: int, stamp: Any) -> None:
        self._add("orders", stamp, contact_id=contact, ordered_at=self._ago(hours), amount=amount)

    @change(contact=contacts, hours=hours, stamp=stamps)
    def page_is_viewed(self, contact: str, hours: int, stamp: Any) -> None:
        row = {"visitor": contact, "seen_at": self._ago(hours), "name": "Page Viewed"}
        self._add("web", stamp, **row)

    @change(number=numbers, hours=hours, contact=contacts)
    def email_event_is_corrected(self, number: int, hours: int, contact: str) -> None:
        key = self._nth("email", number)
        self._put("email", key, occurred_at=self._ago(hours), contact_id=contact)

    @change(number=numbers)
    def email_event_vanishes(self, number: int) -> None:
        self._remove("email", number)

    @change(number=numbers, amount=st.sampled_from([None, 20, 100]))
    def order_is_corrected_or_cancelled(self, number: int, amount: int | None) -> None:
        key = self._nth("orders", number)
        if amount is None:
            self._put("orders", key, is_deleted=True)
        else:
            self._put("orders", key, amount=amount)

    @change(
        contact=contacts, number=numbers, status=st.sampled_from(["active", "ended"]), hours=hours
    )
    def subscription_comes(self, contact: str, number: int, status: str, hours: int) -> None:
        row = {"contact_id": contact, "status": status, "started_at": self._ago(hours)}
        self._add("subscriptions", "now", **row)

    @change(number=numbers, how=st.sampled_from(["ends", "is flagged", "vanishes", "moves"]))
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

    @change(number=numbers, account=accounts, amount=st.sampled_from([None, 10, 90]))
    def invoice_comes_changes_or_goes(self, number: int, account: str, amount: int | None) -> None:
        if amount is None:
            self._remove("invoices", number)
        else:
            self._put("invoices", f"i{number}", billed_account_id=account, amount=amount)

    @change(number=numbers, severity=st.integers(1, 4))
    def ticket_comes_or_changes(self, number: int, severity: int) -> None:
        self._put(
            "tickets", f"t{number}", requester_id=DESKS[number % len(DESKS)], severity=severity
        )

    @change(desk=st.sampled_from(DESKS), contact=contacts, is_deleted=st.booleans())
    def desk_is_given_to_another(self, desk: str, contact: str, is_deleted: bool) -> None:
        row = {"desk_id": desk, "contact_id": contact, "is_deleted": is_deleted, "confidence": 1}
        self._put("tickets.desk_people", desk, **row)

    @change(
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

    @precondition(lambda play: play.calm > 1)
    @change(edit=st.sampled_from(EDITS))
    def definition_is_edited(self, edit: Edit) -> None:
        self.waiting += 1
        self.calm = 0
        self.stage.edit(edit)

    @precondition(lambda play: play.waiting)
    @rule(kill=kills, loss=losses)
    def runs(self, kill: tuple[int, bool] | None, loss: str | None) -> None:
        """Killed before a statement, and then run again at its as-of or left to the next run; with
        its caches as they are, or as a loss leaves them."""
        statement, again = kill or (None, True)
        self.stage.run(kill=statement, again=again, loss=loss)
        self.waiting = 0
        self.left -= 1
        self.calm = self.calm + 1 if loss is None else 0

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
