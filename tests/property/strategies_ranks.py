"""Rank and chance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.scene import Scene

Written = dict[str, Any]
RANK_FORMS = ("random", "random")
SALTS = ("spring", "it's {{ x }}", "Été")
PERCENTS = (0, Decimal("0.5"), 10, Decimal("33.333333"), 50, Decimal("99.5"), 100)


@st.composite
def rank_conditions(draw: DrawFn, scene: Scene, form: str, earlier: list[str]) -> Written:
    """A condition of the form, over segments drawn before."""
    if form == "random":
        return _random(draw)
    raise ValueError(form)


def _random(draw: DrawFn) -> Written:
    first = draw(st.integers(0, len(PERCENTS) - 2))
    last = draw(st.integers(first + 1, len(PERCENTS) - 1))
    split = {"salt": draw(st.sampled_from(SALTS)), "from": PERCENTS[first], "to": PERCENTS[last]}
    return {"random": split}
