"""A sequence becomes a trait that is true or false; its steps are checked one by one."""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.definitions.sequences import SequenceCondition, Step, Without
from segsmith.errors import Problem
from segsmith.resolve.events import EventReader
from segsmith.resolve.nodes import Node, TraitValue
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope, EventScope
from segsmith.resolve.sequence_nodes import Happening, SequenceStep, SequenceTrait


@dataclass(frozen=True)
class SequenceReader:
    """Reads the sequences of one document."""

    events: EventReader
    problems: list[Problem]

    def condition(
        self, sequence: SequenceCondition, scope: EntityScope, place: Place
    ) -> Node | None:
        """The truth of a sequence; None after telling a mistake."""
        steps: list[SequenceStep] = []
        last = len(sequence.sequence) - 1
        for index, written in enumerate(sequence.sequence):
            below = place.below("sequence", index)
            if not self._is_in_place(written, index, last, below):
                return None
            step = self._step(written, scope, below)
            if step is None:
                return None
            steps.append(step)
        found = [part for step in steps for part in (step.event, step.without) if part is not None]
        sources = tuple(sorted({source for part in found for source in part.sources}))
        at = self.events.time(sources[0], scope)
        window = self.events.windows.read(sequence, at, scope, place)
        if window is None:
            return None
        return TraitValue(
            SequenceTrait(
                entity=scope.entity.entity,
                sources=sources,
                kinds=tuple(sorted({kind for part in found for kind in part.kinds})),
                measure="sequence",
                of=None,
                window=window[0],
                window_words=window[1],
                rule=None,
                type="boolean",
                steps=tuple(steps),
            )
        )

    def _is_in_place(self, step: Step, index: int, last: int, place: Place) -> bool:
        """Whether the step may stand where it stands; a mistake is told."""
        if index == 0:
            for key in ("without", "within"):
                if getattr(step, key) is not None:
                    return self._tell(
                        place,
                        key,
                        "bad-first-step",
                        f"`{key}` on the first step: there is no step before it",
                        "a window beside `sequence` says when; the first step is an `event`",
                    )
        if step.event:
            return True
        if index < last:
            return self._tell(
                place,
                "without",
                "bad-step",
                "a step without `event` that is not the last one",
                "name the event that must not come between on the step that follows: "
                "`{event: buy, without: refund}`",
            )
        if step.within is None:
            return self._tell(
                place,
                "without",
                "bad-step",
                "for how long must it not happen?",
                "say `{without: purchase, within: 24 hours}`",
            )
        return True

    def _step(self, step: Step, scope: EntityScope, place: Place) -> SequenceStep | None:
        event = without = None
        if step.event:
            event = self._happening(step, scope, place)
            if event is None:
                return None
        if step.without is not None:
            without = self._happening(step.without, scope, place.below("without"))
            if without is None:
                return None
        return SequenceStep(event, step.within, without)

    def _happening(
        self, written: Step | Without, scope: EntityScope, place: Place
    ) -> Happening | None:
        found = self.events.kinds(written.event, scope, place)
        if found is None:
            return None
        sources, kinds = found
        rule = None
        if written.where is not None:
            row = EventScope(sources, scope, self.problems)
            rule = self.events.rule.read(written.where, row, place.below("where"))
            if rule is None:
                return None
        return Happening(tuple(source.events for source in sources), kinds, rule)

    def _tell(self, place: Place, key: str, rule: str, message: str, help_: str) -> bool:
        self.problems.append(Problem(place.key(key), rule, message, help_))
        return False
