"""Conversion likelihood: a scorecard from what was known at the cut-off and what came after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import floor, log

from segsmith.definitions.scalars import Duration
from segsmith.definitions.scores import LIKELIHOODS, ConversionLikelihood
from segsmith.reference.events import is_of_kind
from segsmith.reference.expressions import rounded
from segsmith.reference.rows import EntityRow

Bins = dict[str, int]
DAY = timedelta(days=1)
COUNTS = ("engagement", "conversions")  # never null, so without a bin for no value


@dataclass(frozen=True)
class Bin:
    """One line of the scorecard."""

    contacts: int
    conversions: int
    points: Decimal | None


@dataclass(frozen=True)
class Group:
    """Everybody of the training set whose points lie in one stretch."""

    contacts: int
    conversions: int
    calibrated_rate: float
    likelihood: str


@dataclass(frozen=True)
class Card:
    """A fitted scorecard: lines by feature and bin, groups by their number."""

    lines: dict[tuple[str, int], Bin]
    groups: dict[int, Group]
    base_rate: float | None
    is_fitted: bool


class Scorecards:
    """One scorecard over the rows of one entity."""

    def __init__(
        self,
        score: ConversionLikelihood,
        engagement: Iterable[str],
        conversions: Iterable[str],
        rows: Iterable[EntityRow],
        as_of: datetime,
    ) -> None:
        self.score = score
        self.engagement = tuple(engagement)
        self.conversions = tuple(conversions)
        self.rows = list(rows)
        self.as_of = as_of
        self.cut_off = as_of - _span(score.horizon)

    def fit(self) -> Card:
        """Learn from everybody who was known at the cut-off."""
        training = [
            (self.bins(row, self.cut_off), self._is_converted(row)) for row in self._known()
        ]
        total, converted = len(training), sum(is_converted for _, is_converted in training)
        base = converted / total if total else None
        is_fitted = self.score.minimum_conversions <= converted < total
        lines: dict[tuple[str, int], Bin] = {}
        for feature, cuts in self._cuts().items():
            for number in range(len(cuts) + (1 if feature in COUNTS else 2)):
                labels = [label for bins, label in training if bins[feature] == number]
                points = (
                    self._points(len(labels), sum(labels), base) if base and is_fitted else None
                )
                lines[feature, number] = Bin(len(labels), sum(labels), points)
        card = Card(lines, {}, base, is_fitted)
        if base is None or not is_fitted:
            return card
        members: dict[int, list[bool]] = {}
        for bins, label in training:
            members.setdefault(self._group(self.total(card, bins)), []).append(label)
        return Card(lines, self._calibrated(members, base), base, is_fitted)

    def bins(self, row: EntityRow, at: datetime) -> Bins:
        """The bin of every feature, from what had happened up to an instant."""
        engaged = self._times(row, self.engagement, at)
        converted = self._times(row, self.conversions, at)
        since = at - _span(self.score.within)
        values: dict[str, int | None] = {
            "engagement": sum(time >= since for time in engaged),
            "recency": (at - max(engaged)) // DAY if engaged else None,
            "conversions": len(converted),
            "tenure": None,
        }
        began = (
            self._known_since(row)
            if self.score.since
            else min([*engaged, *converted], default=None)
        )
        values["tenure"] = (at - began) // DAY if began is not None else None
        return {feature: _bin(values[feature], cuts) for feature, cuts in self._cuts().items()}

    def total(self, card: Card, bins: Bins) -> Decimal:
        """The points of somebody, all features together."""
        return sum(
            (card.lines[feature, n].points or Decimal(0) for feature, n in bins.items()), Decimal(0)
        )

    def likelihood(self, card: Card, points: Decimal) -> str:
        """The band of the group; of one that nobody was in, that of the next one below."""
        group = self._group(points)
        below = [number for number in card.groups if number <= group]
        return card.groups[max(below) if below else min(card.groups)].likelihood

    def _cuts(self) -> dict[str, tuple[int | Decimal, ...]]:
        score = self.score
        return {
            "engagement": score.engagement_bins,
            "recency": score.recency_bins,
            "conversions": score.conversion_bins,
            "tenure": score.tenure_bins,
        }

    def _known(self) -> list[EntityRow]:
        """Everybody, but for those of whom the catalog says that they came later."""
        if not self.score.since:
            return self.rows
        began = [(row, self._known_since(row)) for row in self.rows]
        return [row for row, since in began if since is None or since <= self.cut_off]

    def _known_since(self, row: EntityRow) -> datetime | None:
        value = row.value(self.score.since or "")
        return row.world.clock.instant(value) if isinstance(value, date) else None

    def _times(self, row: EntityRow, kinds: tuple[str, ...], up_to: datetime) -> list[datetime]:
        times: list[datetime] = [
            event.raw[event.source.occurred_at]
            for event in row.world.events(row)
            if is_of_kind(event.source, kinds, event.raw)
        ]
        return [time for time in times if time <= up_to]

    def _is_converted(self, row: EntityRow) -> bool:
        return any(time > self.cut_off for time in self._times(row, self.conversions, self.as_of))

    def _points(self, contacts: int, conversions: int, base: float) -> Decimal:
        """The weight of evidence of a bin, in points; smoothing pulls small bins to the base."""
        rate = self._smoothed(contacts, conversions, base)
        weight = log(rate / (1 - rate)) - log(base / (1 - base))
        points = rounded(float(self.score.points_to_double) * weight / log(2.0), 1)
        assert points is not None  # smoothed rates are never 0 or 1
        return points

    def _smoothed(self, contacts: int, conversions: int, base: float) -> float:
        more = float(self.score.smoothing)
        return (conversions + more * base) / (contacts + more)

    def _group(self, points: Decimal) -> int:
        return floor(points / self.score.group_points)

    def _calibrated(self, members: dict[int, list[bool]], base: float) -> dict[int, Group]:
        """The rate of each group, never falling from one to the next: neighbours are pooled."""
        numbers = sorted(members)

        def rate(first: int, last: int) -> float:
            pooled = [label for n in numbers if first <= n <= last for label in members[n]]
            return self._smoothed(len(pooled), sum(pooled), base)

        rates = {(j, k): rate(j, k) for j in numbers for k in numbers if j <= k}
        found = {}
        for i in numbers:
            calibrated = max(min(rates[j, k] for k in numbers if k >= i) for j in numbers if j <= i)
            found[i] = Group(
                len(members[i]), sum(members[i]), calibrated, self._band(calibrated / base)
            )
        return found

    def _band(self, lift: float) -> str:
        factors = (self.score.possible, self.score.likely, self.score.very_likely)
        return LIKELIHOODS[sum(lift >= float(factor) for factor in factors)]


def _span(duration: Duration) -> timedelta:
    count, unit = duration.count, duration.unit
    return timedelta(weeks=count) if unit == "week" else timedelta(days=count)


def _bin(value: int | None, cuts: tuple[int | Decimal, ...]) -> int:
    """How many cut points a value has reached; the last bin is for no value."""
    return len(cuts) + 1 if value is None else sum(value >= cut for cut in cuts)
