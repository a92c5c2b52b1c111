"""The window of an event condition: truths on the event's time, and its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from segsmith.definitions.scalars import PERIOD_WORDS, Duration
from segsmith.definitions.windows import Window
from segsmith.errors import Position, Problem
from segsmith.resolve.literals import LiteralReader
from segsmith.resolve.nodes import (
    Comparison,
    Constant,
    Field,
    Node,
)
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope
from segsmith.resolve.time_nodes import (
    Shifted,
)
from segsmith.resolve.time_tests import as_instant, on_local_days
from segsmith.resolve.truths import in_period

_SHORT = {
    "second": "s",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "week": "w",
    "month": "mo",
    "year": "y",
}


@dataclass(frozen=True)
class WindowReader:
    """Reads windows of one document."""

    literals: LiteralReader
    problems: list[Problem]

    def read(
        self, window: Window, at: Field, scope: EntityScope, place: Place
    ) -> tuple[tuple[Node, ...], str] | None:
        """Truths on the time `at` that all must hold, and the window in a name's words.

        That no event is later than as-of is not part of it: it holds everywhere.
        """
        keys = window.window_keys
        if not keys:
            return (), ""
        if keys[0] in ("from_", "to", "through"):
            return self._stretch(window, at, place)
        match keys[0]:
            case "within_last":
                words = span(window.within_last)
                return (Comparison(">=", at, back(window.within_last)),), words
            case "older_than":
                truth = Comparison("<", at, back(window.older_than))
                return (truth,), "before_" + span(window.older_than)
            case "between_ago":
                return self._between_ago(window, at, place)
            case "in_period":
                word = str(window.in_period)
                truth_ = in_period(at, *PERIOD_WORDS[word])
                return (truth_,), word
            case "last_calendar_days":
                days = window.last_calendar_days or 1
                return (on_local_days(at, 1 - days, days),), f"{days}_calendar_days"
        return self._since(window, at, scope, place)

    def _between_ago(
        self, window: Window, at: Field, place: Place
    ) -> tuple[tuple[Node, ...], str] | None:
        older, newer = window.between_ago or (Duration(2, "day"), Duration(1, "day"))
        if roughly(older) <= roughly(newer):
            return self._backwards(place.value("between_ago"), "write the older one first")
        truths = (Comparison(">=", at, back(older)), Comparison("<", at, back(newer)))
        return truths, f"{span(older)}_to_{span(newer)}"

    def _stretch(
        self, window: Window, at: Field, place: Place
    ) -> tuple[tuple[Node, ...], str] | None:
        truths: list[Node] = []
        words: list[str] = []
        ends: dict[str, Constant] = {}
        for key in ("from_", "to", "through"):
            text = getattr(window, key)
            if text is None:
                continue
            bound = self.literals.read(text, "instant", place.value(key))
            if bound is None:
                return None
            is_day = bound.type == "date"
            day = bound.value if isinstance(bound.value, date) else date.min
            start = self.literals.day_start(day) if is_day else bound
            if key == "from_":
                truths.append(Comparison(">=", at, start))
            elif key == "to" or is_day:
                start = start if key == "to" else self.literals.day_start(day, 1)
                truths.append(Comparison("<", at, start))
            else:
                truths.append(Comparison("<=", at, start))
            ends[key] = start
            words.append(key.rstrip("_") + "_" + "".join(c for c in text if c.isalnum()).lower())
        first, last = ends.pop("from_", None), next(iter(ends.values()), None)
        # both are instants: the reader of literals made them
        if first is not None and last is not None and first.value >= last.value:  # type: ignore[operator]
            return self._backwards(place.value("from"), "`from` comes first")
        return tuple(truths), "_".join(words)

    def _since(
        self, window: Window, at: Field, scope: EntityScope, place: Place
    ) -> tuple[tuple[Node, ...], str] | None:
        name = window.since.attribute if window.since else ""
        position = place.value("since", "attribute")
        bound = scope.attribute(name, position)
        if bound is None:
            return None
        if isinstance(bound.node, Field) and bound.node.relation:
            self.problems.append(
                Problem(
                    position,
                    "too-far",
                    f"`{name}` belongs to another entity",
                    f"`since` takes an attribute of the {scope.entity.entity} itself",
                )
            )
            return None
        if bound.node.type not in ("instant", "date"):
            self.problems.append(
                Problem(position, "wrong-type", f"`{name}` is neither an instant nor a date")
            )
            return None
        truth = Comparison(">=", at, as_instant(bound.node))
        return (truth,), "since_" + name.replace(".", "_")

    def _backwards(self, position: Position, help_: str) -> tuple[tuple[Node, ...], str] | None:
        self.problems.append(
            Problem(position, "window-reversed", "the window ends before it starts", help_)
        )
        return None


def back(duration: Duration | None) -> Shifted:
    """The instant a duration before as-of."""
    assert duration is not None  # the caller has looked at the key
    return Shifted(-duration.count, duration.unit)


def span(duration: Duration | None) -> str:
    """The duration as a part of a name: `30d`."""
    assert duration is not None  # the caller has looked at the key
    return f"{duration.count}{_SHORT[duration.unit]}"


def roughly(duration: Duration) -> float:
    """Seconds, a month taken as 30.4 days: enough to tell which of two is longer."""
    seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
    return duration.count * seconds.get(duration.unit, 0) or duration.count * (
        2_629_800.0 if duration.unit == "month" else 31_557_600.0
    )
