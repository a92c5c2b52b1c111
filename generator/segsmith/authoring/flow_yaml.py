"""Values as one line of YAML that our own reader reads back as the same values."""

from __future__ import annotations

import re
from decimal import Decimal

from segsmith.read.nodes import LEADING_ZERO, typed

_PLAIN = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.+:/* \-]*")
_PLAIN_IN_BLOCK = re.compile(r"[A-Za-z0-9_.][ -~\u00a1-\u024f]*")
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


def in_block(value: object) -> str:
    """The value after `key: ` on a line of its own: commas and brackets need no quotes there."""
    return _text(value, _PLAIN_IN_BLOCK) if isinstance(value, str) else flow(value)


def _text(text: str, plain: re.Pattern[str] = _PLAIN) -> str:
    is_plain = (
        plain.fullmatch(text) is not None
        and isinstance(typed(text, True), str)
        and not LEADING_ZERO.fullmatch(text)
        and ": " not in text
        and " #" not in text
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
