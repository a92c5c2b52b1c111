"""Who is in which segment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from segsmith.definitions.parse import Definitions
from segsmith.reference.histories import History
from segsmith.reference.world import Tables, World


def members(
    definitions: Definitions,
    tables: Tables,
    as_of: datetime,
    history: History | None = None,
) -> dict[str, frozenset[Any]]:
    """The keys of the members of every segment at an instant.

    Args:
        definitions: what was parsed; names are taken to be right.
        tables: rows by catalog source name; each row by column name, with Python values
            (number: int, Decimal or float; instant: naive UTC datetime; date: date; array: list).
        as_of: the instant, UTC, without zone.
        history: by segment and key, the instants of the runs before at which it entered, exited,
            entered, ...; without it this is the first run.
    """
    world = World(definitions, tables, as_of, history)
    return {key: world.members_of(key) for key in world.segments}
