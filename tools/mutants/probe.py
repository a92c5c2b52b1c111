"""Lay some spec cases together on DuckDB and tell what is wrong in the tree that is imported."""

from __future__ import annotations

import tempfile
from fnmatch import fnmatch
from pathlib import Path

from tests.support.evaluation import FailedRunError, evaluated
from tests.support.spec_cases import SpecBatch, spec_batches, spec_cases
from tests.support.warehouses import DuckDB

from segsmith.errors import UserError


def wrong(patterns: list[str]) -> list[str]:
    """`case: definition` of the first data set in which anything is wrong.

    `patterns` are names of spec cases, with `*`.
    """
    cases = [case for case in spec_cases() if any(fnmatch(case.name, p) for p in patterns)]
    assert cases, f"no spec case is called {patterns}"
    for batch in spec_batches(cases):
        with tempfile.TemporaryDirectory() as folder:
            found = _wrong_in(batch, Path(folder))
        if found:
            return found
    return []


def _wrong_in(batch: SpecBatch, folder: Path) -> list[str]:
    try:
        found = evaluated(
            batch.segments, batch.tables, batch.as_of, batch.time_zone, DuckDB(folder), folder
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
