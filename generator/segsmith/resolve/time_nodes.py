"""Limits of time in the typed tree: instants, days and months that are counted from the as-of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from segsmith.definitions.catalog import ValueType
from segsmith.definitions.scalars import Unit


@dataclass(frozen=True)
class AsOf:
    """The instant of the run."""

    type: ValueType = "instant"


@dataclass(frozen=True)
class Shifted:
    """As-of, moved by a duration: back for a negative count."""

    count: int
    unit: Unit
    type: ValueType = "instant"


@dataclass(frozen=True)
class ShiftedTwice:
    """As-of, moved by a duration and from there by another: both back for negative counts."""

    count: int
    unit: Unit
    then_count: int
    then_unit: Unit
    type: ValueType = "instant"


@dataclass(frozen=True)
class DayStart:
    """The instant at which a local day begins, counted from today."""

    days: int
    type: ValueType = "instant"


@dataclass(frozen=True)
class PeriodStart:
    """The instant at which a local calendar period begins, counted from the current one."""

    period: str
    steps: int
    type: ValueType = "instant"


@dataclass(frozen=True)
class LocalDay:
    """A local calendar date, counted from today."""

    days: int
    type: ValueType = "date"


@dataclass(frozen=True)
class PeriodDay:
    """The first local date of a calendar period, counted from the current one."""

    period: str
    steps: int
    type: ValueType = "date"


@dataclass(frozen=True)
class ThisMonth:
    """The number of the local month of the evaluation."""

    type: ValueType = "number"


Boundary: TypeAlias = (
    AsOf | Shifted | ShiftedTwice | DayStart | PeriodStart | LocalDay | PeriodDay | ThisMonth
)
BOUNDARIES = (
    AsOf,
    Shifted,
    ShiftedTwice,
    DayStart,
    PeriodStart,
    LocalDay,
    PeriodDay,
    ThisMonth,
)
