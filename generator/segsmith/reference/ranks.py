"""Rank and chance."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from fractions import Fraction
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from segsmith.definitions.ranks import RandomSplit, Top
from segsmith.reference.rows import EntityRow
from segsmith.reference.values import Value, less

if TYPE_CHECKING:
    from segsmith.reference.world import World

Holds = Callable[[Any, EntityRow], bool]


def in_share(split: RandomSplit, row: EntityRow) -> bool:
    """Whether the salted hash of the key, as a share of all hashes, lies in the stretch.

    The hash is the first 64 bits of the MD5 of `salt:key`.
    """
    digest = hashlib.md5(f"{split.salt}:{row.key}".encode(), usedforsecurity=False).digest()
    percent = Fraction(int.from_bytes(digest[:8], "big") * 100, 2**64)
    return Fraction(split.from_) <= percent < Fraction(split.to)


def in_top(top: Top, row: EntityRow, holds: Holds) -> bool:
    """Whether the row is among the first so many, or so many percent, of the ranking."""
    places = row.world.ranking(row.entity.entity, top, holds)
    if row.key not in places:
        return False
    if top.count is not None:
        return places[row.key] <= top.count
    # The share before one's place is less than the percentage.
    return (places[row.key] - 1) * 100 < Fraction(top.percent or 0) * len(places)


def ranking(world: World, entity: str, top: Top, holds: Holds) -> dict[Any, int]:
    """The places of those who are ranked: the greatest first, nulls last, equals by key."""
    everybody = world.universe[entity].values()
    rows = [row for row in everybody if top.of is None or holds(top.of, row)]
    by_key = sorted(rows, key=lambda row: row.key)
    values = {row.key: ranked_value(top, row) for row in rows}
    known = [row for row in by_key if values[row.key] is not None]
    by_value = cmp_to_key(_order)
    known.sort(key=lambda row: by_value(values[row.key]), reverse=True)  # equals keep their order
    unknown = [row for row in by_key if values[row.key] is None]
    return {row.key: place for place, row in enumerate([*known, *unknown], start=1)}


def _order(one: Value, other: Value) -> int:
    """Negative where the first is less; NaN is the greatest, as everywhere."""
    return less(other, one) - less(one, other)


def ranked_value(top: Top, row: EntityRow) -> Any:
    """The value by which a row is ranked."""
    if top.by.expression is not None:
        return row.expression(top.by.expression)
    name = top.by.attribute or top.by.trait
    assert name
    return row.value(name)
