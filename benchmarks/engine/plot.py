"""Plots as SVG, written by hand: bars, and curves on logarithmic axes."""

from __future__ import annotations

from html import escape

_FONT = 'font-family="sans-serif" font-size="12"'
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
            f'<rect x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="#3b6ea5"/>'
            f'<text x="{_LEFT + width + 6:.1f}" y="{top + 13}">{value:.2f} {unit}</text>'
        )
    height = 40 + len(values) * (_BAR + _GAP)
    return _picture(_LEFT + _WIDE + 90, height, title, rows)


def _picture(width: int, height: int, title: str, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_FONT}>\n'
        '<rect width="100%" height="100%" fill="#fff"/>\n'
        f'<text x="12" y="20" font-weight="bold">{escape(title)}</text>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )
