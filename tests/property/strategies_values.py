"""Tests on one value: every operator of every type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from segsmith.definitions.scalars import PERIOD_WORDS
from segsmith.definitions.scores import TRENDS
from segsmith.reference.values import simple_lower
from tests.property.scene import DURATIONS, ENDS, FRAGMENTS, NUMBERS, PATTERNS, TAGS, TEXTS, Scene
from tests.property.scopes import Scope
from tests.property.strategies_expressions import (
    expressions,
    expressions_like,
    has_expressions,
)

Written = dict[str, Any]
_ANY = ("is", "is_not", "in", "not_in", "is_set")
_NUMBER = (*_ANY, "more_than", "at_least", "less_than", "at_most", "between", "not_between")
_TIME = (
    *_ANY,
    "before",
    "after",
    "on_or_before",
    "on_or_after",
    "between",
    "not_between",
    "on_day",
    "not_on_day",
    "within_last",
    "older_than",
    "within_next",
    "in_period",
    "month_is",
    "days_from_today",
    "anniversary",
)
_TEXT = (
    *_NUMBER,
    "contains",
    "does_not_contain",
    "starts_with",
    "does_not_start_with",
    "ends_with",
    "does_not_end_with",
    "matches_pattern",
    "does_not_match_pattern",
    "is_empty",
)
OPERATORS: dict[str, tuple[str, ...]] = {
    "number": _NUMBER,
    "text": _TEXT,
    "boolean": _ANY,
    "instant": _TIME,
    "date": _TIME,
    "array": ("includes", "includes_any", "includes_all", "includes_none", "is_empty", "is_set"),
}
VALUE_FORMS = tuple((kind, word) for kind, words in OPERATORS.items() for word in words)
NEGATIVE = (
    "is_not",
    "not_in",
    "not_between",
    "not_on_day",
    "does_not_contain",
    "does_not_start_with",
    "does_not_end_with",
    "does_not_match_pattern",
    "includes_none",
)
_LENGTHS = st.sampled_from(DURATIONS)


@st.composite
def value_conditions(draw: DrawFn, scene: Scene, scope: Scope, kind: str, operator: str) -> Written:
    """A condition on an attribute, a trait or an expression of a type."""
    choices: list[SearchStrategy[Written]] = []
    for key, names in (("attribute", scope.attributes), ("trait", scope.traits)):
        if names.get(kind):
            choices.append(st.sampled_from(names[kind]).map(_named(key)))
    if has_expressions(scope, kind):
        choices.append(expressions(scope, kind).map(lambda text: {"expression": text}))
    subject = draw(st.one_of(choices))
    test = draw(value_tests(scene, scope, kind, operator))
    if subject.get("trait") == "engagement_trend" and operator in ("is", "is_not", "in", "not_in"):
        test[operator] = _known_trend(test[operator])
    return subject | test


def _known_trend(written: Any) -> Any:
    """The words of a trend in place of any text: others are refused."""
    if isinstance(written, list):
        return [_known_trend(item) for item in written]
    return TRENDS[len(written) % 3] if isinstance(written, str) else written


@st.composite
def expression_conditions(
    draw: DrawFn, scene: Scene, scope: Scope, kind: str, like: str
) -> Written:
    """A condition on an expression of one template."""
    operator = draw(st.sampled_from(OPERATORS[kind]))
    subject = {"expression": draw(expressions_like(scope, like))}
    return subject | draw(value_tests(scene, scope, kind, operator))


@st.composite
def value_tests(draw: DrawFn, scene: Scene, scope: Scope, kind: str, operator: str) -> Written:
    """An operator with what it is compared with, and modifiers."""
    test: Written = {operator: _compared(draw, scene, scope, kind, operator)}
    if operator == "anniversary":
        if draw(st.booleans()):
            test["min_years"] = draw(st.sampled_from((1, 2)))
        if draw(st.integers(0, 3)):
            test["leap_day"] = draw(st.sampled_from(("february_28", "march_1", "skip")))
    if operator in NEGATIVE and draw(st.booleans()):
        test["nulls"] = draw(st.sampled_from(("match", "no_match")))
    if kind in ("text", "array") and operator not in ("is_set", "is_empty") and draw(st.booleans()):
        test["ignore_case"] = True
    return test


def _compared(draw: DrawFn, scene: Scene, scope: Scope, kind: str, operator: str) -> Any:
    if kind == "array" and operator not in ("is_set", "is_empty"):
        tags = st.sampled_from(TAGS)
        return draw(tags if operator == "includes" else _lists(tags))
    match operator:
        case "is_set" | "is_empty":
            return draw(st.booleans())
        case "contains" | "does_not_contain":
            return draw(st.sampled_from(FRAGMENTS))
        case "starts_with" | "does_not_start_with" | "ends_with" | "does_not_end_with":
            return draw(st.sampled_from((*ENDS, *TEXTS[:6])))
        case "matches_pattern" | "does_not_match_pattern":
            return draw(st.sampled_from(PATTERNS))
        case "within_last" | "older_than" | "within_next":
            return draw(_LENGTHS)
        case "in_period":
            return draw(st.sampled_from(sorted(PERIOD_WORDS)))
        case "month_is":
            return draw(st.sampled_from(("this_month", 2, [2, 3], [3, 9, 10], [1, 12], [4, 11])))
        case "days_from_today":
            return draw(st.integers(-2, 2))
        case "anniversary":
            return draw(st.sampled_from(("today", *({"within_next": w} for w in _SOON))))
        case "in" | "not_in":
            return draw(_lists(operands(scene, scope, kind)))
        case "between" | "not_between":
            return _bounds(draw, scene, scope, kind)
    return draw(operands(scene, scope, kind))


_SOON = ("1 day", "7 days", "2 weeks", "365 days")


def _lists(items: SearchStrategy[Any]) -> SearchStrategy[list[Any]]:
    return st.lists(items, min_size=1, max_size=3)


def _bounds(draw: DrawFn, scene: Scene, scope: Scope, kind: str) -> list[Any]:
    """Two literals the right way round (without case, too), or a literal and a reference."""
    first, second = draw(literals(scene, kind)), draw(literals(scene, kind))
    if draw(st.integers(0, 3)) == 0:
        other = draw(operands(scene, scope, kind))
        if isinstance(other, dict):
            return draw(st.permutations([first, other]))
    low, high = sorted((first, second), key=_order(kind))
    if kind == "text" and simple_lower(low) > simple_lower(high):
        high = low
    if kind == "instant" and len(low) != len(high):
        high = low
    return [low, high]


def _order(kind: str) -> Any:
    return Decimal if kind in ("number", "count") else str


def literals(scene: Scene, kind: str) -> SearchStrategy[Any]:
    """A value of a type as it is written in YAML; `count` is a small number."""
    match kind:
        case "count":
            return st.sampled_from((0, 1, 1, 2, 3))
        case "number":
            return st.sampled_from(NUMBERS)
        case "text":
            return st.sampled_from(TEXTS)
        case "boolean":
            return st.booleans()
        case "date":
            return st.sampled_from(scene.days).map(str)
    return st.one_of(
        st.sampled_from(scene.moments).map(datetime.isoformat), st.sampled_from(scene.days).map(str)
    )


def operands(scene: Scene, scope: Scope, kind: str) -> SearchStrategy[Any]:
    """What a value is compared with: mostly a literal, or another value of the row."""
    references: list[SearchStrategy[Any]] = []
    for key, names in (("attribute", scope.attributes), ("trait", scope.traits)):
        found = _comparable(names, kind)
        if found:
            references.append(st.sampled_from(found).map(_named(key)))
    if has_expressions(scope, kind):
        references.append(expressions(scope, kind, 1).map(lambda text: {"expression": text}))
    if kind in ("instant", "date"):
        references.append(_LENGTHS.map(lambda length: {"ago": length}))
        references.append(st.just("now"))
    return st.one_of(literals(scene, kind), literals(scene, kind), *references)


def _named(key: str) -> Callable[[str], Written]:
    return lambda name: {key: name}


def _comparable(names: dict[str, tuple[str, ...]], kind: str) -> tuple[str, ...]:
    kinds: Iterable[str] = ("instant", "date") if kind in ("instant", "date") else (kind,)
    if kind == "count":
        kinds = ("number",)
    return tuple(name for kind in kinds for name in names.get(kind, ()))
