"""Nodes made from nodes of a JSON text, and the words for a place in it."""

from __future__ import annotations

from segsmith.errors import Position
from segsmith.read import Mapping, Node, Scalar, Sequence


def word(text: str, position: Position) -> Scalar:
    """A text as a node."""
    return Scalar(text, text, False, position)


def pair(key: str, value: Node, position: Position) -> Mapping:
    """A mapping of one key."""
    return Mapping(((word(key, position), value),), position)


def below(path: str, key: str) -> str:
    """The path of a key below a path."""
    return f"{path}.{key}" if path else key


def shown(node: Node | None) -> str:
    """A value in a message."""
    match node:
        case Scalar():
            return node.text if node.is_plain else repr(node.text)
        case Sequence():
            return "a list"
        case Mapping():
            return "an object"
    return "nothing"


def with_article(noun: str) -> str:
    """A type in a sentence."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
