"""The plots of docs/performance.md: their file names and pictures."""

from __future__ import annotations

from typing import Any

from benchmarks.engine.curves import CURVES
from benchmarks.engine.measurement import WAYS
from benchmarks.engine.svg import bars, curves

BARS = "performance.svg"


def curve_file(curve: str) -> str:
    """The file of a growth curve."""
    return f"performance_{curve}.svg"


def plots(known: dict[str, Any]) -> dict[str, str]:
    """The plots of what is known, by file name; times that do not count are left out."""
    found = {}
    if "bench" in known:
        seconds = {
            WAYS[way]: figure["wall"]
            for way, figure in known["bench"]["figures"].items()
            if not figure["wrong"]
        }
        found[BARS] = bars("Seconds of the whole process", seconds, "s")
    for name, points in known.get("growth", {}).items():
        title = f"Seconds of the whole process by {CURVES[name].title}"
        found[curve_file(name)] = curves(title, _lines(points))
    return found


def _lines(points: dict[str, Any]) -> dict[str, list[tuple[float, float]]]:
    return {
        f"{way}: {WAYS[way]}": [
            (float(x), point["figures"][way]["wall"])
            for x, point in points.items()
            if not point["figures"][way]["wrong"]
        ]
        for way in ("a", "b", "c")
    }
