"""Every mutant still breaks something: its text stands exactly once in its file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tools.mutants.all_mutants import every_mutant
from tools.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutant", every_mutant(), ids=lambda mutant: mutant.name)
def test_text_stands_once(mutant: Mutant) -> None:
    assert mutant.broken(ROOT) != (ROOT / mutant.file).read_text(encoding="utf-8")


def test_names_are_unique() -> None:
    counts = Counter(mutant.name for mutant in every_mutant())
    assert [name for name, count in counts.items() if count > 1] == []
