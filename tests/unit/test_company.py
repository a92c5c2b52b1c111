"""The committed seeds are what the maker of the demo company makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"


def test_the_seeds_are_made_by_the_maker(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "segsmith.demo.company", str(tmp_path)],
        check=True,
        capture_output=True,
        env={"PYTHONPATH": str(SEEDS.parent / "generator"), "PYTHONHASHSEED": "1"},
    )
    made = {path.name: path.read_bytes() for path in tmp_path.glob("raw_*.csv")}
    kept = {path.name: path.read_bytes() for path in SEEDS.glob("raw_*.csv")}
    assert set(made) == set(kept) and len(kept) == 10
    assert [name for name in kept if made[name] != kept[name]] == []
