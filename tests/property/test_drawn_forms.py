"""What Hypothesis drew: no form of the language is left out, and each meets what it can meet.

Run as a script (`python -m tests.property.test_drawn_forms`), it prints the table; with `--write`
it puts it where docs/proofs.md takes it from.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.property.batches import BATCHES, batch
from tests.property.forms import Tally

TABLE = Path(__file__).parent / "drawn_forms.txt"


def drawn_forms() -> Tally:
    """The tally of all batches of this session."""
    tally = Tally()
    for number in range(BATCHES):
        tally.add(batch(number))
    return tally


@pytest.mark.skipif("SEGSMITH_SEED" in os.environ, reason="only the usual drawing is so complete")
def test_every_form_was_drawn_true_false_at_its_edge_and_on_null() -> None:
    assert drawn_forms().zeros() == []


if __name__ == "__main__":
    shown = drawn_forms().table()
    if "--write" in sys.argv:
        TABLE.write_text(shown + "\n", encoding="utf-8")
    print(shown)
