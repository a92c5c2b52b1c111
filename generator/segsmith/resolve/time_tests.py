"""Comparing instants and dates: a date where an instant is compared is its whole local day."""

from __future__ import annotations

from datetime import date, datetime

from segsmith.resolve.literals import LiteralReader
from segsmith.resolve.nodes import (
    Comparator,
    Comparison,
    Constant,
    Every,
    Function,
    Node,
)
from segsmith.resolve.time_nodes import (
    DayStart,
    LocalDay,
)

_SYMBOL: dict[str, Comparator] = {
    "is_": "=",
    "on_day": "=",
    "before": "<",
    "after": ">",
    "on_or_before": "<=",
    "on_or_after": ">=",
}


def compare(operator: str, subject: Node, other: Node, literals: LiteralReader) -> Node:
    """`before`, `after`, `on_day`, ... between a subject and another instant or date."""
    if operator == "on_day":
        return _same_day(subject, other, literals)
    symbol = _SYMBOL[operator]
    if subject.type == other.type:
        return Comparison(symbol, subject, other)
    if subject.type == "date":
        return Comparison(symbol, subject, _local_date(other))
    if isinstance(other, Constant) and isinstance(other.value, date):
        return _against_day(operator, subject, other.value, literals)
    return Comparison(symbol, _local_date(subject), other)


def _against_day(operator: str, subject: Node, day: date, literals: LiteralReader) -> Node:
    start, end = literals.day_start(day), literals.day_start(day, 1)
    match operator:
        case "before":
            return Comparison("<", subject, start)
        case "on_or_after":
            return Comparison(">=", subject, start)
        case "after":
            return Comparison(">=", subject, end)
        case "on_or_before":
            return Comparison("<", subject, end)
    return Every((Comparison(">=", subject, start), Comparison("<", subject, end)))


def _same_day(subject: Node, other: Node, literals: LiteralReader) -> Node:
    day = other.value if isinstance(other, Constant) else None
    is_day = isinstance(day, date) and not isinstance(day, datetime)
    if is_day and isinstance(day, date) and subject.type == "instant":
        return _against_day("on_day", subject, day, literals)
    return Comparison("=", _local_date(subject), _local_date(other))


def on_local_days(subject: Node, first: int, count: int) -> Node:
    """The subject lies in `count` local days, the first one `first` days from today."""
    if subject.type == "date":
        if count == 1:
            return Comparison("=", subject, LocalDay(first))
        return Every(
            (
                Comparison(">=", subject, LocalDay(first)),
                Comparison("<", subject, LocalDay(first + count)),
            )
        )
    return Every(
        (
            Comparison(">=", subject, DayStart(first)),
            Comparison("<", subject, DayStart(first + count)),
        )
    )


def as_instant(node: Node) -> Node:
    """A date as the instant at which its local day begins."""
    return Function("day_start", (node,), "instant") if node.type == "date" else node


def _local_date(node: Node) -> Node:
    return node if node.type == "date" else Function("local_date", (node,), "date")
