"""Boundaries of time: the macro that gives each, and its name in a page."""

from __future__ import annotations

from typing import assert_never

from segsmith.lower.sql import Sql, call
from segsmith.resolve.time_nodes import (
    AsOf,
    Boundary,
    DayStart,
    LocalDay,
    PeriodDay,
    PeriodStart,
    Shifted,
    ShiftedTwice,
    ThisMonth,
)


def boundary_call(node: Boundary) -> Sql:
    """The macro call that gives the boundary as a literal when the page runs."""
    return call(*boundary_macro(node))


def boundary_macro(node: Boundary) -> tuple[str, *tuple[str | int, ...]]:
    """The macro that gives the boundary, and its arguments."""
    match node:
        case AsOf():
            return ("as_of",)
        case Shifted():
            return ("ago" if node.count < 0 else "ahead", abs(node.count), node.unit)
        case ShiftedTwice():
            return ("ago", -node.count, node.unit, -node.then_count, node.then_unit)
        case DayStart():
            return ("day_start", node.days)
        case PeriodStart():
            return ("period_start", node.period, node.steps)
        case LocalDay():
            return ("local_day", node.days)
        case PeriodDay():
            return ("period_day", node.period, node.steps)
        case ThisMonth():
            return ("this_month",)
        case _:
            assert_never(node)


def boundary_name(node: Boundary) -> str:
    """The column of a page's `boundaries`."""
    match node:
        case AsOf():
            return "as_of"
        case Shifted():
            return f"{_units(node.count, node.unit)}_{'ago' if node.count < 0 else 'ahead'}"
        case ShiftedTwice():
            before = _units(node.then_count, node.then_unit)
            return f"{before}_before_{_units(node.count, node.unit)}_ago"
        case DayStart():
            return _stepped("day_start", node.days)
        case PeriodStart():
            return _stepped(f"{node.period}_start", node.steps)
        case LocalDay():
            return _stepped("local_day", node.days)
        case PeriodDay():
            return _stepped(f"{node.period}_first_day", node.steps)
        case ThisMonth():
            return "this_month"
        case _:
            assert_never(node)


def _units(count: int, unit: str) -> str:
    return f"{unit}{'' if abs(count) == 1 else 's'}_{abs(count)}"


def _stepped(stem: str, steps: int) -> str:
    if steps == 0:
        return f"this_{stem}" if not stem.startswith("local") else "local_today"
    return f"{stem}_{abs(steps)}_{'back' if steps < 0 else 'ahead'}"
