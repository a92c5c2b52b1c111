"""Bars, and curves on logarithmic axes, as SVG."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

_FONT = 'font-family="sans-serif" font-size="12"'
_COLOURS = ("#3b6ea5", "#c2572b", "#4c8c4a", "#7a5195")
_BAR, _GAP, _LEFT, _WIDE = 18, 8, 300, 420


def bars(title: str, values: dict[str, float], unit: str) -> str:
    """Horizontal bars, one a name, each with its value."""
    most = max(values.values(), default=1.0) or 1.0
    rows = []
    for number, (name, value) in enumerate(values.items()):
        top = 34 + number * (_BAR + _GAP)
        width = value / most * _WIDE
        rows.append(
            f'<text x="{_LEFT - 8}" y="{top + 13}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR}"'
            f' fill="{_COLOURS[0]}"/>'
            f'<text x="{_LEFT + width + 6:.1f}" y="{top + 13}">{value:.2f} {unit}</text>'
        )
    height = 40 + len(values) * (_BAR + _GAP)
    return _picture(_LEFT + _WIDE + 90, height, title, rows)


def curves(title: str, lines: dict[str, list[tuple[float, float]]]) -> str:
    """A line a name through its points (x, seconds), on two logarithmic axes."""
    points = [point for line in lines.values() for point in line]
    if not points:
        return _picture(640, 40, title, [])
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across, up = _scale(min(xs), max(xs), 60, 600), _scale(min(ys), max(ys), 280, 50)
    parts = []
    for x in sorted(set(xs)):
        parts.append(f'<text x="{across(x):.1f}" y="305" text-anchor="middle">{x:,.10g}</text>')
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in line:
            at = f'x="{across(x):.1f}" y="{up(y) - 6:.1f}" text-anchor="middle"'
            parts.append(f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>')
            parts.append(f'<text {at} fill="{colour}">{y:.1f}</text>')
        below = 330 + 18 * number
        parts.append(f'<text x="60" y="{below}" fill="{colour}">{escape(name)}</text>')
    return _picture(680, 340 + 18 * len(lines), title, parts)


def _scale(least: float, most: float, at_least: float, at_most: float) -> Callable[[float], float]:
    """From a value to its place on a logarithmic axis."""
    width = math.log(most / least) or 1.0
    return lambda value: at_least + (at_most - at_least) * math.log(value / least) / width


def _picture(width: int, height: int, title: str, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_FONT}>\n'
        '<rect width="100%" height="100%" fill="#fff"/>\n'
        f'<text x="12" y="20" font-weight="bold">{escape(title)}</text>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )
