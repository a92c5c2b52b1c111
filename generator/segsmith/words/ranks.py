"""Rank and chance in plain words."""

from __future__ import annotations

from segsmith.definitions.ranks import RandomCondition
from segsmith.words import phrases


def random_share(condition: RandomCondition) -> str:
    """`in the random share from 0 to 50 percent by the salt spring`."""
    split = condition.random
    stretch = f"from {phrases.literal(split.from_)} to {phrases.literal(split.to)} percent"
    return f"in the random share {stretch} by the salt {phrases.text(split.salt)}"
