"""Laws of the language that hold for every definition, in the interpreter itself.

The warehouses equal the interpreter (test_warehouses), so the laws hold there as well; the same
derived definitions are also drawn there, as nested groups.
"""

from __future__ import annotations

from typing import Any

import pytest

from segsmith.reference import members
from tests.property.batches import BATCHES, batch
from tests.support.written import definitions_of

Written = dict[str, Any]


def _derived(number: int) -> tuple[list[Written], dict[str, frozenset[str]], frozenset[str]]:
    """A third of a batch's rules, each with what is derived from it; their members; everybody."""
    drawn = batch(number)
    rules = [s["where"] for s in drawn.segments[::3]]
    written: list[Written] = [*drawn.segments, _segment("everybody", {"everyone": True})]
    for index, rule in enumerate(rules):
        other = rules[index - 1]
        written += [
            _segment(f"rule_{index}", rule),
            _segment(f"not_{index}", {"not": rule}),
            _segment(f"twice_{index}", {"not": {"not": rule}}),
            _segment(f"both_{index}", {"all": [rule, other]}),
            _segment(f"turned_{index}", {"all": [other, rule]}),
            _segment(f"either_{index}", {"any": [rule, other]}),
            _segment(f"neither_{index}", {"none": [other, rule]}),
        ]
    scene = drawn.scene
    found = members(definitions_of(written, scene.time_zone), drawn.tables, scene.as_of)
    return rules, found, found["everybody"]


def _segment(key: str, where: Written) -> Written:
    return {"segment": key, "where": where}


@pytest.mark.parametrize("number", range(BATCHES))
def test_laws_of_sets(number: int) -> None:
    rules, found, everybody = _derived(number)
    for index in range(len(rules)):
        rule, other = found[f"rule_{index}"], found[f"rule_{(index - 1) % len(rules)}"]
        assert found[f"not_{index}"] == everybody - rule
        assert found[f"twice_{index}"] == rule
        assert found[f"both_{index}"] == found[f"turned_{index}"] == rule & other
        assert found[f"either_{index}"] == rule | other
        assert found[f"neither_{index}"] == everybody - rule - other
