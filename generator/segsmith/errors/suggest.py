"""The nearest known names to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str], of: str = "") -> str:
    """A help line: the nearest name where one is near, then what there is (at most twenty)."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    parts = [f"did you mean `{near[0]}`?"] if near else []
    if of:
        shown = ", ".join(names[:20]) or "none"
        more = f" and {len(names) - 20} more" if len(names) > 20 else ""
        parts.append(f"{of}: {shown}{more}")
    return "; ".join(parts)
