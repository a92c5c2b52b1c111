"""A small precedence parser for `expression:`; its own, so that the generator's can be wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeAlias

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|'(?P<text>(?:[^']|'')*)'"
    r"|(?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<sign><>|!=|<=|>=|[-+*/=<>(),]))"
)
# How strongly an operator binds; the words `is` and `not` bind by the same table.
_BINDS = {"or": 1, "and": 2, "is": 4, "+": 5, "-": 5, "*": 6, "/": 6} | dict.fromkeys(
    ("=", "<>", "!=", "<", "<=", ">", ">="), 4
)
_NOT, _MINUS = 3, 7


@dataclass(frozen=True)
class Literal:
    """A number, text, true, false or null."""

    value: bool | int | Decimal | str | None


@dataclass(frozen=True)
class Name:
    """An attribute, a trait or a property; dots go over relations."""

    name: str


@dataclass(frozen=True)
class Call:
    """An operator or a function with its arguments; `case` has pairs and then its else."""

    function: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Literal | Name | Call


@cache
def parse_expression(text: str) -> Node:
    """The expression as a tree.

    Raises:
        ValueError: the text is no expression.
    """
    parser = _Parser(text)
    node = parser.expression(0)
    parser.expect("")
    return node


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.kind, self.token = "", ""
        self.advance()

    def advance(self) -> str:
        """Go on to the next token; gives the one that was passed."""
        passed = self.token
        match = _TOKEN.match(self.text, self.place)
        if match is None:
            if self.text[self.place :].strip():
                raise ValueError(f"cannot read {self.text[self.place :]!r}")
            self.kind, self.token = "end", ""
            return passed
        self.place = match.end()
        self.kind = str(match.lastgroup)
        self.token = match.group(self.kind)
        return passed

    def at(self, token: str) -> bool:
        return self.kind != "text" and self.token.lower() == token

    def expect(self, token: str) -> None:
        if not self.at(token):
            raise ValueError(f"expected {token or 'the end'!r}, found {self.token!r}")
        self.advance()

    def taken(self, token: str) -> bool:
        """Pass the token if it stands here."""
        if self.at(token):
            self.advance()
            return True
        return False

    def expression(self, binding: int) -> Node:
        left = self.prefix()
        while self.kind != "text" and _BINDS.get(self.token.lower(), 0) > binding:
            operator = self.advance().lower()
            if operator == "is":
                negated = self.taken("not")
                self.expect("null")
                left = Call("is null", (left,))
                left = Call("not", (left,)) if negated else left
            else:
                right = self.expression(_BINDS[operator])
                left = Call("<>" if operator == "!=" else operator, (left, right))
        return left

    def prefix(self) -> Node:
        if self.kind == "text":
            return Literal(self.advance().replace("''", "'"))
        if self.kind == "number":
            number = self.advance()
            return Literal(Decimal(number) if "." in number else int(number))
        if self.taken("("):
            inner = self.expression(0)
            self.expect(")")
            return inner
        if self.taken("-"):
            return Call("negative", (self.expression(_MINUS),))
        if self.kind != "word":
            raise ValueError(f"found {self.token or 'the end'!r} where a value belongs")
        return self.word()

    def word(self) -> Node:
        word = self.advance()
        match word.lower():
            case "true" | "false":
                return Literal(word.lower() == "true")
            case "null":
                return Literal(None)
            case "not":
                return Call("not", (self.expression(_NOT),))
            case "case":
                return self.case()
        if not self.taken("("):
            return Name(word)
        return self.cast() if word.lower() == "cast" else Call(word.lower(), self.arguments())

    def case(self) -> Node:
        parts: list[Node] = []
        while self.taken("when"):
            parts.append(self.expression(0))
            self.expect("then")
            parts.append(self.expression(0))
        parts.append(self.expression(0) if self.taken("else") else Literal(None))
        self.expect("end")
        return Call("case", tuple(parts))

    def cast(self) -> Node:
        value = self.expression(0)
        self.expect("as")
        target = self.advance().lower()
        self.expect(")")
        return Call(f"cast as {target}", (value,))

    def arguments(self) -> tuple[Node, ...]:
        found = [self.expression(0)]
        while self.taken(","):
            found.append(self.expression(0))
        self.expect(")")
        return tuple(found)
