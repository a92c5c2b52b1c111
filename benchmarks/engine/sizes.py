"""What is asked of the benchmark: sizes, the seed, the instants of the runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_RUN = datetime(2026, 3, 31, 12)
STEP = timedelta(minutes=15)


@dataclass(frozen=True)
class Sizes:
    """Rows of each table, number of segments, shares of contacts, rounds.

    `changed` is the share of contacts whose data changes between two runs; deleted and new contacts
    come on top. `late` is the share of late ones among the new events.
    """

    contacts: int = 1_000_000
    events: int = 20_000_000
    segments: int = 200
    rounds: int = 3
    seed: int = 1
    changed: float = 0.01
    edited: float = 1 / 3
    late: float = 0.05
    deleted: float = 0.0005
    new: float = 0.0005
    threads: int = 2


def instant(run: int) -> datetime:
    """The as-of of a run; runs count from 0 and are 15 minutes apart."""
    return FIRST_RUN + run * STEP
