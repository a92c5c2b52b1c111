"""A segment of another entity as a condition: of the one that a row points at, or of the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from segsmith.definitions.histories import SegmentCondition
from segsmith.errors import Problem, did_you_mean
from segsmith.resolve.nodes import InSegment, Node
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope, RowScope

# Tells an unknown segment of an entity, at a key of the condition.
SegmentCheck = Callable[[str, str, Place, str], bool]


@dataclass(frozen=True)
class RelatedReader:
    """Reads conditions on segments of other entities."""

    is_known: SegmentCheck
    is_paused: Callable[[str], bool]

    def of_related(
        self, condition: SegmentCondition, scope: EntityScope, place: Place
    ) -> Node | None:
        """`account.key_accounts`: the one account of the row is in that segment."""
        step, _, key = condition.segment.partition(".")
        relation = scope.entity.relations.get(step)
        if relation is None:
            scope.problems.append(
                Problem(
                    place.value("segment"),
                    "unknown-relation",
                    f"{scope.entity.entity} has no relation `{step}`",
                    did_you_mean(step, scope.entity.relations, "relations"),
                )
            )
            return None
        if not _is_plain(condition, scope.problems, place):
            return None
        if not self.is_known(key, relation.to, place, "segment"):
            return None
        return InSegment(key, step, self.is_paused(key))

    def of_row(self, condition: SegmentCondition, scope: RowScope, place: Place) -> Node | None:
        """A row that is itself one of an entity is in a segment of that entity."""
        if not scope.row_entity or "." in condition.segment:
            scope.problems.append(
                Problem(
                    place.value("segment"),
                    "not-of-an-event",
                    f"a row of {scope.table} is in no segment `{condition.segment}`",
                    "only rows of an entity (the `inverse` of a relation) are in its segments",
                )
            )
            return None
        if not _is_plain(condition, scope.problems, place):
            return None
        if not self.is_known(condition.segment, scope.row_entity, place, "segment"):
            return None
        return InSegment(condition.segment, is_kept=self.is_paused(condition.segment))


def _is_plain(condition: SegmentCondition, problems: list[Problem], place: Place) -> bool:
    """Only who is in is looked up across entities, neither for how long nor by other values."""
    written = [key for key in ("for_at_least", "with_") if getattr(condition, key) is not None]
    for key in written:
        problems.append(
            Problem(
                place.key(key),
                "not-across",
                f"`{key.rstrip('_')}` on a segment of another entity",
                "write a segment of that entity that says so, and refer to that one",
            )
        )
    return not written
