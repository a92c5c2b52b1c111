"""Truths on one value that several kinds of test are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from segsmith.definitions.scalars import Duration
from segsmith.resolve import time_tests
from segsmith.resolve.nodes import (
    ArrayTest,
    Comparison,
    Complement,
    Constant,
    Every,
    Function,
    IsNull,
    Node,
    OneOf,
    Some,
    TextTest,
)
from segsmith.resolve.time_nodes import (
    BOUNDARIES,
    AsOf,
    DayStart,
    LocalDay,
    PeriodDay,
    PeriodStart,
    Shifted,
    ThisMonth,
)


def empty(node: Node, wanted: bool) -> Node:
    nothing: Node = (
        ArrayTest("is_empty", node)
        if node.type == "array"
        else Comparison("=", node, Constant("", "text"))
    )
    empty = Some((IsNull(node), nothing))
    return empty if wanted else Complement(empty)


def known_complement(truth: Node) -> Node:
    """False where anything compared is null, else the complement: `nulls: no_match`."""
    inputs = dict.fromkeys(node for node in _compared(truth) if _may_be_null(node))
    known = tuple(Complement(IsNull(node)) for node in inputs)
    return Every((*known, Complement(truth)))


def _compared(truth: Node) -> Iterator[Node]:
    """Both sides of a test; what an expression on a side compares inside itself is not one."""
    match truth:
        case Every() | Some():
            for part in truth.parts:
                yield from _compared(part)
        case Comparison():
            yield from (truth.left, truth.right)
        case OneOf() | TextTest() | ArrayTest():
            yield truth.value


def _may_be_null(node: Node) -> bool:
    return not isinstance(node, (Constant, *BOUNDARIES))


def month_test(node: Node | None, months: Any) -> Node:
    """The local month of a value (None: of the evaluation's day) among months."""
    value: Node = ThisMonth() if node is None else Function("month", (node,), "number")
    if months == "this_month":
        return Comparison("=", value, ThisMonth())
    return OneOf(value, tuple(Constant(month, "number") for month in months))


def in_period(node: Node, period: str, steps: int) -> Node:
    """The value lies in a local calendar period: its start in, the next one's start out."""
    start: Node
    end: Node
    if node.type == "date":
        if period == "day":
            return Comparison("=", node, LocalDay(steps))
        start, end = PeriodDay(period, steps), PeriodDay(period, steps + 1)
    elif period == "day":
        start, end = DayStart(steps), DayStart(steps + 1)
    else:
        start, end = PeriodStart(period, steps), PeriodStart(period, steps + 1)
    return Every((Comparison(">=", node, start), Comparison("<", node, end)))


def rolling(operator: str, node: Node, window: Duration) -> Node:
    """`within_last`, `older_than`, `within_next`: DESIGN law 4."""
    value = time_tests.as_instant(node)
    past = Shifted(-window.count, window.unit)
    if operator == "older_than":
        return Comparison("<", value, past)
    if operator == "within_last":
        return Every((Comparison(">=", value, past), Comparison("<=", value, AsOf())))
    future = Shifted(window.count, window.unit)
    return Every((Comparison(">", value, AsOf()), Comparison("<=", value, future)))
