"""The YAML beside a generated model: one line a column, so that branches merge."""

from __future__ import annotations

import json

from segsmith.lower.page import Page
from segsmith.lower.sql import jinja_text
from segsmith.render.page import EDIT_HERE


def quoted(text: str) -> str:
    """A text as a YAML scalar that neither YAML nor Jinja reads as anything but itself."""
    if "{" in text or "}" in text:
        text = "{{ " + jinja_text(text) + " }}"
    return json.dumps(text, ensure_ascii=False)


def model_yaml(page: Page) -> str:
    """Name, description and columns of a model, with the test that its key is a key."""
    lines = [
        f"# {EDIT_HERE}",
        "version: 2",
        "",
        "models:",
        f"  - name: {page.name}",
        f"    description: {quoted(page.description)}",
        "    columns:",
    ]
    for index, column in enumerate(page.columns):
        head = f"      - {{name: {column.name}, description: {quoted(column.description)}"
        tests = ", data_tests: [unique, not_null]" if index == 0 else ""
        lines.append(f"{head}{tests}}}")
    return "\n".join(lines) + "\n"
