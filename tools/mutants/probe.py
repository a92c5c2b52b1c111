"""Lay some spec cases together on DuckDB and tell what is wrong in the tree that is imported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.support.evaluation import FailedRunError, evaluated
from tests.support.spec_cases import SpecBatch, cases_named, spec_batches
from tests.support.warehouses import DuckDB

from segsmith.errors import UserError


def wrong(patterns: Iterable[str], scratch: Path) -> list[str]:
    """`case: definition` of the first data set in which anything is wrong.

    `patterns` are names of spec cases, with `*`. The dbt projects stay in `scratch`, so that dbt
    need not parse anew what the mutant before left as it is.
    """
    cases = cases_named(patterns)
    assert cases, f"no spec case is called {patterns}"
    for batch in spec_batches(case for case in cases if not case.pending):
        name = "_".join((*sorted(case.name for case in batch.cases), batch.name))
        folder = scratch / re.sub(r"\W+", "_", name)[:200]
        folder.mkdir(exist_ok=True)
        found = _wrong_in(batch, folder)
        if found:
            return found
    return []


def _wrong_in(batch: SpecBatch, folder: Path) -> list[str]:
    try:
        found = evaluated(
            batch.segments,
            batch.tables,
            batch.as_of,
            batch.time_zone,
            DuckDB(folder),
            folder,
            batch.history,
            batch.stages,
        )
    except (FailedRunError, UserError, AssertionError) as error:
        return [f"{batch.cases[0].name}: {str(error).splitlines()[0][:80]}"]
    own, expected = batch.own_members(found), batch.expected()
    return [
        f"{case.name}: {key}"
        for case in batch.cases
        for key in case.members
        if key in own and own[key] != expected[key]
    ]
