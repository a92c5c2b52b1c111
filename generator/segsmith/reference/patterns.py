"""`matches_pattern`: an unanchored search in the named subset of regular expressions."""

from __future__ import annotations

import re
from functools import cache

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern for Python: `^` and `$` are the ends of the whole text, `.` is any character."""
    anchors = {"^": r"\A", "$": r"\Z"}
    text = "".join(anchors.get(piece, piece) for piece in _PIECE.findall(pattern))
    return re.compile(text, re.DOTALL | re.ASCII)


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern is found anywhere in the text."""
    return compiled(pattern).search(text) is not None
