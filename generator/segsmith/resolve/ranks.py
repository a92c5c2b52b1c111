"""Rank and chance become truths: places in a ranking, and stretches of a salted hash."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from segsmith.definitions.ranks import RandomSplit, Top
from segsmith.definitions.value_tests import Reference
from segsmith.errors import Problem
from segsmith.resolve.events import RuleReader
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
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope
from segsmith.resolve.value_tests import TestReader

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


def read_top(
    top: Top, scope: EntityScope, place: Place, rules: RuleReader, tests: TestReader
) -> Node | None:
    """The place is among the first so many, or so many percent, of those who are ranked.

    A percentage that ends within somebody's place lets that one in.
    """
    by = _ranked_value(top.by, scope, place.below("by"), tests)
    of = rules.read(top.of, scope, place.below("of")) if top.of is not None else None
    if by is None or (top.of is not None and of is None):
        return None
    rank = Rank(by, of)
    if top.count is not None:
        return Comparison("<=", rank, Constant(top.count, "number"))
    assert top.percent is not None
    before = Arithmetic("-", rank, Constant(1, "number"))
    left = Arithmetic("*", Constant(100, "number"), before)
    right = Arithmetic("*", Constant(top.percent, "number"), RankedCount(of))
    return Comparison("<", left, right)


def _ranked_value(
    value: Reference, scope: EntityScope, place: Place, tests: TestReader
) -> Node | None:
    key = next(iter(value.model_fields_set))
    name, position = str(getattr(value, key)), place.value(key)
    if key == "expression":
        node = tests.expressions.read(name, scope, position)
    else:
        bound = (scope.attribute if key == "attribute" else scope.trait)(name, position)
        node = bound.node if bound is not None else None
    if node is not None and node.type not in RANKED_TYPES:
        message = f"`{name}` is {node.type}, which has no greatest value"
        help_ = f"a ranking is by: {', '.join(RANKED_TYPES)}"
        tests.problems.append(Problem(position, "wrong-type", message, help_))
        return None
    return node


def _bound(percent: int | Decimal) -> Constant:
    """The least 16 hex digits of those at or above the percentage."""
    return Constant(f"{ceil(Fraction(percent) * _HASHES / 100):016x}", "text")
