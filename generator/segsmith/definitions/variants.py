"""Variants: a segment's rule with values of its own for some parameters, as a reference asks."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from segsmith.definitions.documents import Document, validate
from segsmith.definitions.parameters import Values, declared, filled_in, uses, with_values
from segsmith.definitions.segments import Segment
from segsmith.errors import Position, Problem
from segsmith.read import Mapping, SourceFile, plain

VariantKey: TypeAlias = tuple[str, str]
MAX_VARIANTS = 1_000
MAX_DEPTH = 20


def variant_key(segment: str, values: Map[str, Any]) -> VariantKey:
    """What tells a variant from others: the segment and the values that a reference sets."""
    return segment, repr(sorted(values.items()))


def read_segment(file: SourceFile, problems: list[Problem]) -> Document[Segment] | None:
    """A definition with the default values of its parameters in place."""
    if not isinstance(file.node, Mapping):
        return validate(Segment, file, problems)
    found: list[Problem] = []
    node = filled_in(file.node, declared(file.node, found), found)
    if found:
        problems.extend(found)
        return None
    document = validate(Segment, SourceFile(file.path, node), problems)
    return replace(document, written=file.node) if document is not None else None


def find_variants(
    files: Map[str, SourceFile], problems: list[Problem]
) -> dict[VariantKey, Document[Segment]]:
    """Every variant that a rule asks for, also those that variants ask for.

    A reference that sets nothing but the defaults has none: it is the segment itself.
    `files` are the definitions by key, right in themselves.
    """
    finder = _Finder(files, problems)
    for key, file in sorted(files.items()):
        assert isinstance(file.node, Mapping)
        finder.look_into(filled_in(file.node, declared(file.node, []), []), (key,))
    return finder.found


@dataclass
class _Finder:
    files: Map[str, SourceFile]
    problems: list[Problem]
    found: dict[VariantKey, Document[Segment]] = field(default_factory=dict)
    seen: set[VariantKey] = field(default_factory=set)

    def look_into(self, definition: Mapping, chain: tuple[str, ...]) -> None:
        """Find what a definition (with its values in place) asks for."""
        for segment, use in uses(definition):
            # One that is not known is told when names are bound.
            if segment in self.files:
                self._variant(segment, use, chain)

    def _variant(self, segment: str, use: Mapping, chain: tuple[str, ...]) -> None:
        settings = plain(use)
        assert isinstance(settings, dict)
        key = variant_key(segment, settings)
        if self._is_too_much(segment, use.position, chain) or key in self.seen:
            return
        self.seen.add(key)
        file = self.files[segment]
        assert isinstance(file.node, Mapping)
        defaults = declared(file.node, [])
        values = with_values(use, defaults, segment, self.problems)
        if values is None or _is_default(values, defaults):
            return
        node = filled_in(_with_parameters(file.node, values), {**defaults, **values}, [])
        document = validate(Segment, SourceFile(file.path, node), self.problems)
        if document is not None:
            self.found[key] = document
            self.look_into(node, (*chain, segment))

    def _is_too_much(self, segment: str, position: Position, chain: tuple[str, ...]) -> bool:
        if segment in chain:
            circle = " -> ".join((*chain[chain.index(segment) :], segment))
            message = f"these segments need each other: {circle}"
            help_ = "a segment cannot be defined by itself, whatever its parameters are"
            self.problems.append(Problem(position, "segment-cycle", message, help_))
            return True
        if len(chain) > MAX_DEPTH or len(self.found) >= MAX_VARIANTS:
            message = f"more than {MAX_VARIANTS:,} variants, or {MAX_DEPTH} in each other"
            help_ = "give the rule that is meant a definition of its own"
            self.problems.append(Problem(position, "too-many-variants", message, help_))
            return True
        return False


def _is_default(values: Values, defaults: Values) -> bool:
    return all(repr(plain(value)) == repr(plain(defaults[key])) for key, value in values.items())


def _with_parameters(definition: Mapping, values: Values) -> Mapping:
    """The definition with these values where its defaults stand."""
    items = []
    for key, value in definition.items:
        if key.text == "parameters" and isinstance(value, Mapping):
            pairs = tuple((name, values.get(name.text, default)) for name, default in value.items)
            value = Mapping(pairs, value.position)
        items.append((key, value))
    return Mapping(tuple(items), definition.position)
