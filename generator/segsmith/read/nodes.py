"""YAML nodes that know their place, and how scalars are typed (YAML 1.2 core, without nulls).

Only `true` and `false` are booleans: `NO`, `on` and `yes` are text. Nothing is octal or base 60.
Dates stay text: what they mean is decided by the catalog's type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from segsmith.errors import Position

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+([eE][-+]?[0-9]{1,3})?")
LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?")


@dataclass(frozen=True)
class Scalar:
    """A scalar: its text, its typed value and whether it was written without quotes."""

    value: object
    text: str
    is_plain: bool
    position: Position


@dataclass(frozen=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True)
class Mapping:
    """Pairs in the order written; keys are text and unique."""

    items: tuple[tuple[Scalar, Node], ...]
    position: Position

    def get(self, key: str) -> Node | None:
        """The node under a key, or None."""
        return next((node for name, node in self.items if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself as a node (for its position), or None."""
        return next((name for name, _ in self.items if name.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping


def is_number(text: str) -> bool:
    """Whether an unquoted scalar is a number."""
    return _INTEGER.fullmatch(text) is not None or _DECIMAL.fullmatch(text) is not None


def typed(text: str, is_plain: bool) -> object:
    """The value of a scalar: bool, int, Decimal, None or text."""
    if not is_plain:
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def plain(node: Node) -> object:
    """The node as dicts, lists and values, without positions."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.items}


def node_of(value: object, position: Position) -> Node:
    """A plain value as a node, all of it at one position; the opposite of `plain`."""
    match value:
        case dict():
            pairs = ((_scalar(key, position), node_of(v, position)) for key, v in value.items())
            return Mapping(tuple(pairs), position)
        case list() | tuple():
            return Sequence(tuple(node_of(item, position) for item in value), position)
    return _scalar(value, position)


def _scalar(value: object, position: Position) -> Scalar:
    return Scalar(value, str(value), not isinstance(value, str), position)


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar value below a node, in the order written; keys are not values."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for _, value in node.items:
                yield from scalars(value)


def locate(node: Node, path: tuple[str | int, ...]) -> Position:
    """The position of a path; steps that are not in the file are passed over.

    A last step that names a key gives the key's own position when the value is a mapping or list.
    """
    position = node.position
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            key, value = node.key(step), node.get(step)
            if key is None or value is None:
                continue
            node = value
            position = value.position if isinstance(value, Scalar) else key.position
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            position = node.position
    return position


def locate_key(node: Node, path: tuple[str | int, ...]) -> Position:
    """Like `locate`, but a last step that names a key gives the key's position."""
    parent = _descend(node, path[:-1])
    if isinstance(parent, Mapping) and path and isinstance(path[-1], str):
        key = parent.key(path[-1])
        if key is not None:
            return key.position
    return locate(node, path)


def _descend(node: Node, path: tuple[str | int, ...]) -> Node:
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step) or node
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node
