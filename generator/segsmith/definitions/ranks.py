"""Rank and chance: the first so many by a value, and a random share that never reshuffles."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, model_validator

from segsmith.definitions.histories import SegmentCondition
from segsmith.definitions.scalars import Text
from segsmith.definitions.strict import Strict, refusal
from segsmith.definitions.value_tests import Reference

PLACES = 6


def has_many_places(percent: int | Decimal) -> bool:
    """Whether a percentage is finer than we compare."""
    return percent != round(percent, PLACES)


class Top(Strict):
    """The greatest by a value: a percentage or a number of them, among all or a segment."""

    by: Reference
    percent: int | Decimal | None = None
    count: int | None = None
    of: SegmentCondition | None = None

    @model_validator(mode="after")
    def _one_size(self) -> Top:
        if (self.percent is None) == (self.count is None):
            raise refusal(
                "bad-top", "exactly one of `percent` and `count` says how many are in", at="count"
            )
        if self.count is not None and self.count < 1:
            raise refusal("bad-top", f"the first {self.count}", "at least 1", at="count")
        share = self.percent
        if share is not None and (not 0 < share <= 100 or has_many_places(share)):
            raise refusal(
                "bad-share",
                f"{Decimal(share):f} is not a percentage of a ranking",
                f"more than 0 and at most 100, with at most {PLACES} decimal places",
                at="percent",
            )
        if self.by.ago is not None:
            raise refusal(
                "bad-top",
                "an instant counted back from now is equal for all",
                "rank by an attribute, a trait or an expression",
                at="by",
            )
        return self


class TopCondition(Strict):
    """The contact is among the greatest by a value."""

    top: Top


class RandomSplit(Strict):
    """From and to in percent (0 to 100) of a salted hash of the key; `to` is out."""

    salt: Text
    from_: int | Decimal = Field(alias="from")
    to: int | Decimal

    @model_validator(mode="after")
    def _stretch(self) -> RandomSplit:
        if not self.salt:
            raise refusal(
                "empty-salt",
                "the salt is empty",
                "a word of its own, like `spring_test`",
                at="salt",
            )
        for key, percent in (("from", self.from_), ("to", self.to)):
            if not 0 <= percent <= 100 or has_many_places(percent):
                raise refusal(
                    "bad-share",
                    f"{Decimal(percent):f} is not a percentage",
                    f"0 to 100, with at most {PLACES} decimal places",
                    at=key,
                )
        if self.from_ >= self.to:
            raise refusal(
                "bad-share",
                f"nobody lies from {self.from_} to {self.to} percent",
                "`from` is in and `to` is out, so `from` must be less than `to`",
                at="to",
            )
        return self


class RandomCondition(Strict):
    """The contact falls into a share that the salt alone decides."""

    random: RandomSplit
