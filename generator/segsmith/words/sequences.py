"""A sequence of events: `the sequence (product views, then orders within 1 day)`."""

from __future__ import annotations

from collections.abc import Callable

from segsmith.definitions.conditions import Condition
from segsmith.definitions.sequences import SequenceCondition, Step, Without
from segsmith.words.events import window
from segsmith.words.subjects import Speaker

RuleWords = Callable[[Condition, Speaker], str]


def sequence(condition: SequenceCondition, speaker: Speaker, rule: RuleWords) -> str:
    """The whole condition; `rule` says the rules over the events' own properties."""
    words = ", then ".join(_step(step, speaker, rule) for step in condition.sequence)
    stretch = window(condition)
    return f"the sequence ({words})" + (f" {stretch}" if stretch else "")


def _step(step: Step, speaker: Speaker, rule: RuleWords) -> str:
    if not step.event and step.without is not None:
        return f"no {_events(step.without, speaker, rule)} for {step.within}"
    words = _events(step, speaker, rule)
    if step.within is not None:
        words += f" within {step.within}"
    if step.without is not None:
        words += f" without {_events(step.without, speaker, rule)} in between"
    return words


def _events(part: Step | Without, speaker: Speaker, rule: RuleWords) -> str:
    words = speaker.kinds(part.event)
    if part.where is not None:
        words += f" (where {rule(part.where, speaker.inside(part.event))})"
    return words
