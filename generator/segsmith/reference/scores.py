"""What the scores of the catalog give one entity, counted from its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from segsmith.definitions.measures import EventMeasure
from segsmith.definitions.scores import (
    AnyScore,
    ConversionLikelihood,
    EngagementScore,
    EngagementTrend,
    LeadScore,
    LifetimeValue,
    PurchaseFrequency,
    RecencyFrequencyMonetary,
)
from segsmith.reference.events import counted_events, is_named, measured
from segsmith.reference.expressions import divided, exact
from segsmith.reference.rows import EntityRow
from segsmith.reference.scorecards import Scorecards
from segsmith.reference.values import Value

Holds = Callable[[Any, Any], bool]


def score_value(score: AnyScore, part: str, owner: EntityRow, holds: Holds) -> Value:
    """One of the values that a score gives."""
    match score:
        case LeadScore():
            points: Value = _sum([r.points for r in score.rules if holds(r.when, owner)])
            return points
        case EngagementScore():
            return _engagement(score, owner)
        case EngagementTrend():
            return _trend(score, owner)
        case LifetimeValue():
            return _revenue(owner, score.revenue)
        case PurchaseFrequency():
            return _frequency(score, owner)
        case RecencyFrequencyMonetary():
            return _rfm(score, part, owner)
        case ConversionLikelihood():
            return _likelihood(score, part, owner)
    raise ValueError(f"no meaning for {score!r}")


def kinds_of(owner: EntityRow, words: tuple[str, ...] | None, *means: str) -> list[str]:
    """The kinds that are named, or those that mean all of this."""
    kinds = owner.world.kinds(owner.entity.entity)
    return sorted(
        name
        for name, kind in kinds.items()
        if (is_named(words, name) if words is not None else set(means) <= set(kind.means))
    )


def _sum(numbers: list[Any]) -> Any:
    total: Any = 0
    for number in numbers:
        total = float(total) + number if isinstance(number, float) else exact("+", total, number)
    return total


def _measure(owner: EntityRow, kind: str, measure: str = "count", **more: Any) -> Any:
    written = EventMeasure.model_validate({"event": [kind], measure: more.pop("of", {}), **more})
    return measured(written, counted_events(written, owner, lambda *_: True), owner.world.clock)


def _engagement(score: EngagementScore, owner: EntityRow) -> Value:
    kinds = {*kinds_of(owner, score.events, "engagement"), *score.points}
    counts = {kind: _measure(owner, kind, within_last=score.within) for kind in kinds}
    points = [exact("*", count, score.points.get(kind, 1)) for kind, count in counts.items()]
    total: Value = _sum(points)
    return total


def _trend(score: EngagementTrend, owner: EntityRow) -> Value:
    kinds = kinds_of(owner, score.events, "engagement")
    within = score.within
    twice = type(within)(2 * within.count, within.unit)
    recent = _sum([_measure(owner, kind, within_last=within) for kind in kinds])
    before = _sum([_measure(owner, kind, between_ago=(twice, within)) for kind in kinds])
    if recent == before == 0:
        return None
    if max(recent, before) < score.minimum:
        return "STABLE"
    if recent >= score.rising * before:
        return "RISING"
    return "DECLINING" if recent <= score.declining * before else "STABLE"


def _revenue(owner: EntityRow, words: tuple[str, ...] | None) -> Value:
    kinds = owner.world.kinds(owner.entity.entity)
    names = kinds_of(owner, words, "revenue")
    total: Value = _sum([_measure(owner, n, "sum", of={"of": kinds[n].of}) for n in names])
    return total


def _orders(owner: EntityRow, words: tuple[str, ...] | None) -> list[datetime]:
    """When the owner ordered, the earliest first."""
    times: list[datetime] = []
    for kind in kinds_of(owner, words, "conversion", "revenue"):
        measure = EventMeasure.model_validate({"event": [kind], "count": {}})
        events = counted_events(measure, owner, lambda *_: True)
        times += [event.raw[event.source.occurred_at] for event in events]
    return sorted(times)


def _frequency(score: PurchaseFrequency, owner: EntityRow) -> Value:
    times = _orders(owner, score.orders)
    if not times:
        return None
    days = (owner.world.clock.as_of - times[0]) // timedelta(days=1)
    return divided(365 * len(times), max(days, score.minimum_days))


def _rfm(score: RecencyFrequencyMonetary, part: str, owner: EntityRow) -> Value:
    times, revenue = _orders(owner, score.orders), _revenue(owner, score.revenue)
    if part == "orders":
        return len(times)
    if part == "revenue":
        return revenue
    if not times:
        return None
    days = (owner.world.clock.as_of - times[-1]) // timedelta(days=1)
    bands: dict[str, int] = {
        "recency": 1 + sum(days <= cut for cut in score.recency),
        "frequency": 1 + sum(len(times) >= cut for cut in score.frequency),
        "monetary": 1 + sum(_at_least(revenue, cut) for cut in score.monetary),
    }
    if part == "recency_days":
        return days
    return bands[part] if part in bands else "".join(str(band) for band in bands.values())


def scorecards(score: ConversionLikelihood, owner: EntityRow) -> Scorecards:
    """The scorecard over everybody of the owner's entity."""
    world = owner.world
    return Scorecards(
        score,
        kinds_of(owner, score.engagement, "engagement"),
        kinds_of(owner, score.conversions, "conversion"),
        world.universe[owner.entity.entity].values(),
        world.clock.as_of,
    )


def _likelihood(score: ConversionLikelihood, part: str, owner: EntityRow) -> Value:
    cards = scorecards(score, owner)
    card = owner.world.fitted(score, cards.fit)
    if not card.is_fitted:
        return None
    points = cards.total(card, cards.bins(owner, owner.world.clock.as_of))
    return points if part == "points" else cards.likelihood(card, points)


def _at_least(value: Any, limit: Any) -> bool:
    return bool(value >= (float(limit) if isinstance(value, float) else limit))
