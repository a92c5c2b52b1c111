"""The table of templates, read from the templates themselves."""

from __future__ import annotations

from pathlib import Path

from segsmith.authoring.templates import templates
from tools.docs.markdown import code, table

NOWHERE = Path("/nonexistent")


def template_table(_: str) -> str:
    """Every template that we ship: what it is for, and the words that it puts into definitions."""
    rows = [
        (code(template.name), template.title, template.example.replace("|", "\\|"))
        for template in templates(NOWHERE).values()
    ]
    return table(("template", "for", "in the words of product documents"), rows)
