"""Stands in for dbt's own macros while sqlfluff lints."""

from __future__ import annotations


def type_string() -> str:
    """The text type."""
    return "text"


def hash(expression: str) -> str:  # noqa: A001  (dbt's name)
    """A hash of an expression."""
    return f"md5({expression})"
