"""A definition with its place in a file, and how a mistake of its shape is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from segsmith.definitions.strict import Strict
from segsmith.definitions.vocabulary import known_keys
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.read import Mapping, Scalar, SourceFile, plain
from segsmith.read.nodes import Node, locate, locate_key, scalars

Model = TypeVar("Model", bound=Strict, covariant=True)


@dataclass(frozen=True)
class Document(Generic[Model]):
    """A definition and where it was written.

    In `node` the values of parameters are in place; `written` is the file as it is, where it
    differs.
    """

    model: Model
    file: str
    node: Node
    written: Node | None = None

    def at(self, *path: str | int) -> Position:
        """The position of a value in the file."""
        return locate(self.node, path)

    def at_key(self, *path: str | int) -> Position:
        """The position of a key in the file."""
        return locate_key(self.node, path)


def validate(
    kind: type[Model], file: SourceFile, problems: list[Problem]
) -> Document[Model] | None:
    """The file as a model; None after telling what is wrong with its shape."""
    if not isinstance(file.node, Mapping):
        problems.append(
            Problem(
                file.node.position,
                "not-a-mapping",
                "a definition is a mapping of keys to values",
                "begin with for instance `segment: my_segment`",
            )
        )
        return None
    nulls = [_null(scalar) for scalar in scalars(file.node) if scalar.value is None]
    if nulls:
        problems.extend(nulls)
        return None
    try:
        return Document(kind.model_validate(plain(file.node)), file.path, file.node)
    except ValidationError as error:
        problems.extend(_problem(details, file.node) for details in error.errors())
    except RecursionError:
        problems.append(Problem(file.node.position, "too-deep", "the rule is nested too deeply"))
    return None


def _null(scalar: Scalar) -> Problem:
    return Problem(
        scalar.position,
        "null-value",
        "null is no value" if scalar.text else "a value is missing",
        "leave the key out; in a condition, `is_set: false` says null; quote it if it is text",
    )


def _problem(details: Any, node: Node) -> Problem:
    path = tuple(details["loc"])
    position = locate(node, path)
    context = details.get("ctx") or {}
    match details["type"]:
        case "segsmith":
            if context["at"]:
                position = locate_key(node, (*path, context["at"]))
            return Problem(position, context["rule"], context["text"], context["help"])
        case "extra_forbidden":
            return Problem(
                locate_key(node, path),
                "unknown-key",
                f"the key `{path[-1]}` is not known here",
                did_you_mean(str(path[-1]), known_keys()),
            )
        case "missing":
            return Problem(position, "missing-key", f"the key `{path[-1]}` is missing")
        case "literal_error":
            return Problem(
                position,
                "bad-word",
                f"{details['input']!r} is not allowed here",
                f"one of {context.get('expected', '')}",
            )
        case _:
            found = details["input"]
            shown = repr(found) if not isinstance(found, (dict, list)) else "a list or mapping"
            return Problem(position, "wrong-shape", f"found {shown}: {details['msg'].lower()}")
