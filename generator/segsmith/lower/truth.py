"""A rule as a tree of lines: groups spread over lines, each condition on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from segsmith.lower.expressions import Names, bare, is_known, lower
from segsmith.resolve.nodes import (
    Arithmetic,
    Case,
    Comparison,
    Complement,
    Every,
    Node,
    Some,
    UnlessKnown,
)

WIDTH = 96


@dataclass(frozen=True)
class Leaf:
    """A condition on one line."""

    text: str


@dataclass(frozen=True)
class Joined:
    """Conditions joined by `and` or `or`."""

    word: str
    parts: tuple[Truth, ...]


@dataclass(frozen=True)
class Outside:
    """The complement of a group: `not coalesce(..., false)`."""

    part: Truth


@dataclass(frozen=True)
class Summed:
    """A comparison of a sum, its terms on a line each."""

    terms: tuple[str, ...]
    compared: str


Truth: TypeAlias = Leaf | Joined | Outside | Summed


def truth_tree(node: Node, names: Names) -> Truth:
    """The tree of a rule."""
    match node:
        case Every() | Some():
            word = "and" if isinstance(node, Every) else "or"
            return Joined(word, tuple(truth_tree(part, names) for part in node.parts))
        case Complement(part=Every() | Some() as group):
            return Outside(truth_tree(group, names))
        case Comparison(left=Arithmetic(operator="+", right=Case()) as total, right=right):
            terms = tuple(str(lower(term, names)) for term in _terms(total))
            return Summed(terms, f"{node.operator} {lower(right, names)}")
        case UnlessKnown(part=part) if is_known(part):
            return truth_tree(part, names)
    return Leaf(str(bare(node, names)))


def _terms(node: Node) -> list[Node]:
    """The terms of a sum of sums."""
    if isinstance(node, Arithmetic) and node.operator == "+":
        return [*_terms(node.left), node.right]
    return [node]


def truth_lines(truth: Truth, indent: int = 0) -> list[str]:
    """The lines of a truth; a group stands in parentheses, on one line when it fits."""
    pad = "    " * indent
    match truth:
        case Leaf():
            return [pad + truth.text]
        case Summed():
            first, *others = truth.terms
            inner = [f"{pad}    {first}", *(f"{pad}    + {term}" for term in others)]
            return [f"{pad}(", *inner, f"{pad}) {truth.compared}"]
        case Outside():
            inner = truth_lines(truth.part, indent + 1)
            flat = inner[0].strip()
            if len(inner) == 1 and len(pad) + len(flat) + 22 <= WIDTH:
                return [f"{pad}not coalesce({flat[1:-1]}, false)"]
            return [
                f"{pad}not coalesce(",
                *inner[:-1],
                f"{inner[-1]},",
                f"{pad}    false",
                f"{pad})",
            ]
    return _joined_lines(truth, pad, indent)


def _joined_lines(truth: Joined, pad: str, indent: int) -> list[str]:
    flat_parts = [truth_lines(part)[0] for part in truth.parts if _is_flat(part)]
    if len(flat_parts) == len(truth.parts):
        line = f"{pad}(" + f" {truth.word} ".join(flat_parts) + ")"
        # Two conditions of one kind read well on a line; more want a line each.
        if len(truth.parts) == 2 and len(line) <= WIDTH:
            return [line]
    lines = [f"{pad}("]
    for index, part in enumerate(truth.parts):
        inner = truth_lines(part, indent + 1)
        if index:
            inner[0] = f"{pad}    {truth.word} {inner[0].lstrip()}"
        lines += inner
    return [*lines, f"{pad})"]


def _is_flat(truth: Truth) -> bool:
    return len(truth_lines(truth)) == 1
