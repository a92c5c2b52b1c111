"""Markdown as text: tables, code in a cell, links to headings."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence


def code(text: str) -> str:
    """Text as code inside a line or a cell."""
    fence = "``" if "`" in text else "`"
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def cell(text: str) -> str:
    """Text that may stand in a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown."""
    lines = [f"| {' | '.join(header)} |", f"|{'|'.join(' --- ' for _ in header)}|"]
    lines += [f"| {' | '.join(cell(each) for each in row)} |" for row in rows]
    return "\n".join(lines)


def wrapped(text: str) -> str:
    """Paragraphs in lines of 110 columns; no line begins with what Markdown takes for a mark."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    filled = [
        textwrap.fill(part, 110, break_long_words=False, break_on_hyphens=False)
        for part in paragraphs
    ]
    return re.sub(r"\n(?=[-+*#>=|]|\d+[.)] )", " ", "\n\n".join(filled))


def folded(summary: str, body: str) -> str:
    """A part that a reader opens."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def anchor(heading: str) -> str:
    """The link target that a heading gets."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def contents(text: str) -> str:
    """A list of links to the headings of the second level."""
    headings = re.findall(r"(?m)^## (.+)$", text)
    return "\n".join(f"* [{heading}](#{anchor(heading)})" for heading in headings)
