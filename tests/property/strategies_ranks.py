"""Rank and chance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.scene import DURATIONS, Scene

Written = dict[str, Any]
RANK_FORMS = ("random", "random", "members", "with", "with", "with")
SPAN = "_span"  # ends the keys of segments with a parameter of that name
SALTS = ("spring", "it's {{ x }}", "Été")
PERCENTS = (0, Decimal("0.5"), 10, Decimal("33.333333"), 50, Decimal("99.5"), 100)


@st.composite
def rank_conditions(draw: DrawFn, scene: Scene, form: str, earlier: list[str]) -> Written:
    """A condition of the form, over segments drawn before."""
    if form == "random":
        return _random(draw)
    spans = [key for key in earlier if key.endswith(SPAN)]
    if form == "with" and spans:
        settings = {"span": draw(st.sampled_from(DURATIONS))}
        return {"segment": draw(st.sampled_from(spans)), "with": settings}
    return {"everyone": True}


def with_parameter(written: Written) -> Written:
    """The first duration of a rule as a parameter, where it has one; the key then says so."""
    where, spans = _without_span(written.get("where"))
    if not spans:
        return written
    key = written["segment"] + SPAN
    return {**written, "segment": key, "parameters": {"span": spans[0]}, "where": where}


def _without_span(rule: Any) -> tuple[Any, list[str]]:
    """A rule with its first duration replaced, and that duration."""
    if not isinstance(rule, (dict, list)):
        return rule, []
    pairs = list(rule.items() if isinstance(rule, dict) else enumerate(rule))
    for index, (key, value) in enumerate(pairs):
        if key in ("within_last", "older_than") and value in DURATIONS:
            new, found = {"parameter": "span"}, [value]
        else:
            new, found = _without_span(value)
        if found:
            pairs[index] = (key, new)
            return (dict(pairs) if isinstance(rule, dict) else [v for _, v in pairs]), found
    return rule, []


@st.composite
def stages(draw: DrawFn, written: list[Written]) -> dict[str, list[str]]:
    """One set of four segments without overrides: further stages refer to no nearer ones."""
    barred = {"always_include", "always_exclude", "status"}
    able = [one["segment"] for one in written if not barred & one.keys()]
    found = draw(st.permutations(range(len(able))))[:4]
    return {"drawn_stages": [able[index] for index in sorted(found, reverse=True)]}


def _random(draw: DrawFn) -> Written:
    first = draw(st.integers(0, len(PERCENTS) - 2))
    last = draw(st.integers(first + 1, len(PERCENTS) - 1))
    split = {"salt": draw(st.sampled_from(SALTS)), "from": PERCENTS[first], "to": PERCENTS[last]}
    return {"random": split}
