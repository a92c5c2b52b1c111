"""Conditions on an attribute that hold since long enough, and histories that they meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from segsmith.reference.calendar import MICROSECOND
from tests.property.scene import DURATIONS, Scene
from tests.property.scopes import CONTACT, Scope
from tests.property.strategies_values import OPERATORS, value_conditions

Row = dict[str, Any]
Written = dict[str, Any]
# The history of an entity knows its own attributes only.
OWN = Scope(
    {
        kind: tuple(name for name in names if "." not in name)
        for kind, names in CONTACT.attributes.items()
    }
)
LASTING_FORMS = tuple(OPERATORS)
HISTORY = "contact.contacts_snapshot"


@st.composite
def lasting_conditions(draw: DrawFn, scene: Scene, kind: str) -> Written:
    """A test on a value of a type, for at least some time; some values are expressions."""
    operator = draw(st.sampled_from(OPERATORS[kind]))
    test = draw(value_conditions(scene, OWN, kind, operator))
    return test | {"for_at_least": draw(st.sampled_from(DURATIONS))}


def history_rows(
    now: Row, another: Callable[[], Row], moments: Sequence[datetime], as_of: datetime, seed: int
) -> list[Row]:
    """What a contact's row was: up to four rows, mostly like it is now, most without a gap.

    They begin at edges of windows or a microsecond beside; the last one is mostly open.
    """
    random = Random(seed)
    before = [moment for moment in moments if moment <= as_of] or [as_of]
    drawn = (random.choice(before) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4))))
    starts = sorted(at + random.choice((-1, 0, 0, 0, 1)) * MICROSECOND for at in drawn)
    found = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else _last_end(as_of, random)
        if end is not None and random.random() < 0.1:
            end -= MICROSECOND
        other = another()
        row = {key: other[key] if random.random() < 0.1 else now[key] for key in now}
        row |= {"contact_id": now["contact_id"], "dbt_valid_from": start, "dbt_valid_to": end}
        found.append(row)
    return found


def _last_end(as_of: datetime, random: Random) -> datetime | None:
    beside = as_of + random.choice((-1, 0, 1)) * MICROSECOND
    return random.choice((None, None, None, None, None, beside))
