"""The growth curves: along which size, from where to where, with everything else as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.engine.sizes import Sizes


@dataclass(frozen=True)
class Point:
    """One project: its sizes, and the rows of its ledger before the refresh (0: as they come)."""

    sizes: Sizes
    ledger_rows: int = 0


@dataclass(frozen=True)
class Curve:
    """A curve: what its points are called, its points unless asked, and a point at a size."""

    title: str
    points: tuple[float, ...]
    point: Callable[[Sizes, float], Point]


def _contacts(base: Sizes, x: float) -> Point:
    """Contacts and events grow, the number of contacts that change does not."""
    share = base.contacts / x
    changed, few = base.changed * share, base.deleted * share
    events = round(base.events / share)
    return Point(
        replace(
            base, contacts=int(x), events=events, changed=changed, deleted=few, new=base.new * share
        )
    )


def _changed(base: Sizes, x: float) -> Point:
    return Point(replace(base, changed=x))


CURVES = {
    "contacts": Curve("contacts, as many changed", (10_000, 20_000, 40_000), _contacts),
    "events": Curve(
        "events", (100_000, 400_000, 1_600_000), lambda b, x: Point(replace(b, events=int(x)))
    ),
    "segments": Curve("segments", (10, 100, 1000), lambda b, x: Point(replace(b, segments=int(x)))),
    "ledger": Curve("ledger rows", (50_000, 200_000, 800_000), lambda b, x: Point(b, int(x))),
    "changed": Curve("share of contacts changed", (0.001, 0.01, 0.1, 0.5), _changed),
}
