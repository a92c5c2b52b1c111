"""The subset of regular expressions that means the same on every adapter."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
      \\d                                   # an ASCII digit
    | \\[\\.^$|()\[\]{}*+?/\-]              # an escaped punctuation mark
    | \[\^?\]?(?:[^\]\\\[]|\\[\\\]\[^\-d])*\] # a class
    | [*+?](?![*+?])                        # repetition, neither lazy nor possessive
    | \{[0-9]{1,3}(?:,[0-9]{0,3})?\}        # counted repetition
    | \((?!\?)                              # a group, not one of the (?...) forms
    | [^\\\[\]{}*+?(]                       # anything else means itself
    """,
    re.VERBOSE,
)


_RANGE = re.compile(r"\[\^?\]?([^\]]*)\]")
_ONE_KIND = re.compile(r"[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]")


def pattern_problem(pattern: str, ignore_case: bool = False) -> str:
    """What is wrong with a pattern; '' when it is in the subset and compiles."""
    if ignore_case:
        for inside in _RANGE.findall(pattern):
            odd = [r for r in re.findall(r".-.", inside) if not _ONE_KIND.fullmatch(r)]
            if odd:
                return f"the range `{odd[0]}` means different things without case"
    place = 0
    while place < len(pattern):
        match = _TOKEN.match(pattern, place)
        if match is None:
            return f"`{pattern[place : place + 4]}` (character {place + 1}) is not in the subset"
        place = match.end()
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    except (RecursionError, OverflowError):
        return "its groups are nested too deeply"
    return ""
