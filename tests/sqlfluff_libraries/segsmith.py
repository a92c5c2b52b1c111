"""Stands in for our runtime macros while sqlfluff lints: each gives SQL of the right kind."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """Any macro: an expression, or for those in `_QUERIES` a select."""

    def macro(*arguments: Any, **named: Any) -> str:
        return _QUERIES.get(name, "cast(null as timestamp)")

    return macro


_QUERIES = {}
