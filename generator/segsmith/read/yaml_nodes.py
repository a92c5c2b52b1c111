"""A strict YAML reader: no anchors, aliases, tags, merge keys or duplicate keys; bounded size.

The library's event stream is folded into our nodes, so nothing is ever constructed from tags
and an alias bomb is refused at its first alias.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from segsmith.errors import Position, Problem, UserError
from segsmith.read.nodes import LEADING_ZERO, Mapping, Node, Scalar, Sequence, is_number, typed

MAX_BYTES = 2_000_000
MAX_DEPTH = 250
MAX_NODES = 200_000
# Python reads no whole number of thousands of digits; nobody means one.
MAX_DIGITS = 100
# Control characters, bidirectional overrides and isolates: they make text look like other text.
# Right-to-left letters themselves are welcome.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def read_yaml(text: str, file: str) -> Node:
    """The one document of a file.

    Raises:
        UserError: with one problem that names line and column.
    """
    hidden = HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        column = hidden.start() - text.rfind("\n", 0, hidden.start())
        raise _refusal(
            Position(file, line, column),
            "hidden-character",
            f"the file holds the invisible character U+{ord(hidden.group()):04X}",
            "remove it",
        )
    try:
        return _Folder(file).fold(text)
    except MarkedYAMLError as error:
        raise _syntax(error, file) from None
    except (YAMLError, ValueError) as error:
        raise _refusal(Position(file), "not-yaml", f"not YAML: {error}", "") from None


class _Folder:
    """Folds YAML events into nodes with an explicit stack, so depth cannot overflow ours."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.stack: list[tuple[str, Position, list[Any]]] = []
        self.root: Node | None = None
        self.nodes = 0

    def fold(self, text: str) -> Node:
        documents = 0
        for event in YAML(typ="safe", pure=True).parse(text):
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self._refuse(
                        event, "two-documents", "a second YAML document", "one file, one document"
                    )
            elif name == "AliasEvent":
                raise self._refuse(
                    event,
                    "yaml-alias",
                    f"the alias *{event.anchor}",
                    "aliases are not read; write the value out, or quote it if the * is text",
                )
            elif name in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent"):
                self._open(event, name)
            elif name in ("SequenceEndEvent", "MappingEndEvent"):
                self._close()
        if self.root is None:
            raise _refusal(
                Position(self.file), "empty-file", "the file is empty", "write a definition in it"
            )
        return self.root

    def _open(self, event: Any, name: str) -> None:
        self.nodes += 1
        if event.anchor is not None:
            raise self._refuse(
                event,
                "yaml-anchor",
                f"the anchor &{event.anchor}",
                "anchors are not read; quote the value if the & is text",
            )
        if event.tag is not None and str(event.tag) != "!":
            raise self._refuse(
                event,
                "yaml-tag",
                f"the tag {event.tag}",
                "tags are not read; quote the value if the ! is text",
            )
        if len(self.stack) > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self._refuse(
                event,
                "too-large",
                f"more than {MAX_DEPTH} levels or {MAX_NODES:,} values",
                "split the definition",
            )
        if name == "ScalarEvent":
            self._add(self._scalar(event))
        else:
            kind = "list" if name == "SequenceStartEvent" else "mapping"
            self.stack.append((kind, self._position(event), []))

    def _scalar(self, event: Any) -> Scalar:
        is_plain = event.style in (None, "")
        position = self._position(event)
        if is_plain and LEADING_ZERO.fullmatch(event.value):
            raise _refusal(
                position,
                "ambiguous-number",
                f"{event.value} is neither clearly a number nor clearly text",
                f"quote it as text: '{event.value}', or write the number without its zero",
            )
        if is_plain and len(event.value) > MAX_DIGITS and is_number(event.value):
            raise _refusal(
                position,
                "number-too-long",
                f"the number has {len(event.value):,} characters",
                "quote it if it is text",
            )
        hidden = HIDDEN.search(event.value)
        if hidden:
            raise _refusal(
                position,
                "hidden-character",
                f"the value holds the invisible character U+{ord(hidden.group()):04X}",
                "remove it",
            )
        return Scalar(typed(event.value, is_plain), event.value, is_plain, position)

    def _close(self) -> None:
        kind, position, parts = self.stack.pop()
        if kind == "list":
            self._add(Sequence(tuple(parts), position))
            return
        pairs = tuple(zip(parts[::2], parts[1::2], strict=True))
        seen: dict[str, Scalar] = {}
        for key, _ in pairs:
            if key.text in seen:
                raise _refusal(
                    key.position,
                    "duplicate-key",
                    f"the key `{key.text}` stands twice; the first is on line "
                    f"{seen[key.text].position.line}",
                    "keep one; several conditions go in a list under `all` or `any`",
                )
            seen[key.text] = key
        self._add(Mapping(pairs, position))

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        kind, _, parts = self.stack[-1]
        if kind == "mapping" and len(parts) % 2 == 0:
            if not isinstance(node, Scalar):
                raise _refusal(
                    node.position,
                    "bad-key",
                    "a key is a list or a mapping",
                    "keys are words; quote braces and brackets that are text",
                )
            if node.text == "<<":
                raise _refusal(node.position, "merge-key", "the merge key <<", "write the keys out")
        parts.append(node)

    def _position(self, event: Any) -> Position:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Position(self.file, start.line + 1, start.column + 1, max(1, length))

    def _refuse(self, event: Any, rule: str, found: str, help_: str) -> UserError:
        return _refusal(self._position(event), rule, f"found {found}", help_)


def _syntax(error: MarkedYAMLError, file: str) -> UserError:
    mark = error.problem_mark or error.context_mark
    position = Position(file, mark.line + 1, mark.column + 1) if mark else Position(file)
    problem = str(error.problem or error)
    help_ = "check indentation and quotes"
    if "cannot start any token" in problem:
        help_ = "a value that starts with @ % & ! ` or * must stand in quotes"
    return _refusal(position, "not-yaml", f"not YAML: {problem}", help_)


def _refusal(position: Position, rule: str, message: str, help_: str) -> UserError:
    return UserError([Problem(position, rule, message, help_)])
