"""Rank and chance become truths: places in a ranking, and stretches of a salted hash."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from segsmith.definitions.ranks import RandomSplit
from segsmith.resolve.nodes import Always, Comparison, Constant, Every, KeyHash, Node

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


def _bound(percent: int | Decimal) -> Constant:
    """The least 16 hex digits of those at or above the percentage."""
    return Constant(f"{ceil(Fraction(percent) * _HASHES / 100):016x}", "text")
