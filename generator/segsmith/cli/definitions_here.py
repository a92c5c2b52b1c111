"""The definitions of the working copy, and what refers to what in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from segsmith.definitions.conditions import (
    Condition,
    Group,
    Not,
)
from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.definitions.measures import EventCondition, ObjectCondition
from segsmith.definitions.parse import Definitions, Document, parse
from segsmith.definitions.ranks import TopCondition
from segsmith.definitions.segments import Segment
from segsmith.definitions.sequences import SequenceCondition
from segsmith.errors import did_you_mean
from segsmith.read import read_sources
from segsmith.warehouse import WarehouseError
from segsmith.words import kind_descriptions, personal_names, segment_in_words, stage_set


def read_definitions(root: Path) -> Definitions:
    """The parsed definitions.

    Raises:
        UserError: all mistakes of shape.
    """
    return parse(read_sources(root))


def find_segment(definitions: Definitions, key: str) -> Document[Segment]:
    """A segment by its key.

    Raises:
        WarehouseError: there is none; the nearest is named.
    """
    for document in definitions.segments:
        if document.model.segment == key:
            return document
    known = [document.model.segment for document in definitions.segments]
    raise WarehouseError(
        "unknown-segment",
        f"there is no segment `{key}`",
        did_you_mean(key, known, "segments"),
    )


def complete_segment(context: typer.Context, incomplete: str) -> list[str]:
    """Keys for the shell's completion; never an error."""
    root = context.parent.params.get("project_dir") if context.parent else None
    folder = Path(root or ".") / "segment_defs" / "segments"
    return sorted(f.stem for f in folder.rglob("*.yml") if f.stem.startswith(incomplete))


def words_of(definitions: Definitions, segment: Segment) -> str:
    """The rule in plain words; personal literals are masked."""
    return segment_in_words(
        segment,
        personal_names(definitions, segment.entity),
        kind_descriptions(definitions, segment.entity),
        stage_set(definitions, segment.segment),
    )


def renames(definitions: Definitions) -> dict[str, str]:
    """The key now by each old key."""
    models = (document.model for document in definitions.segments)
    return {old: model.segment for model in models for old in model.renamed_from}


def used_by(definitions: Definitions, key: str) -> list[str]:
    """The segments that rest on this one, sorted."""
    models = (document.model for document in definitions.segments)
    return sorted(model.segment for model in models if key in uses(definitions, model))


def uses(definitions: Definitions, segment: Segment) -> list[str]:
    """The segments that this one's rule names, and the further stages of its set, sorted."""
    if segment.rule is None:
        return []
    return sorted({*_named(segment.rule), *definitions.stages_after(segment.segment)})


def _named(condition: Condition) -> Iterator[str]:
    match condition:
        case Group():
            for member in condition.members:
                yield from _named(member)
        case Not():
            yield from _named(condition.not_)
        case EventCondition() | ObjectCondition():
            for rule in (condition.where, condition.measure_rule):
                if rule is not None:
                    yield from _named(rule)
        case SequenceCondition():
            for step in condition.sequence:
                for rule in (step.where, step.without.where if step.without else None):
                    if rule is not None:
                        yield from _named(rule)
        case SegmentCondition() | HistoryCondition():
            yield condition.segment.rpartition(".")[2]
        case TopCondition() if condition.top.of is not None:
            yield condition.top.of.segment.rpartition(".")[2]
        case _:
            pass
