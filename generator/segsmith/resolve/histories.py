"""Conditions on a segment: who is in now, and what the ledger says of the runs before.

The ledger ends before this run. What this run itself finds happens at as-of: it is composed in
the rule from who is in now and whether the ledger's last stay is open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.errors import Problem
from segsmith.resolve.nodes import (
    Always,
    Comparison,
    Complement,
    Constant,
    Every,
    Field,
    InSegment,
    Node,
    Past,
    Some,
)
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope
from segsmith.resolve.time_nodes import (
    AsOf,
    DayStart,
    PeriodStart,
    Shifted,
)
from segsmith.resolve.windows import WindowReader, back, span

# The columns of a stay. One that lasts has no end: it has lasted up to as-of.
ENTERED_AT = Field("event", "entered_at", "entered_at", "instant")
EXITED_AT = Field("event", "exited_at", "exited_at", "instant")
LASTED_TO = Field("event", "lasted_to", "lasted_to", "instant")
_AT = {"entered": ENTERED_AT, "exited": EXITED_AT}


@dataclass(frozen=True)
class HistoryReader:
    """Reads conditions on segments of one project.

    `knows` tells an unknown segment at a key of the condition; `is_paused` is asked of known ones.
    """

    windows: WindowReader
    knows: Callable[[str, str, Place, str], bool]
    is_paused: Callable[[str], bool]
    problems: list[Problem]

    def in_segment(
        self, condition: SegmentCondition, scope: EntityScope, place: Place
    ) -> Node | None:
        """In the segment now; with `for_at_least` without a break since long enough."""
        key, span_ = condition.segment, condition.for_at_least
        if not self.knows(key, scope.entity.entity, place, "segment"):
            return None
        if span_ is None:
            return self._now(key)
        since = Comparison("<=", ENTERED_AT, back(span_))
        stays = Past(key, "is_open", (since,), f"for_{span(span_)}")
        return stays if self.is_paused(key) else Every((self._now(key), stays))

    def happened(
        self, condition: HistoryCondition, scope: EntityScope, place: Place
    ) -> Node | None:
        """Was in, entered or exited in the window, by the runs before or by this one."""
        key, happening = condition.segment, condition.happening
        is_known = self.knows(key, scope.entity.entity, place, happening)
        at = Field("event", "at", "at", "instant")
        window = self.windows.read(condition, at, scope, place)
        if not is_known or window is None:
            return None
        truths, words = window
        truths = tuple(part for truth in truths for part in _parts(truth))
        on_stay = _overlapping if happening == "was_in" else _moved(_AT[happening])
        past = Past(key, happening, tuple(on_stay(truth) for truth in truths), words)
        now = self._of_this_run(key, happening)
        if now is None:
            return past
        at_as_of = [_at_as_of(truth) for truth in truths]
        if Always(False) in at_as_of:
            return past
        open_ = [truth for truth in at_as_of if truth != Always(True)]
        return Some((past, Every((*now, *open_)) if len(now) + len(open_) > 1 else now[0]))

    def _now(self, key: str) -> Node:
        """Who is in now. A paused segment keeps whom it had."""
        return Past(key, "is_open", (), "") if self.is_paused(key) else InSegment(key)

    def _of_this_run(self, key: str, happening: str) -> tuple[Node, ...] | None:
        """What happens at as-of: the truths that all must hold; None where nothing can."""
        now, was = self._now(key), Past(key, "is_open", (), "")
        if happening == "was_in":
            return (now,)
        if self.is_paused(key):
            return None
        return (now, Complement(was)) if happening == "entered" else (was, Complement(now))


def _parts(truth: Node) -> tuple[Node, ...]:
    return truth.parts if isinstance(truth, Every) else (truth,)


def _moved(field: Field) -> Callable[[Node], Node]:
    """The limit of a window as a limit of one end of a stay."""

    def moved(truth: Node) -> Node:
        assert isinstance(truth, Comparison)  # windows are made of limits
        return replace(truth, left=field)

    return moved


def _overlapping(truth: Node) -> Node:
    """A stay `[entered, lasted to)` meets a window: it begins before its end, and ends after its
    start."""
    assert isinstance(truth, Comparison)  # windows are made of limits
    if truth.operator == ">=":
        return replace(truth, operator=">", left=LASTED_TO)
    return replace(truth, left=ENTERED_AT)


def _at_as_of(truth: Node) -> Node:
    """Whether as-of itself lies within a limit: known now where the limit moves with it."""
    assert isinstance(truth, Comparison)  # windows are made of limits
    match truth.right:
        case Shifted(count=steps) | DayStart(days=steps) | PeriodStart(steps=steps):
            # as-of lies in the period, or at the instant, of step 0
            return Always(steps <= 0 if truth.operator == ">=" else steps > 0)
        case Constant() | Field() | _:
            return replace(truth, left=AsOf())
