"""dbt's own start: a project of so many nodes that each select one constant row.

A test is no table, and costs less: there are as many of each as in the project that is compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.outside_project import as_yaml

_PROJECT = """name: constant_rows
version: "1.0"
profile: constant_rows
model-paths: [models]
test-paths: [tests]
flags:
  send_anonymous_usage_stats: false
"""


def write_project(root: Path, profile: dict[str, Any], tables: int, tests: int) -> None:
    """Write a project of so many tables, and of so many tests that each look at one row."""
    (root / "models").mkdir(parents=True)
    (root / "tests").mkdir()
    (root / "dbt_project.yml").write_text(_PROJECT, encoding="utf-8")
    outputs = {"outputs": {"test": profile}, "target": "test"}
    (root / "profiles.yml").write_text(as_yaml({"constant_rows": outputs}), encoding="utf-8")
    for number in range(tables):
        text = "{{ config(materialized='table') }}\nselect 1 as one\n"
        (root / f"models/constant_row_{number}.sql").write_text(text, encoding="utf-8")
    for number in range(tests):
        text = "select * from (select 1 as one) as one_row where one <> 1\n"
        (root / f"tests/looked_at_row_{number}.sql").write_text(text, encoding="utf-8")
