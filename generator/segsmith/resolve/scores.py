"""Scores become ordinary nodes over traits; only a fitted scorecard is a node of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import Any

from segsmith.definitions.catalog import Entity, EventSource
from segsmith.definitions.measures import EventMeasure
from segsmith.definitions.parse import Document
from segsmith.definitions.scalars import Duration
from segsmith.definitions.scores import (
    ConversionLikelihood,
    EngagementScore,
    EngagementTrend,
    LeadScore,
    LifetimeValue,
    PurchaseFrequency,
    RecencyFrequencyMonetary,
)
from segsmith.errors import Problem, did_you_mean
from segsmith.resolve.catalog import Catalog, Kind
from segsmith.resolve.conditions import ConditionReader
from segsmith.resolve.events import matching
from segsmith.resolve.nodes import (
    Arithmetic,
    Case,
    Comparison,
    Constant,
    Function,
    Node,
    Trait,
    TraitValue,
)
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope
from segsmith.resolve.scorecards import scorecard_value

NAUGHT = Constant(0, "number")
DAYS_A_YEAR = 365
Cuts = Sequence[int | Decimal]


@dataclass
class ScoreReader:
    """Reads the scores of all entities."""

    catalog: Catalog
    conditions: ConditionReader
    problems: list[Problem]
    revenues: dict[tuple[str, str], Trait | None] = field(default_factory=dict)

    def read(self, entity: Document[Entity], trait: str, scope: EntityScope) -> Node | None:
        """The value of one of the traits that scores give; None after telling a mistake."""
        name, part, _ = entity.model.score_traits[trait]
        score = entity.model.scores[name]
        use = _Use(self, entity, name, scope)
        match score:
            case LeadScore():
                return use.lead_score(score)
            case EngagementScore():
                return use.engagement_score(score)
            case EngagementTrend():
                return use.engagement_trend(score)
            case LifetimeValue():
                return use.revenue(score.revenue)
            case PurchaseFrequency():
                return use.purchase_frequency(score)
            case RecencyFrequencyMonetary():
                return use.rfm(score, part)
            case ConversionLikelihood():
                conversions = use.kinds("conversions", score.conversions, ("conversion",))
                engagement = use.kinds("engagement", score.engagement, ("engagement",))
                if conversions is None or engagement is None:
                    return None
                place = Place(entity, ("scores", name))
                return scorecard_value(name, score, part, conversions, engagement, scope, place)
        raise AssertionError(score)

    def check_revenue(self, source: Document[EventSource], entity: EntityScope) -> None:
        """Check what every kind of a source says its revenue is, used or not."""
        for name, kind in source.model.kinds.items():
            if kind.of is not None:
                self.revenue_trait(Kind(name, source.model, kind), entity)

    def revenue_trait(self, kind: Kind, scope: EntityScope) -> Trait | None:
        """The sum of a kind's revenue; a mistake in it is told once, where the kind stands."""
        owner = (kind.source.entity, kind.name)
        if owner not in self.revenues:
            document = self.catalog.events[kind.source.events]
            place = Place(document, ("kinds", kind.name))
            measure = _measure(kind.name, "sum", {"of": kind.definition.of})
            self.revenues[owner] = self.conditions.events.trait(measure, scope, place)
        return self.revenues[owner]


@dataclass(frozen=True)
class _Use:
    """One score of one entity."""

    reader: ScoreReader
    entity: Document[Entity]
    name: str
    scope: EntityScope

    def lead_score(self, score: LeadScore) -> Node | None:
        """The points of the rules that hold."""
        parts: list[Node] = []
        for index, rule in enumerate(score.rules):
            place = Place(self.entity, ("scores", self.name, "rules", index, "when"))
            truth = self.reader.conditions.read(rule.when, self.scope, place)
            if truth is not None:
                points = Constant(rule.points, "number")
                parts.append(Case(((truth, points),), NAUGHT, "number"))
        return total(parts) if len(parts) == len(score.rules) else None

    def engagement_score(self, score: EngagementScore) -> Node | None:
        """Points times events of the window, by kind."""
        known = self.reader.catalog.kinds(self.entity.model.entity)
        unknown = [name for name in score.points if name not in known]
        for name in unknown:
            self._unknown(name, known, "points", name)
        kinds = self.kinds("events", score.events, ("engagement",), bool(score.points))
        if kinds is None or unknown:
            return None
        names = sorted({*(kind.name for kind in kinds), *score.points})
        parts: list[Node] = []
        for name in names:
            points = score.points.get(name, 1)
            if points != 0:
                count = self._count(name, within_last=score.within)
                worth = Constant(points, "number")
                parts.append(count if points == 1 else Arithmetic("*", count, worth))
        return total(parts)

    def engagement_trend(self, score: EngagementTrend) -> Node | None:
        """The events of the window against those of the window before it."""
        kinds = self.kinds("events", score.events, ("engagement",))
        if kinds is None:
            return None
        twice = Duration(2 * score.within.count, score.within.unit)
        recent = total(self._count(kind.name, within_last=score.within) for kind in kinds)
        before = total(self._count(kind.name, between_ago=(twice, score.within)) for kind in kinds)
        more, both = Function("greatest", (recent, before), "number"), total((recent, before))
        rises = Comparison(">=", recent, Arithmetic("*", before, Constant(score.rising, "number")))
        falls = Comparison(
            "<=", recent, Arithmetic("*", before, Constant(score.declining, "number"))
        )
        return Case(
            (
                (
                    Comparison("<", more, Constant(score.minimum, "number")),
                    Case(((Comparison(">", both, NAUGHT), _text("STABLE")),), None, "text"),
                ),
                (rises, _text("RISING")),
                (falls, _text("DECLINING")),
            ),
            _text("STABLE"),
            "text",
        )

    def purchase_frequency(self, score: PurchaseFrequency) -> Node | None:
        """Orders a year since the first; a customer of few days counts as one of some more."""
        kinds = self._orders(score.orders)
        if kinds is None:
            return None
        first = self._extreme(kinds, "first", "least")
        days = Function("days_since", (first,), "number")
        shortest = Constant(score.minimum_days, "number")
        a_year = Arithmetic("*", self._number_of(kinds), Constant(DAYS_A_YEAR, "number"))
        # Null is passed over by `greatest`: who never ordered is asked for first.
        frequency = Arithmetic("/", a_year, Function("greatest", (days, shortest), "number"))
        return Case(((self._has_ordered(kinds), frequency),), None, "number")

    def rfm(self, score: RecencyFrequencyMonetary, part: str) -> Node | None:
        """One of the three values, one of the three bands, or the bands as one code."""
        kinds = self._orders(score.orders)
        revenue = self.revenue(score.revenue)
        if kinds is None or revenue is None:
            return None
        days: Node = Function("days_since", (self._extreme(kinds, "last", "greatest"),), "number")
        orders = self._number_of(kinds)
        bands: dict[str, tuple[Node, Cuts, bool]] = {
            "recency": (days, score.recency, True),
            "frequency": (orders, score.frequency, False),
            "monetary": (revenue, score.monetary, False),
        }
        values = {"recency_days": days, "orders": orders, "revenue": revenue}
        if part in values:
            return values[part]
        if part in bands:
            found: Node = band(*bands[part], as_text=False)
            return Case(((self._has_ordered(kinds), found),), None, "number")
        digits = tuple(band(*each, as_text=True) for each in bands.values())
        code = Function("concat", digits, "text")
        return Case(((self._has_ordered(kinds), code),), None, "text")

    def revenue(self, words: tuple[str, ...] | None) -> Node | None:
        """All revenue of the kinds that bring some."""
        kinds = self.kinds("revenue", words, ("revenue",))
        if kinds is None:
            return None
        without = [kind.name for kind in kinds if kind.definition.of is None]
        if without:
            self._tell(
                "revenue",
                "no-of",
                f"`{without[0]}` does not say what its revenue is",
                "say `means: revenue` and `of: amount` at the kind",
            )
            return None
        traits = [self.reader.revenue_trait(kind, self.scope) for kind in kinds]
        known = [trait for trait in traits if trait is not None]
        return total(map(TraitValue, known)) if len(known) == len(kinds) else None

    def kinds(
        self,
        key: str,
        words: tuple[str, ...] | None,
        means: tuple[str, ...],
        may_be_none: bool = False,
    ) -> list[Kind] | None:
        """The kinds that are named, or by default those that mean all of this."""
        known = self.reader.catalog.kinds(self.entity.model.entity)
        if words is None:
            found = {name for name, kind in known.items() if set(means) <= {*kind.definition.means}}
            if not found and not may_be_none:
                meaning = " and ".join(means)
                self._tell(
                    "",
                    "nothing-means",
                    f"`{self.name}`: no event of {self.entity.model.entity} means {meaning}",
                    f"say `means: {meaning if len(means) == 1 else [*means]}` at a kind of event, "
                    f"or name events under `{key}`".replace("'", ""),
                )
                return None
            return [known[name] for name in sorted(found)]
        found = set()
        for index, word in enumerate(words):
            matched = matching(word, known)
            if not matched:
                self._unknown(word, known, key, index)
                return None
            found |= matched
        return [known[name] for name in sorted(found)]

    def _orders(self, words: tuple[str, ...] | None) -> list[Kind] | None:
        return self.kinds("orders", words, ("conversion", "revenue"))

    def _number_of(self, kinds: list[Kind]) -> Node:
        return total(self._count(kind.name) for kind in kinds)

    def _has_ordered(self, kinds: list[Kind]) -> Node:
        return Comparison(">", self._number_of(kinds), NAUGHT)

    def _count(self, kind: str, **window: Any) -> Node:
        return self._trait(_measure(kind, "count", {}, **window))

    def _extreme(self, kinds: list[Kind], measure: str, function: str) -> Node:
        """The first (or last) time of any of the kinds."""
        times = tuple(self._trait(_measure(kind.name, measure, {})) for kind in kinds)
        return times[0] if len(times) == 1 else Function(function, times, "instant")

    def _trait(self, measure: EventMeasure) -> Node:
        place = Place(self.entity, ("scores", self.name))
        trait = self.reader.conditions.events.trait(measure, self.scope, place)
        assert trait is not None, "the kinds were looked up, the window was checked"
        return TraitValue(trait)

    def _unknown(self, word: str, known: Iterable[str], *key: str | int) -> None:
        self._tell(
            key,
            "unknown-event",
            f"{self.entity.model.entity} has no event `{word}`",
            did_you_mean(word, known, "events"),
        )

    def _tell(self, key: str | tuple[str | int, ...], rule: str, message: str, help_: str) -> None:
        below = (key,) if isinstance(key, str) else key
        position = self.entity.at_key("scores", self.name)
        if below != ("",):
            find = self.entity.at_key if below[0] == "points" else self.entity.at
            position = find("scores", self.name, *below)
        self.reader.problems.append(Problem(position, rule, message, help_))


def band(value: Node, cuts: Cuts, is_less_better: bool, as_text: bool) -> Node:
    """5 for the best to 1, by four cut points that belong to the better side."""
    if is_less_better:
        tests = [Comparison("<=", value, Constant(cut, "number")) for cut in cuts]
    else:
        tests = [Comparison(">=", value, Constant(cut, "number")) for cut in reversed(cuts)]

    def grade(number: int) -> Constant:
        return Constant(str(number), "text") if as_text else Constant(number, "number")

    best = len(cuts) + 1
    branches = tuple((test, grade(best - step)) for step, test in enumerate(tests))
    return Case(branches, grade(1), "text" if as_text else "number")


def total(parts: Iterable[Node]) -> Node:
    """The sum of numbers; of none 0."""
    found = list(parts)
    return reduce(lambda one, other: Arithmetic("+", one, other), found) if found else NAUGHT


def _text(value: str) -> Constant:
    return Constant(value, "text")


def _measure(kind: str, measure: str, of: dict[str, Any], **window: Any) -> EventMeasure:
    """A measure of one kind of event, as a catalog would write it."""
    return EventMeasure.model_validate({"event": [kind], measure: of, **window})
