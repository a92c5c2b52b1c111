"""Walking the typed tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from segsmith.resolve.nodes import Node, ObjectTrait, Scorecard, ScorecardValue, Trait, TraitValue
from segsmith.resolve.sequence_nodes import SequenceTrait


def children(node: object) -> Iterator[Node]:
    """The nodes directly below; a trait's own parts are not below the row it is used in."""
    if isinstance(node, (TraitValue, ScorecardValue)) or not is_dataclass(node):
        return
    for field in fields(node):
        yield from _nodes(getattr(node, field.name))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif is_dataclass(value) and not isinstance(value, (type, Trait)):
        yield value  # type: ignore[misc]  # every dataclass held by a node is a node


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, without recursion."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(list(children(top))))


def size_of(node: Node, known: dict[int, int]) -> int:
    """How many nodes a tree has; a part that stands in several places is looked at once.

    `known` holds sizes by identity, so its nodes must live as long as it does.
    """
    if id(node) not in known:
        known[id(node)] = 1 + sum(size_of(part, known) for part in children(node))
    return known[id(node)]


def traits_of(node: Node) -> Iterator[Trait]:
    """Every trait that the node reads, with repeats."""
    for part in walk(node):
        if isinstance(part, TraitValue):
            yield part.trait


def scorecards_of(node: Node) -> Iterator[Scorecard]:
    """Every scorecard that the node reads, with repeats."""
    for part in walk(node):
        if isinstance(part, ScorecardValue):
            yield part.scorecard


def trait_nodes(trait: Trait) -> Iterator[Node]:
    """All nodes of a trait: its measure, window and rule, and the rules of its steps."""
    steps = (part.rule for part in trait.happenings) if isinstance(trait, SequenceTrait) else ()
    by = trait.by if isinstance(trait, ObjectTrait) else None
    for part in (trait.of, trait.rule, by, *trait.window, *steps):
        if part is not None:
            yield from walk(part)


def reach_nodes(trait: Trait) -> Iterator[Node]:
    """All nodes of what the catalog asks of an object's rows and of the rows on the way."""
    if isinstance(trait, ObjectTrait):
        for rule in (trait.row_rule, *(step.rule for step in trait.steps)):
            if rule is not None:
                yield from walk(rule)


def extent(node: Node) -> tuple[int, int]:
    """How many parts a value has when it is written out, and how many levels; without recursion.

    A part that stands in several places is looked at once: written out there may be millions.
    """
    known: dict[int, tuple[int, int]] = {}
    stack: list[tuple[Node, bool]] = [(node, False)]
    while stack:
        top, is_second = stack.pop()
        if id(top) in known:
            continue
        below = list(children(top))
        if is_second:
            found = [known[id(part)] for part in below]
            deepest = max((levels for _, levels in found), default=0)
            known[id(top)] = (1 + sum(size for size, _ in found), 1 + deepest)
        else:
            stack.append((top, True))
            stack += [(part, False) for part in below]
    return known[id(node)]
