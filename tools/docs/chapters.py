"""Chapters: prose by hand, with `<!-- made: name words -->` where something is put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.docs.markdown import contents

CHAPTERS = Path(__file__).parent / "chapters"
_MADE = re.compile(r"<!--\s+made:\s+([a-z_]+)(?:\s+(.+?))?\s+-->")
_FENCE = re.compile(r"(?m)^```yaml [a-z]+$")
Maker = Callable[[str], str]


def page(name: str, title: str, makers: Mapping[str, Maker], sources: str) -> str:
    """A page from the chapters of a folder, in the order of their names.

    Raises:
        KeyError: a chapter asks for something that nobody makes.
    """
    files = sorted((CHAPTERS / name).glob("*.md"))
    chapters = [filled(path.read_text(encoding="utf-8").strip(), makers) for path in files]
    head, *rest = chapters
    body = "\n\n".join(rest)
    text = "\n\n".join(
        (
            f"<!-- Made by `python -m tools.docs` from tools/docs/chapters/{name} and {sources}. "
            "Do not edit. -->",
            f"# {title}",
            head,
            contents(body),
            body,
        )
    )
    return _FENCE.sub("```yaml", text) + "\n"


def filled(text: str, makers: Mapping[str, Maker]) -> str:
    """A chapter with its made parts put in."""
    return _MADE.sub(lambda found: makers[found.group(1)](found.group(2) or ""), text)
