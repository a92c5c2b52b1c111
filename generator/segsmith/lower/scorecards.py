"""The pages of a fitted scorecard: features, lines, points, groups, likelihood, calibration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from segsmith.definitions.catalog import EventSource
from segsmith.lower.fixed_pages import entity_values, filled, named
from segsmith.lower.page import TextFile
from segsmith.lower.source_rows import (
    event_filter,
    event_name_is,
    not_deleted,
    relation,
)
from segsmith.lower.sql import Sql, call, joined, path, sql
from segsmith.plan import EntityPlan, scorecards_in
from segsmith.resolve.catalog import EVENT_TIME, Catalog
from segsmith.resolve.nodes import Field, Scorecard

# page: the model that it becomes, in the order in which they run
PAGES = {
    "scorecard_features": "int_{entity}__{score}_features",
    "scorecard": "{entity}_{score}_scorecard",
    "scorecard_points": "int_{entity}__{score}_points",
    "scorecard_groups": "int_{entity}__{score}_groups",
    "scorecard_likelihood": "int_{entity}__{score}",
    "scorecard_calibration": "{entity}_{score}_calibration",
}
_UNION = "\n    union all\n    "
COUNTS = ("engagement", "conversions")  # features that are never null
Cuts = Sequence[int | Decimal]


def scorecard_models(card: Scorecard) -> list[str]:
    """Every model of a scorecard, in the order in which they run."""
    return [name.format(entity=card.entity, score=card.name) for name in PAGES.values()]


def scorecard_pages(plan: EntityPlan, catalog: Catalog) -> Iterator[TextFile]:
    """The pages of every scorecard that a rule of the entity reads."""
    for card in scorecards_in(plan):
        values = {**entity_values(plan, catalog), **_values(card, catalog)}
        for page, name in zip(PAGES, scorecard_models(card), strict=True):
            yield from filled(page, f"{plan.name}/{name}", values)


def _values(card: Scorecard, catalog: Catalog) -> Mapping[str, str]:
    possible, likely, very_likely = (_number(factor) for factor in card.factors)
    cuts = {
        "engagement": card.engagement_bins,
        "recency": card.recency_bins,
        "conversions": card.conversion_bins,
        "tenure": card.tenure_bins,
    }
    began = ("counted.began_at_then", "counted.began_at_now")
    return {
        "score": card.name,
        "horizon_days": str(card.horizon_days),
        "within_days": str(card.within_days),
        "engaged_days": str(card.horizon_days + card.within_days),
        "known_since": str(_since(card.since)),
        "began_then": "known.known_since" if card.since else began[0],
        "began_now": "known.known_since" if card.since else began[1],
        "event_branches": "\n\n    union all\n\n    ".join(
            _events(card, catalog.events[name].model) for name in card.sources
        ),
        "feature_bins": ",\n    ".join(_bin_case(feature, each) for feature, each in cuts.items()),
        "bin_branches": _UNION.join(_bin_rows(cuts)),
        "count_branches": _UNION.join(_count(feature) for feature in cuts),
        "minimum_conversions": str(card.minimum_conversions),
        "smoothing": _number(card.smoothing),
        "points_to_double": _number(card.points_to_double),
        "group_points": str(card.group_points),
        "possible": possible,
        "likely": likely,
        "very_likely": very_likely,
    }


def _number(value: int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _since(since: Field | None) -> Sql:
    if since is None:
        return sql("cast(null as timestamp)")
    column = path(since.column)
    return call("start_of_day", column) if since.type == "date" else column


def _events(card: Scorecard, source: EventSource) -> str:
    kinds = tuple(k for k in source.kinds if k in {*card.engagement, *card.conversions})
    conditions = [*event_filter(source, kinds), *not_deleted(source)]
    columns = [
        sql(named(source.entity_key, f"{card.entity}_id")),
        sql(named(source.occurred_at, EVENT_TIME)),
        sql(_is_one_of(source, card.engagement), " as is_engagement"),
        sql(_is_one_of(source, card.conversions), " as is_conversion"),
    ]
    return (
        f"select\n        {joined(columns, _comma(8))}\n    from {relation(source.from_)}\n"
        f"    where {joined(conditions, _and(8))}"
    )


def _comma(indent: int) -> str:
    return ",\n" + " " * indent


def _and(indent: int) -> str:
    return "\n" + " " * indent + "and "


def _is_one_of(source: EventSource, kinds: tuple[str, ...]) -> Sql:
    """Whether a row, which is of a kind that counts at all, is of one of these."""
    found = tuple(kind for kind in source.kinds if kind in kinds)
    if not found:
        return sql("false")
    return event_name_is(source, found) or sql("true")


def _bin_case(feature: str, cuts: Cuts) -> str:
    is_count = feature in COUNTS
    lines = [] if is_count else [f"when {feature} is null then {len(cuts) + 1}"]
    lines += [f"when {feature} < {cut} then {number}" for number, cut in enumerate(cuts)]
    lines.append(f"else {len(cuts)}")
    inner = "\n".join(f"        {line}" for line in lines)
    return f"case\n{inner}\n    end as {feature}_bin"


def _bin_rows(cuts: Mapping[str, Cuts]) -> Iterator[str]:
    for feature, each in cuts.items():
        labels = bin_labels(each)
        if feature in COUNTS:
            labels.remove("none")
        for number, label in enumerate(labels):
            yield (
                f"select\n        '{feature}' as feature,\n        {number} as bin_order,\n"
                f"        '{label}' as bin"
            )


def bin_labels(cuts: Cuts) -> list[str]:
    """The values of each bin in words: `0`, `1 to 2`, `3 and more`, `none`."""
    edges = [0, *(int(cut) for cut in cuts)]
    pairs = pairwise(edges)
    inner = [f"{low}" if high == low + 1 else f"{low} to {high - 1}" for low, high in pairs]
    return [*inner, f"{edges[-1]} and more", "none"]


def _count(feature: str) -> str:
    return (
        f"select\n        '{feature}' as feature,\n        {feature}_bin as bin_order,\n"
        "        count(*) as contacts,\n"
        "        count(case when is_converted then 1 end) as conversions\n"
        f"    from training\n    group by {feature}_bin\n"
    ).rstrip()
