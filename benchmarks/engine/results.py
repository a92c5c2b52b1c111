"""What was measured, kept beside this file; docs/performance.md and its plots are made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.engine.curves import CURVES
from benchmarks.engine.measurement import Figure
from benchmarks.engine.page import page
from benchmarks.engine.plots import plots
from benchmarks.engine.sizes import Sizes

RESULTS = Path(__file__).with_name("results.json")
DOCS = Path(__file__).parents[2] / "docs"


def bench_result(
    sizes: Sizes,
    machine: str,
    traits: int,
    dbt_threads: Mapping[str, int],
    found: Mapping[str, Figure],
) -> dict[str, Any]:
    """A whole benchmark as it is kept."""
    return {
        "sizes": asdict(sizes),
        "machine": machine,
        "traits": traits,
        "dbt_threads": dict(dbt_threads),
        "figures": {way: figure.as_dict() for way, figure in found.items()},
    }


def keep_bench(result: dict[str, Any]) -> None:
    """Keep a benchmark in the place of the one before."""
    known = _known()
    known["bench"] = result
    _write(known)


def keep_point(curve: str, x: float, found: dict[str, Any], machine: str) -> None:
    """Keep a point of a curve, in the place of the same point before."""
    known = _known()
    points = known.setdefault("growth", {}).setdefault(curve, {})
    points[f"{x:.10g}"] = found | {"machine": machine}
    known["growth"] = {
        name: dict(sorted(known["growth"][name].items(), key=lambda item: float(item[0])))
        for name in CURVES
        if name in known["growth"]
    }
    _write(known)


def _known() -> dict[str, Any]:
    known: dict[str, Any] = {}
    if RESULTS.exists():
        known = json.loads(RESULTS.read_text(encoding="utf-8"))
    return known


def _write(known: dict[str, Any]) -> None:
    RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, picture in plots(known).items():
        (DOCS / name).write_text(picture, encoding="utf-8")
    (DOCS / "performance.md").write_text(page(known), encoding="utf-8")
