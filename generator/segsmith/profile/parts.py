"""The models of a plan: to which stage each belongs, and how its time falls to segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from segsmith.lower.entity_row import scorecard_column
from segsmith.lower.fixed_pages import PROJECT_PAGES
from segsmith.lower.history_page import history_model
from segsmith.lower.lasting_page import lasting_model
from segsmith.lower.row_values import rank_model, row_values
from segsmith.lower.scorecards import scorecard_models
from segsmith.lower.trait_pages import model_name
from segsmith.plan import EntityPlan, Plan, history_of, lasting_of, scorecards_in
from segsmith.profile.effort import effort_of
from segsmith.profile.measured import Measured
from segsmith.profile.needs import Need, needs_of
from segsmith.profile.stages import Stage
from segsmith.resolve.nodes import Rank, RankedCount

EVERYBODY = ""  # in place of a segment's key: shared by all

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Part:
    """A model of the plan; without weights its time is shared by all."""

    stage: Stage
    compiling: Weights = field(default_factory=dict)
    executing: Weights = field(default_factory=dict)


def parts_of(plan: Plan, measured: Measured) -> Mapping[str, Part]:
    """Every model that the generator makes, by its name in dbt."""
    found = dict.fromkeys(PROJECT_PAGES, Part(Stage.READERS))
    found["segsmith_run"] = Part(Stage.RUN_ROW)
    found["segsmith_published"] = Part(Stage.PUBLISHING)
    for entity in plan.entities:
        found.update(_Entity(entity, measured).parts())
    return found


class _Entity:
    """The parts of one entity's models."""

    def __init__(self, plan: EntityPlan, measured: Measured) -> None:
        self.plan = plan
        self.counts = measured.counts
        self.effort = effort_of(measured.engine)
        self.built = {node.name for node in measured.nodes if node.spans}
        self.needs = needs_of(plan)
        self.users = users_of(self.needs)

    def parts(self) -> Iterator[tuple[str, Part]]:
        name = self.plan.name
        shares = _equally(self.needs)
        by_rule = self._by_rule()
        yield f"int_{name}__evaluated", Part(Stage.LOOKING)
        yield f"int_{name}__fingerprints", Part(Stage.LOOKING)
        for model, read in self._trait_models():
            weights = by_column(read, self.users)
            yield model, Part(Stage.TRAITS, weights, weights)
        yield f"{name}_segment_definitions", Part(Stage.EVALUATION, shares, shares)
        yield (
            f"{name}_segment_evaluation",
            Part(Stage.EVALUATION, by_rule, self._by_evaluation()),
        )
        yield f"{name}_segment_ledger", Part(Stage.LEDGER, {}, self._by_rows())
        yield f"int_{name}__known_fingerprints", Part(Stage.LEDGER)
        wide = by_column(self._wide_columns(), self.users)
        yield f"{name}_traits", Part(Stage.READERS, wide, wide)
        yield f"int_{name}__stays", Part(Stage.READERS)
        for view in ("transitions", "membership", "history"):
            yield f"{name}_segment_{view}", Part(Stage.READERS)
        yield f"int_{name}__broken_expectations", Part(Stage.READERS)
        views = self._audiences()
        alike = _equally(key for key, view in views.items() if view in self.built)
        for view in views.values():
            yield view, Part(Stage.READERS, alike, alike)

    def _audiences(self) -> dict[str, str]:
        """The audience views by segment. One is as much work as another, whatever its members.

        What a single one takes is mostly what the warehouse was busy with at that moment, so their
        time is divided among all that were built.
        """
        return {segment.key: f"audience__{segment.key}" for segment in self.plan.segments}

    def _trait_models(self) -> Iterator[tuple[str, list[str]]]:
        """Every model that computes columns of the row, and these columns."""
        plan = self.plan
        for page in plan.pages:
            yield model_name(page), [planned.name for planned in page.traits]
        values = row_values(plan).items()
        ranks = [name for value, name in values if isinstance(value, (Rank, RankedCount))]
        yield rank_model(plan.name), ranks
        yield history_model(plan.name), [flag.name for flag in history_of(plan)]
        yield lasting_model(plan.name), [flag.name for flag in lasting_of(plan)]
        for card in scorecards_in(plan):
            read = [scorecard_column(card, part) for part in ("likelihood", "points")]
            for model in scorecard_models(card):
                yield model, [column for column in read if column in self.users]

    def _wide_columns(self) -> list[str]:
        """The columns of the table of traits: all that are computed but places in rankings."""
        models = self._trait_models()
        kept = (read for model, read in models if model != rank_model(self.plan.name))
        return list(dict.fromkeys(column for read in kept for column in read))

    def _active(self) -> dict[str, Need]:
        """The segments that are evaluated."""
        statuses = {s.key: s.resolved.definition.status for s in self.plan.segments}
        return {key: need for key, need in self.needs.items() if statuses[key] == "active"}

    def _by_rule(self) -> Weights:
        return {key: float(need.parts) for key, need in self._active().items()}

    def _by_evaluation(self) -> Weights:
        """Columns are read once for all; every rule is tested for everybody; rows are written."""
        active = self._active()
        users = users_of(active)
        looked_at = max(1, self.counts.looked_at.get(self.plan.name, 0))
        weights = {}
        for key, need in active.items():
            read = sum(1 / len(users[column]) for column in need.columns)
            tested = looked_at * (self.effort.column * read + need.parts)
            weights[key] = tested + self.effort.row * self.counts.found.get(key, 0)
        return weights

    def _by_rows(self) -> Weights:
        """The ledger compares every row that was found, and appends every transition."""
        found, moved = self.counts.found, self.counts.moved
        return {key: float(found.get(key, 0) + moved.get(key, 0)) for key in self.needs}


def users_of(needs: Mapping[str, Need]) -> Mapping[str, tuple[str, ...]]:
    """The segments that read each column."""
    found: dict[str, list[str]] = {}
    for key, need in needs.items():
        for column in need.columns:
            found.setdefault(column, []).append(key)
    return {column: tuple(keys) for column, keys in found.items()}


def by_column(columns: Iterable[str], users: Mapping[str, tuple[str, ...]]) -> Weights:
    """Every column weighs the same, in equal shares of its users; one without falls to all."""
    weights: dict[str, float] = {}
    for column in columns:
        keys = users.get(column) or (EVERYBODY,)
        for key in keys:
            weights[key] = weights.get(key, 0.0) + 1 / len(keys)
    return weights


def _equally(keys: Iterable[str]) -> Weights:
    return dict.fromkeys(keys, 1.0)
