"""Values as one line of YAML that our own reader reads back as the same values."""

from __future__ import annotations

import re
from decimal import Decimal

from segsmith.read.nodes import LEADING_ZERO, typed

_PLAIN = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.+:/* \-]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def flow(value: object) -> str:
    """The value in flow style, quoted where it must be."""
    match value:
        case dict():
            return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(flow(each) for each in value) + "]"
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case int() | Decimal():
            return str(value)
    return _text(str(value))


def _text(text: str) -> str:
    is_plain = (
        _PLAIN.fullmatch(text) is not None
        and isinstance(typed(text, True), str)
        and not LEADING_ZERO.fullmatch(text)
        and ": " not in text
        and not text.endswith((":", " "))
    )
    if is_plain:
        return text
    if all(character.isprintable() for character in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
