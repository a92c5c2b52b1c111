"""SQL text in which calls of Jinja macros may stand, safe against what definitions hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlglot.tokens import Tokenizer

_PLAIN_TEXT = re.compile(r"[^\x00-\x1f\x7f\\{}]*")
_SAFE_IN_JINJA = re.compile(r"[A-Za-z0-9 _.,:;@/+*=<>!?()&|~^$#%\[\]-]")
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
_KEYWORDS = frozenset(
    word.lower() for word in (*Tokenizer.KEYWORDS, "user", "order", "group", "limit", "offset")
)


@dataclass(frozen=True)
class Call:
    """A Jinja expression whose value is SQL."""

    expression: str


@dataclass(frozen=True)
class Sql:
    """Pieces of SQL text and macro calls, in order."""

    pieces: tuple[str | Call, ...]

    def __str__(self) -> str:
        """As it stands in a file that Jinja renders."""
        return "".join(
            piece if isinstance(piece, str) else "{{ " + piece.expression + " }}"
            for piece in self.pieces
        )

    def argument(self) -> str:
        """As an argument of a macro: a Jinja expression."""
        parts = [
            jinja_text(piece) if isinstance(piece, str) else piece.expression
            for piece in self.pieces
        ]
        return " ~ ".join(parts)


def sql(*parts: str | Sql | Call) -> Sql:
    """Join texts, macro calls and SQL."""
    pieces: list[str | Call] = []
    for part in parts:
        for piece in part.pieces if isinstance(part, Sql) else (part,):
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
    return Sql(tuple(pieces))


def joined(parts: Iterable[Sql], between: str) -> Sql:
    """The parts with a text between them."""
    found: list[str | Sql] = []
    for part in parts:
        found += [between, part] if found else [part]
    return sql(*found)


def call(macro: str, *arguments: str | int | bool | Sql) -> Sql:
    """A call of one of our runtime macros; SQL arguments may hold calls themselves."""
    shown = ", ".join(_argument(argument) for argument in arguments)
    return Sql((Call(f"segsmith.{macro}({shown})"),))


def _argument(value: str | int | bool | Sql) -> str:
    if isinstance(value, Sql):
        return value.argument()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else jinja_text(value)


def jinja_text(value: str) -> str:
    """A Jinja string literal of any text: all but plain ASCII is escaped, so nothing ends it."""
    if "'" in value and '"' not in value and _all_safe(value.replace("'", "")):
        return f'"{value}"'
    escaped = (c if c == '"' else _escaped(c) for c in value)
    return "'" + "".join(escaped) + "'"


def yaml_text(value: str) -> str:
    """A text as a YAML scalar that neither YAML nor Jinja reads as anything but itself."""
    if "{" in value or "}" in value:
        value = "{{ " + jinja_text(value) + " }}"
    return json.dumps(value, ensure_ascii=False)


def _all_safe(value: str) -> bool:
    return all(_SAFE_IN_JINJA.fullmatch(character) for character in value)


def _escaped(character: str) -> str:
    if _SAFE_IN_JINJA.fullmatch(character):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def text_literal(value: str) -> Sql:
    """A text as an SQL literal; what Jinja or a dialect could read otherwise goes by a macro."""
    if _PLAIN_TEXT.fullmatch(value):
        doubled = value.replace("'", "''")
        return sql(f"'{doubled}'")
    return call("text_literal", value)


def literal(value: object) -> Sql:
    """Any constant as SQL."""
    match value:
        case bool():
            return sql("true" if value else "false")
        case int():
            return sql(str(value))
        case Decimal():
            return sql(format(value, "f"))
        case datetime():
            return sql(f"cast('{value.isoformat(sep=' ')}' as timestamp)")
        case date():
            return sql(f"cast('{value.isoformat()}' as date)")
        case str():
            return text_literal(value)
    raise AssertionError(value)


def identifier(name: str) -> Sql:
    """A column name, quoted by the adapter unless it is plain everywhere."""
    if _IDENTIFIER.fullmatch(name) and name not in _KEYWORDS:
        return sql(name)
    return Sql((Call(f"adapter.quote({jinja_text(name)})"),))


def path(name: str) -> Sql:
    """A column or a nested path (`score.total`)."""
    return joined([identifier(part) for part in name.split(".")], ".")
