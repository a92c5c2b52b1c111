"""Rank and chance."""

from __future__ import annotations

import hashlib
from fractions import Fraction

from segsmith.definitions.ranks import RandomSplit
from segsmith.reference.rows import EntityRow


def in_share(split: RandomSplit, row: EntityRow) -> bool:
    """Whether the salted hash of the key, as a share of all hashes, lies in the stretch.

    The hash is the first 64 bits of the MD5 of `salt:key`.
    """
    digest = hashlib.md5(f"{split.salt}:{row.key}".encode(), usedforsecurity=False).digest()
    percent = Fraction(int.from_bytes(digest[:8], "big") * 100, 2**64)
    return Fraction(split.from_) <= percent < Fraction(split.to)
