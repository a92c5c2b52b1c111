"""Event measures become traits; the test on the measure becomes a truth of the entity's row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from segsmith.definitions.catalog import Attribute, EventSource, ValueType
from segsmith.definitions.measures import RULE_MEASURES, EventCondition, EventMeasure, Measured
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.resolve.catalog import EVENT_TIME
from segsmith.resolve.event_patterns import PatternReader
from segsmith.resolve.nodes import Comparison, Constant, Field, Node, Trait, TraitValue
from segsmith.resolve.place import Place
from segsmith.resolve.scope import Bound, EntityScope, EventScope, Scope
from segsmith.resolve.value_tests import TestReader
from segsmith.resolve.windows import WindowReader

_MEASURED_TYPES = {
    "sum": ("number",),
    "average": ("number",),
    "smallest": ("number", "instant", "date"),
    "largest": ("number", "instant", "date"),
    "distinct_values": ("number", "text", "boolean", "instant", "date"),
    "first": ("number", "text", "boolean", "instant", "date"),
    "last": ("number", "text", "boolean", "instant", "date"),
}


@dataclass(frozen=True)
class EventReader:
    """Reads event conditions and event traits of one document."""

    tests: TestReader
    windows: WindowReader
    rule: RuleReader
    problems: list[Problem]

    def condition(self, event: EventCondition, scope: EntityScope, place: Place) -> Node | None:
        """The truth of an event condition."""
        trait = self.trait(event, scope, place)
        if trait is None:
            return None
        value = TraitValue(trait)
        test = event.measure_test
        if event.pattern:
            at = self.time(trait.sources[0], scope)
            return PatternReader(self.tests, self.problems).read(event, trait, at, scope, place)
        if event.measure_rule is not None:
            return value
        if test is None:
            return Comparison(">=", value, Constant(1, "number"))
        name = f"{event.measure} of {', '.join(event.event)}"
        bound = Bound(value, self._measured(event, trait, scope))
        return self.tests.read(bound, name, test, scope, place.below(event.measure))

    def _measured(
        self, event: EventCondition, trait: Trait, scope: EntityScope
    ) -> Attribute | None:
        """The property whose values a measure yields: what is said of it holds of them."""
        if event.measure not in ("first", "last", "smallest", "largest"):
            return None
        sources = [scope.catalog.events[name].model for name in trait.sources]
        found = [s.properties[event.of] for s in sources if event.of in s.properties]
        return found[0] if found else None

    def trait(self, event: EventMeasure, scope: EntityScope, place: Place) -> Trait | None:
        """The trait that an event measure is."""
        found = self.kinds(event.event, scope, place)
        if found is None:
            return None
        sources, kinds = found
        row = EventScope(sources, scope, self.problems)
        at = self.time(sources[0].events, scope)
        window = self.windows.read(event, at, scope, place)
        rule = None
        if event.where is not None:
            rule = self.rule.read(event.where, row, place.below("where"))
        of = self._of(event, row, place)
        if window is None or (event.where is not None and rule is None):
            return None
        if (event.of is not None or event.measure_rule is not None) and of is None:
            return None
        truths, words = window
        return Trait(
            entity=scope.entity.entity,
            sources=tuple(source.events for source in sources),
            kinds=kinds,
            measure=event.measure,
            of=of,
            window=truths,
            window_words=words,
            rule=rule,
            type=_type(event.measure, of),
        )

    def time(self, source: str, scope: EntityScope) -> Field:
        """The time of the events of a source."""
        column = scope.catalog.events[source].model.occurred_at
        return Field("event", EVENT_TIME, column, "instant")

    def _of(self, event: EventMeasure, row: EventScope, place: Place) -> Node | None:
        if event.measure_rule is not None:
            return self.rule.read(event.measure_rule, row, place.below(event.measure))
        return measured_value(self.tests, event, row.property_names(), row, place)

    def kinds(
        self, words: tuple[str, ...], scope: EntityScope, place: Place
    ) -> tuple[tuple[EventSource, ...], tuple[str, ...]] | None:
        """The sources and kinds that are meant by what stands under `event`."""
        known = scope.catalog.kinds(scope.entity.entity)
        names: set[str] = set()
        for index, word in enumerate(words):
            position = place.value("event", index)
            matched = matching(word, known)
            if not matched:
                self.problems.append(_unknown_event(word, list(known), scope, position))
                return None
            names |= matched
        sources = {known[name].source.events: known[name].source for name in names}
        return tuple(sources[name] for name in sorted(sources)), tuple(sorted(names))


def _type(measure: str, of: Node | None) -> ValueType:
    """The type of what a measure yields."""
    if measure in RULE_MEASURES:
        return "boolean"
    if measure in ("smallest", "largest", "first", "last"):
        return of.type if of is not None else "instant"
    return "number"


def measured_value(
    tests: TestReader, asked: Measured, names: set[str], row: Scope, place: Place
) -> Node | None:
    """What a measure is `of`, a name of the row or an expression; None also after telling."""
    if asked.of is None:
        return None
    position = place.value(asked.measure, "of")
    if asked.of in names:
        bound = row.attribute(asked.of, position)
        node = bound.node if bound is not None else None
    elif asked.of.isidentifier():
        row.attribute(asked.of, position)  # tells that it is unknown
        return None
    else:
        node = tests.expressions.read(asked.of, row, position)
    allowed = _MEASURED_TYPES.get(asked.measure, ())
    if node is not None and node.type not in allowed:
        tests.problems.append(
            Problem(
                position,
                "wrong-type",
                f"`{asked.measure}` of `{asked.of}`, which is {node.type}",
                f"it takes: {', '.join(allowed)}",
            )
        )
        return None
    return node


class RuleReader:
    """How a rule (a condition tree) is read in a scope; see conditions.py."""

    def read(self, condition: object, scope: Scope, place: Place) -> Node | None:
        """The truth of a rule."""
        raise NotImplementedError


def matching(word: str, known: Iterable[str]) -> set[str]:
    """The kinds that a word means: a name, a prefix with `*`, or `any`."""
    names = set(known)
    if word == "any":
        return names
    if word.endswith("*"):
        return {name for name in names if name.startswith(word[:-1])}
    return {word} & names


def _unknown_event(word: str, known: list[str], scope: EntityScope, position: Position) -> Problem:
    return Problem(
        position,
        "unknown-event",
        f"{scope.entity.entity} has no event `{word}`",
        did_you_mean(word, known, "events"),
    )
