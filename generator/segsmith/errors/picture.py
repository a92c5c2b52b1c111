"""The picture of a problem: the line, a caret under the place, a help line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from segsmith.errors.problem import Problem

WIDTH = 120


def picture(problem: Problem, root: Path) -> str:
    """One problem as text, with the source line when the file can be read."""
    place = problem.position
    head = f"{problem.severity}[{problem.rule}]: {problem.message}"
    gutter = " " * len(str(place.line))
    lines = [head, f"{gutter} --> {place.file}:{place.line}:{place.column}"]
    source = _source_line(root, place.file, place.line)
    if source:
        # A long line is shown from shortly before the place on.
        start = max(0, place.column - 40) if len(source) > WIDTH else 0
        source = source[start : start + WIDTH]
        before = place.column - 1 - start
        caret = " " * before + "^" * max(1, min(place.length, len(source) - before))
        lines += [
            f"{gutter}  |",
            f"{place.line} | {source}",
            f"{gutter}  | {caret}",
        ]
    if problem.help:
        lines.append(f"{gutter}  = help: {problem.help}")
    return "\n".join(lines)


def pictures(problems: Iterable[Problem], root: Path) -> str:
    """All problems, an empty line between, and how many there are."""
    shown = [picture(problem, root) for problem in problems]
    count = len(shown)
    return "\n\n".join([*shown, f"{count} problem{'' if count == 1 else 's'} found."])


def _source_line(root: Path, file: str, line: int) -> str:
    path = root / file
    try:
        # A link that leads out of the project is told about, but not shown.
        if not path.resolve().is_relative_to(root.resolve()):
            return ""
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, RuntimeError, UnicodeDecodeError):
        return ""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    # A tab or another control character would move the caret or the terminal.
    return "".join(c if c.isprintable() else " " for c in text)
