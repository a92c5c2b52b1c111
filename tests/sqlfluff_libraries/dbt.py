"""Stands in for dbt's own macros while sqlfluff lints."""

from __future__ import annotations


def type_string() -> str:
    """The text type."""
    return "text"


def hash(expression: str) -> str:  # noqa: A001  (dbt's name)
    """A hash of an expression."""
    return f"md5({expression})"


def listagg(
    measure: str, delimiter_text: str = "','", order_by_clause: str = "", limit_num: int = 0
) -> str:
    """The values of a group in one text."""
    return f"string_agg({measure}, {delimiter_text})"


def position(substring_text: str, string_text: str) -> str:
    """Where a text stands in another, from 1; 0 where it does not."""
    return f"strpos({string_text}, {substring_text})"
