"""Rank and chance: the first so many by a value, and a random share that never reshuffles."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from segsmith.definitions.histories import SegmentCondition
from segsmith.definitions.scalars import Text
from segsmith.definitions.strict import Strict
from segsmith.definitions.value_tests import Reference


class Top(Strict):
    """The greatest by a value: a percentage or a number of them, among all or a segment."""

    by: Reference
    percent: int | Decimal | None = None
    count: int | None = None
    of: SegmentCondition | None = None


class TopCondition(Strict):
    """The contact is among the greatest by a value."""

    top: Top


class RandomSplit(Strict):
    """From and to in percent (0 to 100) of a salted hash of the key; `to` is out."""

    salt: Text
    from_: int | Decimal = Field(alias="from")
    to: int | Decimal


class RandomCondition(Strict):
    """The contact falls into a share that the salt alone decides."""

    random: RandomSplit
