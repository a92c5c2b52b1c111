"""The warehouse's column types as the catalog's words."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (r".*\[\d*\]|array.*|list.*|_.+", "array"),
    (r"timestamp with time zone|timestamptz.*|timestamp_tz.*|timestamp_ltz.*", "zoned instant"),
    (r"timestamp.*|datetime.*", "instant"),
    (r"date", "date"),
    (r"bool.*", "boolean"),
    (r"uuid", "uuid"),
    (r"(u?tinyint|u?smallint|u?integer|u?int\d*|u?bigint|u?hugeint|int\d+|serial.*)", "integer"),
    (r"(decimal|numeric|number|double|float|real).*", "number"),
    (r"(varchar|character|char|text|string|bpchar|citext|enum).*", "text"),
)
_FITTING: dict[str, frozenset[str]] = {
    "text": frozenset({"text"}),
    "number": frozenset({"number", "integer"}),
    "integer": frozenset({"integer"}),
    "boolean": frozenset({"boolean"}),
    "instant": frozenset({"instant"}),
    "date": frozenset({"date"}),
    "array": frozenset({"array"}),
    "uuid": frozenset({"uuid"}),
}


def word_of(data_type: str) -> str:
    """The catalog's word for a type; the type itself where there is none."""
    small = data_type.strip().lower()
    return next((word for pattern, word in _WORDS if re.fullmatch(pattern, small)), small)


def misfit(expected: str, data_type: str) -> str:
    """Why a column does not fit the catalog, with what to do; '' when it fits."""
    found = word_of(data_type)
    if expected == "any" or found in _FITTING[expected]:
        return ""
    if found == "zoned instant" and expected == "instant":
        return f"is {data_type}; cast it to a timestamp in UTC without zone in the staging model"
    return f"is {data_type}, the catalog says {expected}"
