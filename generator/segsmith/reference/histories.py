"""What was observed of one contact in one segment: the runs before, and this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.reference.calendar import MICROSECOND
from segsmith.reference.windows import Stretch, event_window

if TYPE_CHECKING:
    from segsmith.reference.rows import EntityRow

# By segment and contact: the instants at which runs saw it enter, exit, enter, ... in order.
History = Mapping[str, Mapping[Any, Sequence[datetime]]]


def instants_before(
    history: History, segment: str, contact: Any, as_of: datetime
) -> list[datetime]:
    """When the contact entered, exited, entered, ... by the runs before this one."""
    return sorted(t for t in history.get(segment, {}).get(contact, ()) if t < as_of)


def instants(segment: str, row: EntityRow) -> list[datetime]:
    """The same with what this run finds: it happens at as-of."""
    found = row.world.instants_before(segment, row.key)
    was_in = len(found) % 2 == 1
    is_in = row.key in row.world.members_of(segment)
    return found if is_in == was_in else [*found, row.world.clock.as_of]


def is_in_segment(condition: SegmentCondition, row: EntityRow) -> bool:
    """In the segment now, and since long enough without a break where that is asked."""
    variant = row.world.definitions.variant(condition)
    if row.key not in row.world.members_of(variant or condition.segment):
        return False
    if condition.for_at_least is None:
        return True
    return instants(condition.segment, row)[-1] <= row.world.clock.ago(condition.for_at_least)


def happened(condition: HistoryCondition, row: EntityRow) -> bool:
    """Whether the contact entered, exited or was in the segment in the window."""
    clock = row.world.clock
    window = event_window(condition, clock, row.value)
    found = instants(condition.segment, row)
    entered, exited = found[0::2], found[1::2]
    match condition.happening:
        case "entered":
            return any(window.holds(moment) for moment in entered)
        case "exited":
            return any(window.holds(moment) for moment in exited)
    # One who is in now has been in up to as-of, that instant in.
    ends = [*exited, clock.as_of + MICROSECOND]
    return any(
        _meet(Stretch(start, end), window) for start, end in zip(entered, ends, strict=False)
    )


def _meet(stay: Stretch, window: Stretch) -> bool:
    """Whether two stretches have an instant in common."""
    starts = [start for start in (stay.start, window.start) if start is not None]
    ends = [end for end in (stay.end, window.end) if end is not None]
    return max(starts) < min(ends)
