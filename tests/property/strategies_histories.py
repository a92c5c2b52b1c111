"""Conditions on what was observed of a segment, and the histories that they meet."""

from __future__ import annotations

import json
import re
from datetime import datetime
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from segsmith.reference.calendar import MICROSECOND
from segsmith.reference.histories import History
from tests.property.scene import DURATIONS, Scene, needles
from tests.property.strategies_events import WINDOWS, event_window

Written = dict[str, Any]
HAPPENINGS = ("was_in", "entered", "exited")
HISTORY_FORMS = (
    *((happening, "none") for happening in HAPPENINGS),
    *(("any", window) for window in WINDOWS[1:]),
    *((happening, "any") for happening in HAPPENINGS),
    *(("for_at_least", ""),) * 3,
)
_ASKED = re.compile(r'"(?:was_in|entered|exited|segment)": "(\w+)"')


@st.composite
def history_conditions(
    draw: DrawFn, scene: Scene, happening: str, window: str, earlier: list[str]
) -> Written:
    """A condition on a segment that was drawn before; `any` is one of them all."""
    if not earlier:
        return {"everyone": True}
    segment = draw(st.sampled_from(earlier))
    if happening == "for_at_least":
        return {"segment": segment, happening: draw(st.sampled_from(DURATIONS))}
    word = draw(st.sampled_from(HAPPENINGS)) if happening == "any" else happening
    chosen = draw(st.sampled_from(WINDOWS)) if window == "any" else window
    return {word: segment} | event_window(draw, scene, chosen)


def histories(scene: Scene, written: list[Written], contacts: list[str], seed: int) -> History:
    """Transitions of every segment that another one asks about: none, or up to five a contact.

    Most lie at edges of windows; some at as-of or later, which a run at as-of does not see.
    """
    random = Random(seed)
    asked = set(_ASKED.findall(json.dumps([s.get("where") for s in written], default=str)))
    named = needles(scene, written).moments
    pool = (*named, *named, *scene.exact_edges)
    found: dict[str, dict[str, list[datetime]]] = {}
    for segment in written:
        key = segment["segment"]
        if key not in asked or random.random() < 0.1:
            continue
        found[key] = {contact: _instants(pool, random) for contact in contacts}
        for old in segment.get("renamed_from", ()):
            found[old] = {}
            for contact, seen in found[key].items():
                cut = random.randrange(len(seen) + 1)
                found[old][contact], found[key][contact] = seen[:cut], seen[cut:]
    return found


def _instants(pool: tuple[datetime, ...], random: Random) -> list[datetime]:
    count = random.choice((0, 1, 1, 2, 2, 3, 4, 5))
    found = (random.choice(pool) for _ in range(count))
    return sorted({moment + random.choice((-1, 0, 0, 0, 1)) * MICROSECOND for moment in found})
