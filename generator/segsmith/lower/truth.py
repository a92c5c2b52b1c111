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
    Constant,
    Every,
    Node,
    Some,
    UnlessKnown,
)

WIDTH = 96
TERM = 80


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
    """A comparison of a sum: each term begins a line, a long one takes several."""

    terms: tuple[tuple[str, ...], ...]
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
            terms = tuple(_term_lines(term, names) for term in _terms(total))
            return Summed(terms, f"{node.operator} {lower(right, names)}")
        case UnlessKnown(part=part) if is_known(part):
            return truth_tree(part, names)
    return Leaf(str(bare(node, names)))


def _terms(node: Node) -> list[Node]:
    """The terms of a sum of sums."""
    if isinstance(node, Arithmetic) and node.operator == "+":
        return [*_terms(node.left), node.right]
    return [node]


def _term_lines(node: Node, names: Names) -> tuple[str, ...]:
    flat = str(lower(node, names))
    match node:
        case Case(branches=((when, then),), default=Constant() as default) if len(flat) > TERM:
            test = f"    when {bare(when, names)} then {lower(then, names)}"
            return ("case", test, f"    else {lower(default, names)}", "end")
    return (flat,)


def truth_lines(truth: Truth, indent: int = 0, width: int = WIDTH) -> list[str]:
    """The lines of a truth; a group stands in parentheses, on one line when it fits."""
    pad = "    " * indent
    line = _one_line(truth, indent, width)
    if line is not None:
        return [line]
    match truth:
        case Summed():
            inner = [
                f"{pad}    {'+ ' if number and not index else ''}{line}"
                for number, term in enumerate(truth.terms)
                for index, line in enumerate(term)
            ]
            return [f"{pad}(", *inner, f"{pad}) {truth.compared}"]
        case Outside():
            inner = truth_lines(truth.part, indent + 1, width)
            return [
                f"{pad}not coalesce(",
                *inner[:-1],
                f"{inner[-1]},",
                f"{pad}    false",
                f"{pad})",
            ]
        case Joined():
            lines = [f"{pad}("]
            for index, part in enumerate(truth.parts):
                inner = truth_lines(part, indent + 1, width)
                if index:
                    inner[0] = f"{pad}    {truth.word} {inner[0].lstrip()}"
                lines += inner
            return [*lines, f"{pad})"]
    return [pad + truth.text]


def _one_line(truth: Truth, indent: int = 0, width: int = WIDTH) -> str | None:
    """The truth on one line, where it reads well there and fits.

    It looks at each part once: asking again at every level would take time that doubles with each.
    """
    pad = "    " * indent
    match truth:
        case Leaf():
            return pad + truth.text
        case Outside():
            inner = _one_line(truth.part, indent + 1, width)
            if inner is None or len(pad) + len(inner.strip()) + 22 > width:
                return None
            return f"{pad}not coalesce({inner.strip()[1:-1]}, false)"
        case Summed():
            return None
    # Two conditions of one kind read well on a line; more want a line each.
    if len(truth.parts) != 2:
        return None
    first, second = (_one_line(part) for part in truth.parts)
    if first is None or second is None:
        return None
    line = f"{pad}({first} {truth.word} {second})"
    return line if len(line) <= width else None
