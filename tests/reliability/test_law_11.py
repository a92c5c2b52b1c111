"""Law 11: after any stream of changes a run that looks at few equals one that looks at everybody.

`make test` plays some and `make sweep` more; SEGSMITH_EXAMPLES is the number of plays of each test,
SEGSMITH_SEED another drawing.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from hypothesis.stateful import get_state_machine_test

from tests.reliability.bugs import Bug
from tests.reliability.bugs_of_runs import BUGS_OF_RUNS, OWN
from tests.reliability.conftest import Tell
from tests.reliability.law_11 import Law11
from tests.reliability.results import record
from tests.reliability.stage import CaughtError, Stage
from tests.support.dbt_process import FailedCommandError

PLAYS, MORE_PLAYS = (int(os.environ.get("SEGSMITH_EXAMPLES", usual)) for usual in ("3", "8"))
STEPS = 40  # enough for every run of a play
SEED = int(os.environ.get("SEGSMITH_SEED", "1"))


@pytest.fixture(autouse=True)
def constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis draws constants of the modules that happen to be loaded: not here."""
    monkeypatch.setattr(providers, "_get_local_constants", Constants)


def test_few_or_everybody(stage: Stage, tell: Tell) -> None:
    """Some plays in every `make test`."""
    play(stage, SEED, PLAYS)
    tell(f"law 11 on {stage.player.database.name}, seed {SEED}: {stage.told()}")


@pytest.mark.slow
@pytest.mark.parametrize("number", range(100, 104))
def test_few_or_everybody_for_longer(stage: Stage, number: int, tell: Tell) -> None:
    """More of them."""
    play(stage, SEED * number, MORE_PLAYS)
    tell(f"law 11 on {stage.player.database.name}, seed {SEED * number}: {stage.told()}")
    record("plays", str(SEED * number), stage.player.database.name, dict(stage.met))


@pytest.mark.skipif("SEGSMITH_RECORD" not in os.environ, reason="chance may miss a bug")
@pytest.mark.slow
@pytest.mark.parametrize("bug", [pytest.param(bug, id=bug.name) for bug, _ in BUGS_OF_RUNS])
def test_which_bugs_chance_finds(stage: Stage, bug: Bug) -> None:
    """The machine against each planted bug; which it misses is no failure, and is written down."""
    found: tuple[str, ...] = ()
    with stage.planted(bug):
        try:
            play(stage, SEED, MORE_PLAYS, phases=(Phase.generate,))
        except CaughtError as error:
            found = error.oracles
        except FailedCommandError:
            found = (OWN,)
    record("by chance", bug.name, stage.player.database.name, [found, stage.met["runs"]])


def play(
    stage: Stage,
    number: int,
    plays: int,
    phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink),
) -> None:
    """So many plays, always the same ones for a number.

    A run takes seconds, so that nothing is timed, and a failure is not explained by more runs.
    """
    stage.met.clear()
    test: Any = get_state_machine_test(
        type("Play", (Law11,), {"stage": stage}),
        settings=settings(
            max_examples=plays,
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
    seed(number)(test)()
