"""Patterns in time - regularly, stopped, restarted - as counts in stretches of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

from segsmith.definitions.measures import EventCondition, Regularly, Restarted, Stopped
from segsmith.definitions.scalars import Duration
from segsmith.errors import Problem
from segsmith.resolve.nodes import (
    Arithmetic,
    Case,
    Comparison,
    Constant,
    Every,
    Field,
    Node,
    Some,
    Trait,
    TraitValue,
)
from segsmith.resolve.place import Place
from segsmith.resolve.scope import Bound, EntityScope
from segsmith.resolve.time_nodes import (
    Boundary,
    Shifted,
    ShiftedTwice,
)
from segsmith.resolve.value_tests import TestReader
from segsmith.resolve.windows import roughly, span

_EXACT = ("second", "minute", "hour", "day", "week")


@dataclass(frozen=True)
class _Stretch:
    """From `start` (in) to `end` (out), None without limit; and its words in a name."""

    start: Boundary | None
    end: Boundary | None
    words: str


@dataclass(frozen=True)
class PatternReader:
    """Reads the patterns of one document."""

    tests: TestReader
    problems: list[Problem]

    def read(
        self, event: EventCondition, counted: Trait, at: Field, scope: EntityScope, place: Place
    ) -> Node | None:
        """The truth of a pattern over the events that `counted` counts, whenever they were."""
        below = place.below(event.pattern)
        if event.regularly is not None:
            return self._regularly(event.regularly, counted, at, scope, below)
        if event.stopped is not None:
            return self._stopped(event.stopped, counted, at, below)
        assert event.restarted is not None
        return _restarted(event.restarted, counted, at)

    def _regularly(
        self, pattern: Regularly, counted: Trait, at: Field, scope: EntityScope, place: Place
    ) -> Node | None:
        truths: list[Node] = []
        for index in range(pattern.of_last):
            value = _count(counted, at, _period(pattern.period, index))
            truth: Node | None = Comparison(">=", value, Constant(1, "number"))
            if pattern.count is not None:
                name = f"count of {', '.join(counted.kinds)}"
                below = place.below("count")
                truth = self.tests.read(Bound(value), name, pattern.count, scope, below)
            if truth is None:
                return None
            truths.append(truth)
        if len(truths) == 1:
            return truths[0]
        if pattern.in_at_least == 1:
            return Some(tuple(truths))
        if pattern.in_at_least == pattern.of_last:
            return Every(tuple(truths))
        one, zero = Constant(1, "number"), Constant(0, "number")
        ones: list[Node] = [Case(((truth, one),), zero, "number") for truth in truths]
        total = reduce(lambda left, right: Arithmetic("+", left, right), ones)
        return Comparison(">=", total, Constant(pattern.in_at_least, "number"))

    def _stopped(self, pattern: Stopped, counted: Trait, at: Field, place: Place) -> Node | None:
        if roughly(pattern.not_within) >= roughly(pattern.did_within):
            self.problems.append(
                Problem(
                    place.value("not_within"),
                    "bad-stopped",
                    f"not within {pattern.not_within}, but within {pattern.did_within}",
                    "`not_within` is the shorter one: did it within 14 days, not within 7",
                )
            )
            return None
        did = _count(counted, at, _period(pattern.did_within, 0))
        did_not = _count(counted, at, _period(pattern.not_within, 0))
        return Every((_some(did), _none(did_not)))


def _restarted(pattern: Restarted, counted: Trait, at: Field) -> Node:
    lately = _period(pattern.did_within, 0)
    pause_start, words = _further_back(pattern.did_within, pattern.not_for)
    pause = _Stretch(pause_start, lately.start, words)
    if isinstance(pause_start, Shifted):
        words = span(Duration(-pause_start.count, pause_start.unit))
        pause = replace(pause, words=f"{words}_to_{lately.words}")
    earlier = _Stretch(None, pause_start, f"before_{words}")
    return Every(
        (
            _some(_count(counted, at, lately)),
            _none(_count(counted, at, pause)),
            _some(_count(counted, at, earlier)),
        )
    )


def _period(period: Duration, index: int) -> _Stretch:
    """The period so many periods back; the newest one ends with the as-of, which is in."""
    older = Duration(period.count * (index + 1), period.unit)
    start = Shifted(-older.count, older.unit)
    if index == 0:
        return _Stretch(start, None, span(older))
    newer = Duration(period.count * index, period.unit)
    end = Shifted(-newer.count, newer.unit)
    return _Stretch(start, end, f"{span(older)}_to_{span(newer)}")


def _further_back(first: Duration, second: Duration) -> tuple[Boundary, str]:
    """As-of less one duration and from there less another; exact ones of a unit are one step."""
    if first.unit == second.unit and first.unit in _EXACT:
        total = Duration(first.count + second.count, first.unit)
        return Shifted(-total.count, total.unit), span(total)
    twice = ShiftedTwice(-first.count, first.unit, -second.count, second.unit)
    return twice, f"{span(second)}_before_{span(first)}"


def _count(counted: Trait, at: Field, stretch: _Stretch) -> TraitValue:
    window: list[Node] = []
    if stretch.start is not None:
        window.append(Comparison(">=", at, stretch.start))
    if stretch.end is not None:
        window.append(Comparison("<", at, stretch.end))
    return TraitValue(replace(counted, window=tuple(window), window_words=stretch.words))


def _some(count: TraitValue) -> Node:
    return Comparison(">=", count, Constant(1, "number"))


def _none(count: TraitValue) -> Node:
    return Comparison("=", count, Constant(0, "number"))
