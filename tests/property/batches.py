"""Drawn batches, the same ones for every test of a session.

SEGSMITH_EXAMPLES is the number of drawn definitions, SEGSMITH_SEED another drawing.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from tests.property.scene import SCENES
from tests.property.strategies import Drawn, drawn

PER_BATCH = 140
USUAL_EXAMPLES = 840
BATCHES = -(-int(os.environ.get("SEGSMITH_EXAMPLES", USUAL_EXAMPLES)) // PER_BATCH)
SEED = int(os.environ.get("SEGSMITH_SEED", "13"))


@cache
def batch(number: int) -> Drawn:
    """The batch of a number; the forms go on where the batch before ended."""
    found: list[Drawn] = []
    strategy = drawn(PER_BATCH, start=number * PER_BATCH, scene=SCENES[number % len(SCENES)])

    # The first example of Hypothesis is always the simplest: the second is the first drawn one.
    @seed(SEED * 1_000_003 + number)
    @settings(
        max_examples=2,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def collect(data: Any) -> None:
        found.append(data.draw(strategy))

    with pytest.MonkeyPatch.context() as patch:
        # Hypothesis draws constants of the modules that happen to be loaded and count as local:
        # the drawing would hang on where the checkout lies and on which tests ran before.
        patch.setattr(providers, "_get_local_constants", Constants)
        collect()
    return found[-1]
