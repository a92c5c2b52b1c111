"""Numbers, instants and small charts as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

_BARS = "▁▂▃▄▅▆▇█"
MINUS = "−"


def number(value: float | None) -> str:
    """`1,234`; a dash for nothing."""
    if value is None:
        return "–"
    return f"{value:,}".replace("-", MINUS)


def change(entered: int, exited: int) -> str:
    """`+12 −3`; what is nought is left out."""
    parts = [f"+{entered:,}" if entered else "", f"{MINUS}{exited:,}" if exited else ""]
    return " ".join(part for part in parts if part) or "–"


def share(part: float, whole: float) -> str:
    """`12.5 %`; a dash of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def seconds(value: float) -> str:
    """`1,234.567 s`: always to the millisecond, so that a column is aligned."""
    return f"{value:,.3f} s".replace("-", MINUS)


def instant(value: datetime | None) -> str:
    """`2026-11-20 08:00` UTC; a dash for nothing."""
    return "–" if value is None else value.strftime("%Y-%m-%d %H:%M")


def day(value: date | None) -> str:
    """`2026-11-20`; a dash for nothing."""
    return "–" if value is None else value.strftime("%Y-%m-%d")


def spark(values: Sequence[int], width: int) -> str:
    """A line of bars, from nought to the greatest value; at most `width` of the last ones."""
    shown = list(values)[-width:]
    top = max(shown, default=0)
    if top <= 0:
        return _BARS[0] * len(shown)
    # The lowest bar is kept for nought: a segment of one is not an empty one.
    steps = len(_BARS) - 1
    return "".join(_BARS[0 if v <= 0 else max(1, round(steps * v / top))] for v in shown)
