"""Scores: ready-made traits that an entity of the catalog switches on, with their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
    model_validator,
)

from segsmith.definitions.conditions import Condition
from segsmith.definitions.scalars import (
    Duration,
    DurationValue,
    Key,
    Text,
    as_tuple,
    check_key,
)
from segsmith.definitions.strict import Strict, refusal
from segsmith.errors.suggest import did_you_mean

ScoreType: TypeAlias = Literal["number", "text"]
LIKELIHOODS = ("LOW", "POSSIBLE", "LIKELY", "VERY_LIKELY")
TRENDS = ("RISING", "STABLE", "DECLINING")
# What a part of a score can be, where it is one of few words.
VALUES_OF_PARTS = {"likelihood": LIKELIHOODS, "trend": TRENDS}
RFM_PARTS: dict[str, ScoreType] = {
    "recency_days": "number",
    "orders": "number",
    "revenue": "number",
    "recency": "number",
    "frequency": "number",
    "monetary": "number",
}


def _number(value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise refusal("wrong-type", f"found {value!r}, expected a number", "write a number")
    return value


def _cuts(value: object) -> tuple[int | Decimal, ...]:
    numbers = tuple(_number(item) for item in value) if isinstance(value, (list, tuple)) else ()
    if not numbers or list(numbers) != sorted(set(numbers)):
        raise refusal(
            "bad-cut-points", "cut points are a list of numbers, the smallest first", "like [1, 3]"
        )
    return numbers


def _four_cuts(value: object) -> tuple[int | Decimal, ...]:
    numbers = _cuts(value)
    if len(numbers) != 4:
        raise refusal("bad-cut-points", f"{len(numbers)} cut points", "five bands want four")
    return numbers


def _whole_cuts(value: object) -> tuple[int | Decimal, ...]:
    numbers = _cuts(value)
    if not all(isinstance(number, int) and number >= 1 for number in numbers):
        raise refusal("bad-cut-points", "these cut points are whole numbers from 1 on", "")
    return numbers


def _names(value: object) -> object:
    found = as_tuple(value) if isinstance(value, list) else (value,)
    if found == ():
        raise refusal("empty-list", "the list is empty", "name at least one event")
    return found


Number: TypeAlias = Annotated[
    int | Decimal, PlainValidator(_number), WithJsonSchema({"type": "number"})
]
FourCuts: TypeAlias = Annotated[
    tuple[int | Decimal, ...],
    PlainValidator(_four_cuts),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}),
]
WholeCuts: TypeAlias = Annotated[
    tuple[int | Decimal, ...],
    PlainValidator(_whole_cuts),
    WithJsonSchema({"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1}),
]
Kinds: TypeAlias = Annotated[
    tuple[Text, ...], BeforeValidator(_names, json_schema_input_type=Text | tuple[Text, ...])
]
MONTH = Duration(30, "day")


class Score(Strict):
    """What every score may say; `score` is its kind, by default the trait's own name."""

    score: str = ""
    description: Text = ""


class LeadRule(Strict):
    """So many points where the condition holds."""

    when: Condition
    points: Number


class LeadScore(Score):
    """The points of every rule that holds, added up."""

    score: Literal["lead_score"] = "lead_score"
    rules: Annotated[tuple[LeadRule, ...], BeforeValidator(as_tuple)]

    @model_validator(mode="after")
    def _some(self) -> LeadScore:
        if not self.rules:
            raise refusal("empty-list", "the list is empty", "write at least one rule", at="rules")
        return self


class EngagementScore(Score):
    """Points for every event of the window, by its kind."""

    score: Literal["engagement_score"] = "engagement_score"
    within: DurationValue = MONTH
    events: Kinds | None = None
    points: dict[Key, Number] = Field(default_factory=dict)


class EngagementTrend(Score):
    """RISING, STABLE or DECLINING: a window's events against those of the window before."""

    score: Literal["engagement_trend"] = "engagement_trend"
    within: DurationValue = MONTH
    events: Kinds | None = None
    rising: Number = Decimal("1.25")
    declining: Number = Decimal("0.8")
    minimum: int = Field(3, ge=1)

    @model_validator(mode="after")
    def _apart(self) -> EngagementTrend:
        for key, is_right, help_ in (
            ("rising", self.rising > 1, "a factor over 1, like 1.25"),
            ("declining", 0 <= self.declining < 1, "a factor from 0 to under 1, like 0.8"),
        ):
            if not is_right:
                raise refusal("bad-factor", f"`{key}: {getattr(self, key)}`", help_, at=key)
        return self


class LifetimeValue(Score):
    """All revenue up to as-of."""

    score: Literal["lifetime_value"] = "lifetime_value"
    revenue: Kinds | None = None


class PurchaseFrequency(Score):
    """Orders a year since the first one."""

    score: Literal["purchase_frequency"] = "purchase_frequency"
    orders: Kinds | None = None
    minimum_days: int = Field(30, ge=1)


class RecencyFrequencyMonetary(Score):
    """Days since the last order, orders and revenue, each with a band from 1 to 5."""

    score: Literal["rfm"] = "rfm"
    orders: Kinds | None = None
    revenue: Kinds | None = None
    recency: FourCuts = (30, 90, 180, 365)
    frequency: FourCuts = (2, 3, 5, 10)
    monetary: FourCuts = (50, 100, 250, 500)


class ConversionLikelihood(Score):
    """A scorecard fitted on the project's own history, and the band of everybody today."""

    score: Literal["conversion_likelihood"] = "conversion_likelihood"
    horizon: DurationValue = MONTH
    within: DurationValue = MONTH
    conversions: Kinds | None = None
    engagement: Kinds | None = None
    since: Key | None = None
    engagement_bins: WholeCuts = (1, 3, 10)
    recency_bins: WholeCuts = (7, 30, 90)
    conversion_bins: WholeCuts = (1, 2, 5)
    tenure_bins: WholeCuts = (30, 180, 365)
    minimum_conversions: int = Field(50, ge=1)
    smoothing: Number = 10
    points_to_double: Number = 20
    group_points: int = Field(10, ge=1)
    possible: Number = Decimal("0.5")
    likely: Number = Decimal("1.5")
    very_likely: Number = 3

    @model_validator(mode="after")
    def _sensible(self) -> ConversionLikelihood:
        for key in ("horizon", "within"):
            if getattr(self, key).unit not in ("day", "week"):
                raise refusal(
                    "bad-horizon",
                    f"`{key}: {getattr(self, key)}` is not a number of days or weeks",
                    "features and labels are counted in whole days, like `30 days`",
                    at=key,
                )
        for key in ("smoothing", "points_to_double"):
            if getattr(self, key) <= 0:
                raise refusal("bad-factor", f"`{key}` is not above 0", "", at=key)
        if not 0 < self.possible < self.likely < self.very_likely:
            raise refusal(
                "bad-factor",
                "the bands do not follow each other",
                "0 < possible < likely < very_likely: multiples of the base rate",
                at="likely",
            )
        return self


SCORE_CLASSES: dict[str, type[Score]] = {
    "lead_score": LeadScore,
    "engagement_score": EngagementScore,
    "engagement_trend": EngagementTrend,
    "rfm": RecencyFrequencyMonetary,
    "lifetime_value": LifetimeValue,
    "purchase_frequency": PurchaseFrequency,
    "conversion_likelihood": ConversionLikelihood,
}


def _kind(value: Any) -> str:
    return f"<{value['score'] if isinstance(value, dict) else value.score}>"


def _with_kind(value: object) -> object:
    """Each score with its kind written out: where none is, the trait's name says it."""
    if not isinstance(value, dict):
        raise refusal("wrong-shape", "the scores are a mapping", "like `engagement_score: {}`")
    found: dict[str, object] = {}
    for name, score in value.items():
        key = check_key(name)
        if isinstance(score, Score):
            found[key] = score
            continue
        if not isinstance(score, dict):
            raise refusal("wrong-shape", f"`{key}` has no mapping", "say `{}` for defaults", at=key)
        kind = score.get("score", key)
        if kind not in SCORE_CLASSES:
            message = f"`{kind}` is no kind of score"
            raise refusal("unknown-score", message, did_you_mean(str(kind), SCORE_CLASSES), at=key)
        found[key] = {**score, "score": kind}
    return found


AnyScore: TypeAlias = (
    LeadScore
    | EngagementScore
    | EngagementTrend
    | RecencyFrequencyMonetary
    | LifetimeValue
    | PurchaseFrequency
    | ConversionLikelihood
)
Scores: TypeAlias = Annotated[
    dict[
        str,
        Annotated[
            Annotated[LeadScore, Tag("<lead_score>")]
            | Annotated[EngagementScore, Tag("<engagement_score>")]
            | Annotated[EngagementTrend, Tag("<engagement_trend>")]
            | Annotated[RecencyFrequencyMonetary, Tag("<rfm>")]
            | Annotated[LifetimeValue, Tag("<lifetime_value>")]
            | Annotated[PurchaseFrequency, Tag("<purchase_frequency>")]
            | Annotated[ConversionLikelihood, Tag("<conversion_likelihood>")],
            Discriminator(_kind),
        ],
    ],
    BeforeValidator(_with_kind),
]


def scores_schema(schema: dict[str, Any]) -> None:
    """What an editor is told: a score under its kind's name, or under another with `score`."""
    any_score = schema.pop("additionalProperties")["oneOf"]
    # At this stage a reference holds more than the model's name.
    schema["properties"] = {
        kind: each
        for kind, model in SCORE_CLASSES.items()
        for each in any_score
        if model.__name__ in each["$ref"]
    }
    schema["additionalProperties"] = {"required": ["score"], "anyOf": any_score}


def traits_of_score(name: str, score: AnyScore) -> dict[str, tuple[str, ScoreType]]:
    """The traits that a score gives: name -> (which part of the score, its type)."""
    match score:
        case RecencyFrequencyMonetary():
            parts = {f"{name}_{part}": (part, type_) for part, type_ in RFM_PARTS.items()}
            return {name: ("code", "text"), **parts}
        case ConversionLikelihood():
            return {name: ("likelihood", "text"), f"{name}_points": ("points", "number")}
        case EngagementTrend():
            return {name: ("trend", "text")}
    return {name: ("score", "number")}


def score_traits(scores: dict[str, AnyScore]) -> Iterator[tuple[str, str, str, ScoreType]]:
    """Every trait of every score: (trait, score, part, type)."""
    for name, score in scores.items():
        for trait, (part, type_) in traits_of_score(name, score).items():
            yield trait, name, part, type_
