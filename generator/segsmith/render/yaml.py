"""The YAML beside a generated model: one line a column, so that branches merge."""

from __future__ import annotations

from segsmith.lower.page import Page
from segsmith.lower.sql import yaml_text
from segsmith.render.page import EDIT_HERE


def model_yaml(page: Page) -> str:
    """Name, description and columns of a model, with the test that its key is a key."""
    lines = [
        f"# {EDIT_HERE}",
        "version: 2",
        "",
        "models:",
        f"  - name: {page.name}",
        f"    description: {yaml_text(page.description)}",
        "    columns:",
    ]
    for index, column in enumerate(page.columns):
        head = f"      - {{name: {column.name}, description: {yaml_text(column.description)}"
        tests = ", data_tests: [unique, not_null]" if index == 0 else ""
        lines.append(f"{head}{tests}}}")
    return "\n".join(lines) + "\n"
