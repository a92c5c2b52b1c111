"""The names that a rule mentions, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from segsmith.definitions.strict import Strict

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_TEXT = re.compile(r"'(?:[^']|'')*'")


def names_in(expression: str) -> list[str]:
    """Every word of an expression that may be a name; texts in quotes are none."""
    return _IDENTIFIER.findall(_TEXT.sub(" ", expression))


def mentioned(value: object) -> Iterator[str]:
    """Every attribute, property and trait that a rule (or any model below it) mentions."""
    if isinstance(value, tuple):
        for item in value:
            yield from mentioned(item)
    elif isinstance(value, Strict):
        for key in sorted(value.model_fields_set):
            found = getattr(value, key)
            if key in ("attribute", "trait") and isinstance(found, str):
                yield found
            elif key in ("expression", "of") and isinstance(found, str):
                yield from names_in(found)
            else:
                yield from mentioned(found)
