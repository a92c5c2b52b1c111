"""Rank and chance become truths: places in a ranking, and stretches of a salted hash."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from segsmith.definitions.ranks import RandomSplit, Top
from segsmith.resolve.nodes import (
    Always,
    Arithmetic,
    Comparison,
    Constant,
    Every,
    KeyHash,
    Node,
    Rank,
    RankedCount,
)

_HASHES = 2**64


def random_share(split: RandomSplit) -> Node:
    """The key's hash lies in the stretch; its first 16 hex digits decide."""
    key_hash = KeyHash(split.salt)
    parts: list[Node] = []
    if split.from_ > 0:
        parts.append(Comparison(">=", key_hash, _bound(split.from_)))
    if split.to < 100:
        parts.append(Comparison("<", key_hash, _bound(split.to)))
    if len(parts) == 2:
        return Every(tuple(parts))
    return parts[0] if parts else Always(True)


RANKED_TYPES = ("number", "instant", "date")


def top(condition: Top, by: Node, of: Node | None) -> Node:
    """The place is among the first so many, or so many percent, of those who are ranked.

    A percentage that ends within somebody's place lets that one in.
    """
    place = Rank(by, of)
    if condition.count is not None:
        return Comparison("<=", place, Constant(condition.count, "number"))
    assert condition.percent is not None
    before = Arithmetic("-", place, Constant(1, "number"))
    left = Arithmetic("*", Constant(100, "number"), before)
    right = Arithmetic("*", Constant(condition.percent, "number"), RankedCount(of))
    return Comparison("<", left, right)


def _bound(percent: int | Decimal) -> Constant:
    """The least 16 hex digits of those at or above the percentage."""
    return Constant(f"{ceil(Fraction(percent) * _HASHES / 100):016x}", "text")
