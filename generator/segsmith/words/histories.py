"""A condition on a segment: `entered the segment trial in the last 30 days`."""

from __future__ import annotations

from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.words.events import window

_HAPPENED = {
    "was_in": "was in the segment {}",
    "entered": "entered the segment {}",
    "exited": "exited the segment {}",
}
_EVER = {
    "was_in": "was ever in the segment {}",
    "entered": "ever entered the segment {}",
    "exited": "ever exited the segment {}",
}


def in_segment(condition: SegmentCondition) -> str:
    """Who is in another segment, and for how long."""
    words = f"in the segment {condition.segment}"
    if condition.for_at_least is not None:
        words += f" for at least {condition.for_at_least} without a break"
    return words


def happened(condition: HistoryCondition) -> str:
    """What the history says of another segment."""
    when = window(condition)
    words = (_HAPPENED if when else _EVER)[condition.happening].format(condition.segment)
    return f"{words} {when}" if when else words
