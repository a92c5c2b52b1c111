"""Conversion likelihood: the parameters of a scorecard, bound to the catalog."""

from __future__ import annotations

from segsmith.definitions.scalars import Duration
from segsmith.definitions.scores import ConversionLikelihood
from segsmith.errors import Problem
from segsmith.resolve.catalog import Kind
from segsmith.resolve.nodes import Field, Node, Scorecard, ScorecardValue
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope


def scorecard_value(
    name: str,
    score: ConversionLikelihood,
    part: str,
    conversions: list[Kind],
    engagement: list[Kind],
    scope: EntityScope,
    place: Place,
) -> Node | None:
    """The likelihood or the points of a scorecard; None after telling a mistake."""
    since: Field | None = None
    if score.since is not None:
        bound = scope.attribute(score.since, place.value("since"))
        if bound is None:
            return None
        known_since = bound.node
        if not isinstance(known_since, Field) or known_since.type not in ("instant", "date"):
            scope.problems.append(
                Problem(
                    place.value("since"),
                    "wrong-type",
                    f"`{score.since}` is neither an instant nor a date",
                    "name the attribute that says since when the entity is known",
                )
            )
            return None
        since = known_since
    kinds = [*conversions, *engagement]
    card = Scorecard(
        entity=scope.entity.entity,
        name=name,
        sources=tuple(sorted({kind.source.events for kind in kinds})),
        engagement=tuple(kind.name for kind in engagement),
        conversions=tuple(kind.name for kind in conversions),
        since=since,
        horizon_days=_days(score.horizon),
        within_days=_days(score.within),
        engagement_bins=score.engagement_bins,
        recency_bins=score.recency_bins,
        conversion_bins=score.conversion_bins,
        tenure_bins=score.tenure_bins,
        minimum_conversions=score.minimum_conversions,
        smoothing=score.smoothing,
        points_to_double=score.points_to_double,
        group_points=score.group_points,
        factors=(score.possible, score.likely, score.very_likely),
    )
    return ScorecardValue(card, part, "text" if part == "likelihood" else "number")


def _days(duration: Duration) -> int:
    return duration.count * (7 if duration.unit == "week" else 1)
