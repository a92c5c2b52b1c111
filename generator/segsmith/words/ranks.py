"""Rank and chance in plain words."""

from __future__ import annotations

from segsmith.definitions.ranks import RandomCondition, TopCondition
from segsmith.words import phrases
from segsmith.words.histories import in_segment
from segsmith.words.subjects import Speaker


def random_share(condition: RandomCondition) -> str:
    """`in the random share from 0 to 50 percent by the salt spring`."""
    split = condition.random
    stretch = f"from {phrases.literal(split.from_)} to {phrases.literal(split.to)} percent"
    return f"in the random share {stretch} by the salt {phrases.text(split.salt)}"


def top(condition: TopCondition, speaker: Speaker) -> str:
    """`in the top 10 percent by revenue, of those in the segment customers`."""
    by = condition.top.by
    name = by.attribute or by.trait or speaker.formula(by.expression or "")
    share, of = condition.top.percent, condition.top.of
    many = f"{phrases.literal(share)} percent" if share is not None else str(condition.top.count)
    words = f"in the top {many} by {name}"
    return f"{words} of those {in_segment(of, speaker)}" if of is not None else words
