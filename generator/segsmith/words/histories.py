"""A condition on a segment: `entered the segment trial in the last 30 days`."""

from __future__ import annotations

from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.words import phrases
from segsmith.words.events import window
from segsmith.words.personal_parameters import parameter_name
from segsmith.words.subjects import Speaker

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


def in_segment(condition: SegmentCondition, speaker: Speaker) -> str:
    """Who is in another segment, by which parameters, and for how long."""
    step, _, key = condition.segment.rpartition(".")
    words = f"the {step} is in the segment {key}" if step else f"in the segment {key}"
    settings = [
        f"{name}: {_setting(value, speaker.is_personal(parameter_name(condition.segment, name)))}"
        for name, value in (condition.with_ or {}).items()
    ]
    if settings:
        words += f" ({'; '.join(settings)})"
    if condition.for_at_least is not None:
        words += f" for at least {condition.for_at_least} without a break"
    return words


def _setting(value: object, is_masked: bool) -> str:
    if is_masked:
        return phrases.MASK
    values = value if isinstance(value, list) else [value]
    return ", ".join(phrases.literal(each) for each in values)


def happened(condition: HistoryCondition) -> str:
    """What the history says of another segment."""
    when = window(condition)
    words = (_HAPPENED if when else _EVER)[condition.happening].format(condition.segment)
    return f"{words} {when}" if when else words
