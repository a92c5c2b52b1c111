"""What may be shown: the personal names, and how event kinds are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from segsmith.words.phrases import MASK, joined, name_or_formula

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_LITERAL = re.compile(r"'(?:[^']|'')*'|\b[0-9]+(?:\.[0-9]+)?\b")


@dataclass(frozen=True)
class Speaker:
    """Who reads: which names are personal, how a kind of event is called.

    `personal` is asked with the name as it stands in the definition (`email`, `account.owner`,
    a trait's name); for a property of an event also with `kind.property`.
    """

    personal: Callable[[str], bool]
    kind_words: Callable[[str], str | None]
    events: tuple[str, ...] = ()

    def inside(self, events: tuple[str, ...]) -> Speaker:
        """The speaker for the rule over the events' own properties."""
        return replace(self, events=events)

    def is_personal(self, name: str) -> bool:
        """Whether values compared with this name are masked."""
        names = (name, *(f"{event}.{name}" for event in self.events))
        return any(self.personal(each) for each in names)

    def is_personal_formula(self, formula: str) -> bool:
        """Whether an expression reads anything personal."""
        bare = re.sub(r"'(?:[^']|'')*'", " ", formula)
        return any(self.is_personal(name) for name in _IDENTIFIER.findall(bare))

    def formula(self, formula: str) -> str:
        """An expression; its own literals are masked when it reads anything personal."""
        if self.is_personal_formula(formula):
            formula = _LITERAL.sub(MASK, formula)
        return name_or_formula(formula)

    def kinds(self, events: tuple[str, ...]) -> str:
        """`email_opened events`, or the catalog's own words for a kind."""
        if "any" in events:
            return "events of any kind"
        described = [self.kind_words(event) for event in events]
        if any(described):
            return joined(
                [
                    _noun(words) if words else f"{event} events"
                    for event, words in zip(events, described, strict=True)
                ],
                "or",
            )
        return f"{joined(list(events), 'or')} events"

    def one(self, which: str, events: tuple[str, ...]) -> str:
        """`the first email_opened event`, or `the first of` the catalog's words."""
        if "any" in events:
            return f"the {which} event of any kind"
        if any(self.kind_words(event) for event in events):
            return f"the {which} of {self.kinds(events)}"
        return f"the {which} {joined(list(events), 'or')} event"


def _noun(description: str) -> str:
    """A description as part of a sentence: one line, no full stop, small first letter."""
    line = " ".join(description.split()).rstrip(".")
    begins_a_name = line[:2].isupper()
    return line if begins_a_name else line[:1].lower() + line[1:]
