"""Every mutant, by what it breaks."""

from __future__ import annotations

from collections.abc import Mapping

from tools.mutants.mutant import Mutant
from tools.mutants.of_events import OF_EVENTS
from tools.mutants.of_groups import OF_GROUPS
from tools.mutants.of_histories import OF_HISTORIES
from tools.mutants.of_lasting import OF_LASTING
from tools.mutants.of_objects import OF_OBJECTS
from tools.mutants.of_patterns import OF_PATTERNS
from tools.mutants.of_runs import OF_RUNS
from tools.mutants.of_times import OF_TIMES
from tools.mutants.of_values import OF_VALUES

MUTANTS: Mapping[str, tuple[Mutant, ...]] = {
    "One value": OF_VALUES,
    "Time": OF_TIMES,
    "Events": OF_EVENTS,
    "Events in their order": OF_PATTERNS,
    "Related rows and scores": OF_OBJECTS,
    "Groups and segments": OF_GROUPS,
    "Histories and chance": OF_HISTORIES,
    "Histories of rows": OF_LASTING,
    "Whom a run looks at": OF_RUNS,
}


def every_mutant() -> tuple[Mutant, ...]:
    """All of them."""
    return tuple(mutant for found in MUTANTS.values() for mutant in found)
