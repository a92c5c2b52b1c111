"""What long runs of law 11 found, kept in results.json, from which docs/proofs.md is made.

Tests write it where SEGSMITH_RECORD is set.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"


def known() -> dict[str, Any]:
    """By part (plays, bugs, days), then by name, then by engine."""
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    return found


def record(part: str, name: str, engine: str, value: Any) -> None:
    """Keep one result, if results are asked for."""
    if "SEGSMITH_RECORD" in os.environ:
        results = known()
        results.setdefault(part, {}).setdefault(name, {})[engine] = value
        text = json.dumps(results, indent=1, sort_keys=True, ensure_ascii=False)
        RESULTS.write_text(text + "\n", encoding="utf-8")
