"""The reference interpreter gives the members that were written by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from segsmith.reference import members
from tests.support.spec_cases import SpecBatch, SpecCase, spec_batches, spec_cases


@pytest.mark.parametrize("case", spec_cases(), ids=lambda case: case.name)
def test_members_by_hand(case: SpecCase) -> None:
    found = members(case.definitions, case.typed_tables, case.as_of, case.history)
    wrong = {
        key: f"missing {sorted(expected - found[key])}, too many {sorted(found[key] - expected)}"
        for key, expected in case.members.items()
        if found[key] != expected
    }
    assert not wrong


@pytest.mark.parametrize("batch", list(spec_batches()), ids=lambda batch: batch.name)
def test_cases_laid_together_keep_their_members(batch: SpecBatch) -> None:
    found = members(batch.definitions, batch.tables, batch.as_of, batch.history)
    assert batch.own_members(found) == batch.expected()


def test_definition_keys_are_unique_over_all_cases() -> None:
    counts = Counter(key for case in spec_cases() for key in case.members)
    assert [key for key, count in counts.items() if count > 1] == []


def test_expected_members_are_things_of_the_case() -> None:
    for case in spec_cases():
        for segment in case.segments:
            key, entity = segment["segment"], segment.get("entity", "contact")
            there = {row[f"{entity}_id"] for row in case.tables[entity]}
            assert case.members[key] <= there, f"{case.name}: {key}"
