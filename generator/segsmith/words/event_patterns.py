"""Patterns in time: `any orders in the last 14 days but none in the last 7 days`."""

from __future__ import annotations

from segsmith.definitions.measures import Regularly, Restarted, Stopped
from segsmith.words import phrases


def regularly(pattern: Regularly, counted: str) -> str:
    """`counted` says what holds in each of the periods."""
    number, last = pattern.in_at_least, pattern.of_last
    which = f"at least {number} of the last {last} periods of {pattern.period}"
    if number == last:
        which = f"each of the last {last} periods of {pattern.period}"
    if last == 1:
        which = f"the last {phrases.span(pattern.period)}"
    return f"{counted} in {which}"


def stopped(pattern: Stopped, events: str) -> str:
    """Which events, and when they were and were not."""
    return (
        f"any {events} in the last {phrases.span(pattern.did_within)}"
        f" but none in the last {phrases.span(pattern.not_within)}"
    )


def restarted(pattern: Restarted, events: str) -> str:
    """Which events, and when they were, were not, and were before that."""
    return (
        f"any {events} in the last {phrases.span(pattern.did_within)}"
        f" after none for {pattern.not_for} and some before that"
    )
