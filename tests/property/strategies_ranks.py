"""Rank and chance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.scene import DURATIONS, Scene
from tests.property.scopes import CONTACT

Written = dict[str, Any]
TOP_FORMS = tuple(
    f"top {size} by {by}" for size in ("count", "percent") for by in ("number", "instant", "date")
)
RANK_FORMS = (
    *("random", "random", "members", "with", "with", "with"),
    *TOP_FORMS,
    *("top count by expression", "top percent by expression"),
    *("top of", "top of", "top of"),
)
SPAN = "_span"  # ends the keys of segments with a parameter of that name
SALTS = ("spring", "it's {{ x }}", "Été")
TOP_PERCENTS = (Decimal("0.000001"), 1, Decimal("12.5"), 34, 50, 90, 100)
TOP_COUNTS = (1, 2, 5, 20, 50, 80)
RANKED_EXPRESSIONS = ("score + orders_made", "0 - score", "coalesce(revenue, 0)", "length(city)")
PERCENTS = (0, Decimal("0.5"), 10, Decimal("33.333333"), 50, Decimal("99.5"), 100)


@st.composite
def rank_conditions(draw: DrawFn, scene: Scene, form: str, earlier: list[str]) -> Written:
    """A condition of the form, over segments drawn before."""
    if form == "random":
        return _random(draw)
    if form.startswith("top"):
        return draw(_top(form, earlier))
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


@st.composite
def _top(draw: DrawFn, form: str, earlier: list[str]) -> Written:
    """Sizes at which contacts with equal values and with none stand at the edge, too."""
    _, size, *rest = form.split()
    by = rest[-1] if rest else draw(st.sampled_from(("number", "instant", "expression")))
    top: Written = {"by": draw(_ranked_by(by))}
    if size == "of" and earlier:
        top["of"] = {"segment": draw(st.sampled_from(earlier))}
    if size == "percent" or (size == "of" and draw(st.booleans())):
        top["percent"] = draw(st.sampled_from(TOP_PERCENTS))
    else:
        top["count"] = draw(st.sampled_from(TOP_COUNTS))
    return {"top": top}


@st.composite
def _ranked_by(draw: DrawFn, kind: str) -> Written:
    if kind == "expression":
        return {"expression": draw(st.sampled_from(RANKED_EXPRESSIONS))}
    if draw(st.booleans()) and CONTACT.traits.get(kind):
        return {"trait": draw(st.sampled_from(CONTACT.traits[kind]))}
    return {"attribute": draw(st.sampled_from(CONTACT.attributes[kind]))}


def _random(draw: DrawFn) -> Written:
    first = draw(st.integers(0, len(PERCENTS) - 2))
    last = draw(st.integers(first + 1, len(PERCENTS) - 1))
    split = {"salt": draw(st.sampled_from(SALTS)), "from": PERCENTS[first], "to": PERCENTS[last]}
    return {"random": split}
