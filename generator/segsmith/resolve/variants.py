"""References that set parameters: the segment's rule with these values, written out in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from segsmith.definitions.histories import SegmentCondition
from segsmith.definitions.parse import Definitions, Document
from segsmith.definitions.segments import Segment
from segsmith.definitions.variants import VariantKey
from segsmith.errors import Problem
from segsmith.resolve.nodes import Complement, Every, Node, Some
from segsmith.resolve.order import MAX_WRITTEN_OUT, rule_too_large
from segsmith.resolve.place import Place
from segsmith.resolve.walk import size_of


@dataclass(frozen=True)
class Truths:
    """What decides who is in one segment."""

    rule: Node
    include: Node | None
    exclude: Node | None
    own_rule: Node | None = None

    def joined(self) -> Node:
        """One truth: exclude wins over include, which wins over the rule."""
        found = self.rule
        if self.include is not None:
            found = Some((self.include, found))
        if self.exclude is not None:
            found = Every((Complement(self.exclude), found))
        return found


@dataclass
class VariantReader:
    """Reads the variants of one project, each once; `truths` reads a definition."""

    definitions: Definitions
    truths: Callable[[Document[Segment]], Truths | None]
    problems: list[Problem]
    known: dict[VariantKey, Node | None] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)

    def is_variant(self, reference: SegmentCondition) -> bool:
        """Whether a reference means another rule than the segment's own."""
        return self.definitions.variant(reference) is not None

    def read(self, reference: SegmentCondition, place: Place) -> Node | None:
        """The truth of the variant that a reference means; None after telling a mistake."""
        key = self.definitions.variant(reference)
        assert key is not None
        if key not in self.known:
            truths = self.truths(self.definitions.variants[key])
            self.known[key] = truths.joined() if truths is not None else None
        found = self.known[key]
        if found is not None and size_of(found, self.sizes) > MAX_WRITTEN_OUT:
            size = size_of(found, self.sizes)
            self.problems.append(rule_too_large(place.value("segment"), size))
            return None
        return found
