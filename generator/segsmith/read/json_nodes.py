"""A strict JSON reader whose nodes know their line and column, like those of YAML files."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from json import JSONDecodeError, JSONDecoder

from segsmith.errors import Position, Problem, UserError
from segsmith.read.nodes import Mapping, Node, Scalar, Sequence
from segsmith.read.yaml_nodes import HIDDEN

MAX_BYTES = 2_000_000
MAX_LEVELS = 100
_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_WORDS = {"true": True, "false": False, "null": None}


def read_json(text: str, file: str) -> Node:
    """The one value of a JSON text.

    Raises:
        UserError: with one problem that names line and column.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = f"the text has more than {MAX_BYTES:,} bytes"
        raise UserError([Problem(Position(file), "too-large", message)])
    reader = _Reader(text, file)
    node = reader.value(0)
    reader.skip()
    if reader.at < len(text):
        raise reader.refuse("something stands after the end of the value")
    return node


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.at = 0
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def skip(self) -> None:
        """Go on to what is not space."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def value(self, level: int) -> Node:
        """The value that begins here."""
        self.skip()
        if level > MAX_LEVELS:
            message = f"more than {MAX_LEVELS} levels"
            raise UserError([Problem(self.position(), "too-large", message)])
        first = self.text[self.at : self.at + 1]
        if first == "{":
            return self._mapping(level)
        if first == "[":
            return self._sequence(level)
        if first == '"':
            return self._string()
        return self._bare()

    def _mapping(self, level: int) -> Mapping:
        position = self.position()
        self.at += 1
        pairs: list[tuple[Scalar, Node]] = []
        seen: set[str] = set()
        while not self._closes("}", bool(pairs)):
            key = self._string()
            if key.text in seen:
                message = f"the key `{key.text}` stands twice"
                raise UserError([Problem(key.position, "duplicate-key", message, "keep one")])
            seen.add(key.text)
            self._take(":", "a colon")
            pairs.append((key, self.value(level + 1)))
        return Mapping(tuple(pairs), position)

    def _sequence(self, level: int) -> Sequence:
        position = self.position()
        self.at += 1
        items: list[Node] = []
        while not self._closes("]", bool(items)):
            items.append(self.value(level + 1))
        return Sequence(tuple(items), position)

    def _closes(self, bracket: str, has_parts: bool) -> bool:
        """Whether the bracket closes here; else the comma before the next part is taken."""
        self.skip()
        if self.text[self.at : self.at + 1] == bracket:
            self.at += 1
            return True
        if has_parts:
            self._take(",", f"a comma or {bracket}")
        return False

    def _take(self, sign: str, words: str) -> None:
        self.skip()
        if self.text[self.at : self.at + 1] != sign:
            raise self.refuse(f"{words} belongs here")
        self.at += 1

    def _string(self) -> Scalar:
        self.skip()
        if self.text[self.at : self.at + 1] != '"':
            raise self.refuse("a text in double quotes belongs here")
        start = self.at
        try:
            found, self.at = JSONDecoder().raw_decode(self.text, start)
            found.encode("utf-8")
        except (JSONDecodeError, UnicodeEncodeError):
            raise self.refuse("this text is not written as JSON wants it") from None
        hidden = HIDDEN.search(found)
        if hidden:
            message = f"the value holds the invisible character U+{ord(hidden.group()):04X}"
            problem = Problem(self.position(start), "hidden-character", message, "remove it")
            raise UserError([problem])
        return Scalar(found, found, False, self.position(start))

    def _bare(self) -> Scalar:
        start = self.at
        number = _NUMBER.match(self.text, start)
        if number is not None:
            self.at = number.end()
            written = number.group()
            is_whole = not (number.group(2) or number.group(3))
            value: object = int(written) if is_whole else Decimal(written)
            return Scalar(value, written, True, self.position(start))
        for word, value in _WORDS.items():
            if self.text.startswith(word, start):
                self.at += len(word)
                return Scalar(value, word, True, self.position(start))
        raise self.refuse("a value belongs here")

    def position(self, start: int | None = None) -> Position:
        """The place of the value that begins at `start` and ends here."""
        begin = self.at if start is None else start
        line = bisect_right(self.lines, begin)
        column = begin - self.lines[line - 1] + 1
        return Position(self.file, line, column, max(1, self.at - begin))

    def refuse(self, message: str) -> UserError:
        """What is wrong with the text here."""
        help_ = "JSON wants double quotes, no comments and no comma after the last part"
        return UserError([Problem(self.position(), "not-json", f"not JSON: {message}", help_)])
