"""What a sequence of runs must leave in one entity's ledger: transitions, causes and sizes.

A fold in plain Python. It judges no guard: the caller says which segments a run holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from segsmith.reference.calendar import Clock

Contact = Any
Cause = Literal["first_run", "definition", "deleted", "merged", "retired", "manual", "data", "time"]


@dataclass(frozen=True)
class SegmentInput:
    """One segment as a run finds it: who is in by definition, and who only by a list."""

    members: frozenset[Contact]
    definition_hash: str
    manual: frozenset[Contact] = frozenset()
    status: Literal["active", "paused", "retired"] = "active"
    is_held: bool = False


@dataclass(frozen=True)
class RunInput:
    """One run: every defined segment, the contacts there are, and those loaded since the last.

    `merged` are contacts that went into another (and are not also deleted): no longer present.
    """

    as_of: datetime
    segments: Mapping[str, SegmentInput]
    present: frozenset[Contact]
    loaded: frozenset[Contact] = frozenset()
    merged: frozenset[Contact] = frozenset()


@dataclass(frozen=True, order=True)
class Transition:
    """One contact entered (odd ordinal) or exited (even) one segment."""

    segment: str
    contact: Contact
    ordinal: int
    cause: Cause
    definition_hash: str
    as_of: datetime

    @property
    def kind(self) -> str:
        """`entered` or `exited`."""
        return "entered" if self.ordinal % 2 else "exited"


@dataclass(frozen=True)
class Size:
    """One segment after one run; a held one keeps its members and has no checkpoint."""

    segment: str
    members: int
    entered: int
    exited: int
    is_held: bool
    is_checkpoint: bool


@dataclass(frozen=True)
class RunOutcome:
    """What one run appends; nothing for a run at the as-of of the last."""

    transitions: tuple[Transition, ...] = ()
    sizes: tuple[Size, ...] = ()


class RefusedRunError(Exception):
    """The run lies before the last one."""


@dataclass
class _Kept:
    """What is remembered of one segment."""

    members: frozenset[Contact] = frozenset()
    definition_hash: str | None = None
    was_held: bool = False
    loaded: frozenset[Contact] = frozenset()
    last: dict[Contact, Transition] = field(default_factory=dict)


class ReferenceLedger:
    """Folds runs, one after the other."""

    def __init__(self, time_zone: str = "UTC") -> None:
        self._zone = ZoneInfo(time_zone)
        self._as_of: datetime | None = None
        self._kept: dict[str, _Kept] = {}
        self.transitions: list[Transition] = []

    @property
    def membership(self) -> dict[str, frozenset[Contact]]:
        """Who is in each segment that was ever evaluated."""
        return {key: kept.members for key, kept in self._kept.items()}

    @property
    def history(self) -> dict[str, dict[Contact, list[datetime]]]:
        """By segment and contact: when it entered, exited, entered, ..."""
        found: dict[str, dict[Contact, list[datetime]]] = {}
        for transition in self.transitions:
            by_contact = found.setdefault(transition.segment, {})
            by_contact.setdefault(transition.contact, []).append(transition.as_of)
        return found

    def rename(self, old: str, new: str) -> None:
        """The segment has another name from now on; what is remembered of it goes with it."""
        if old in self._kept:
            self._kept[new] = self._kept.pop(old)
        self.transitions = [
            replace(t, segment=new) if t.segment == old else t for t in self.transitions
        ]

    def run(self, run: RunInput) -> RunOutcome:
        """What this run appends.

        Raises:
            RefusedRunError: the as-of is earlier than the last run's.
        """
        if self._as_of is not None and run.as_of < self._as_of:
            raise RefusedRunError(f"{run.as_of} is earlier than {self._as_of}")
        if run.as_of == self._as_of:
            return RunOutcome()
        new_day = self._as_of is None or self._day(run.as_of) != self._day(self._as_of)
        transitions: list[Transition] = []
        sizes: list[Size] = []
        for key in sorted({*self._kept, *run.segments}):
            found, size = self._segment(key, run, new_day)
            transitions += found
            sizes += size
        self._as_of = run.as_of
        self.transitions += transitions
        return RunOutcome(tuple(transitions), tuple(sizes))

    def _day(self, as_of: datetime) -> date:
        return Clock(as_of, self._zone).today

    def _segment(
        self, key: str, run: RunInput, new_day: bool
    ) -> tuple[list[Transition], list[Size]]:
        kept = self._kept.setdefault(key, _Kept())
        kept.loaded |= run.loaded
        now = run.segments.get(key)
        if now is not None and now.status == "paused":
            return [], []
        if now is None or now.is_held:
            kept.was_held = True
            return [], [Size(key, len(kept.members), 0, 0, True, False)]
        wanted = frozenset() if now.status == "retired" else now.members & run.present
        changed = sorted(wanted ^ kept.members)
        found = [self._transition(key, contact, now, run) for contact in changed]
        entered, exited = len(wanted - kept.members), len(kept.members - wanted)
        is_new = kept.definition_hash != now.definition_hash
        is_checkpoint = bool(found) or is_new or kept.was_held or new_day
        kept.members, kept.definition_hash = wanted, now.definition_hash
        kept.was_held, kept.loaded = False, frozenset()
        kept.last.update({transition.contact: transition for transition in found})
        return found, [Size(key, len(wanted), entered, exited, False, is_checkpoint)]

    def _transition(
        self, key: str, contact: Contact, now: SegmentInput, run: RunInput
    ) -> Transition:
        kept = self._kept[key]
        last = kept.last.get(contact)
        return Transition(
            segment=key,
            contact=contact,
            ordinal=last.ordinal + 1 if last else 1,
            cause=_cause(kept, contact, now, run),
            definition_hash=now.definition_hash,
            as_of=run.as_of,
        )


def _cause(kept: _Kept, contact: Contact, now: SegmentInput, run: RunInput) -> Cause:
    """The first reason that applies; time only if nothing of the contact was loaded since."""
    last = kept.last.get(contact)
    if kept.definition_hash is None:
        return "first_run"
    if kept.definition_hash != now.definition_hash:
        return "definition"
    if contact in run.merged:
        return "merged"
    if contact not in run.present:
        return "deleted"
    if now.status == "retired":
        return "retired"
    if contact in now.manual or (last is not None and last.cause == "manual"):
        return "manual"
    return "data" if contact in kept.loaded else "time"
