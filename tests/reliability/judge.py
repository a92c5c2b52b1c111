"""What each run must leave, by the reference interpreter, the reference ledger, and the guards.

It reads the shop and the definitions as written; nothing of the generated SQL.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from segsmith.reference.ledger import (
    ReferenceLedger,
    RunInput,
    RunOutcome,
    SegmentInput,
    Transition,
)
from segsmith.reference.members import members
from tests.reliability.shop import Shop
from tests.support.columns import typed_tables
from tests.support.contract_tables import LEDGER, MEMBERSHIP
from tests.support.databases import Database, rows
from tests.support.written import definitions_of

Written = Mapping[str, Any]
Change = tuple[str, str, int, str]
SOURCES = {"tag": "contact_tags", "tags": "contact_tags", "list": "contact_lists", "event": "email"}
MAX_SHRINK = 0.2
_REFERENCE = r'"(?:segment|was_in|entered|exited)": "(\w+)"'


@dataclass
class Judge:
    """Follows the runs of one project from the first."""

    ledger: ReferenceLedger = field(default_factory=ReferenceLedger)
    marks: dict[str, datetime] = field(default_factory=dict)
    good_counts: dict[str, int] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    evaluated: set[str] = field(default_factory=set)

    def run(self, shop: Shop, segments: Sequence[Written], as_of: datetime) -> RunOutcome:
        """What a run at an instant appends."""
        for written in segments:
            for old in written.get("renamed_from", ()):
                self.ledger.rename(old, written["segment"])
        found = self._input(shop, segments, as_of)
        held = self._held(shop, segments, found)
        found = replace(
            found,
            segments={
                key: replace(segment, is_held=key in held)
                for key, segment in found.segments.items()
            },
        )
        outcome = self.ledger.run(found)
        outcome = replace(outcome, transitions=self._told(outcome.transitions))
        self.marks, self.held = shop.marks(), frozenset(held)
        self.evaluated |= found.segments.keys() - held
        shrunken = self._shrunken(shop)
        counts = {source: len(table) for source, table in shop.tables.items()}
        self.good_counts |= {s: n for s, n in counts.items() if s not in shrunken}
        return outcome

    def _input(self, shop: Shop, segments: Sequence[Written], as_of: datetime) -> RunInput:
        by_rule = [{k: v for k, v in s.items() if not k.startswith("always_")} for s in segments]
        tables = typed_tables(definitions_of(segments), shop.tables)
        history = self.ledger.history
        found = members(definitions_of(segments), tables, as_of, history)
        unforced = members(definitions_of(by_rule), tables, as_of, history)
        hashes = rule_hashes(segments)
        return RunInput(
            as_of,
            {
                written["segment"]: SegmentInput(
                    found[written["segment"]],
                    hashes[written["segment"]],
                    manual=found[written["segment"]] ^ unforced[written["segment"]],
                    status=written.get("status", "active"),
                )
                for written in segments
            },
            shop.present,
            shop.loaded_since(self.marks),
        )

    def _told(self, transitions: tuple[Transition, ...]) -> tuple[Transition, ...]:
        """A segment that was held has missed runs: what time would explain is told as data."""
        return tuple(
            replace(t, cause="data") if t.cause == "time" and t.segment in self.held else t
            for t in transitions
        )

    def _held(self, shop: Shop, segments: Sequence[Written], run: RunInput) -> set[str]:
        """Sources first, then guards on what would change by data, then who refers to them."""
        trial = copy.deepcopy(self.ledger)
        changes = self._told(trial.run(run).transitions)
        shrunken = self._shrunken(shop)
        references = segment_references(segments)
        held = set()
        for written in segments:
            key = written["segment"]
            if written.get("status") == "retired":
                continue
            own = sources_of(written).union(*(references[key][1],))
            if own & shrunken or self._trips(written, changes):
                held.add(key)
        for key, (referred, _) in references.items():
            if referred & held:
                held.add(key)
        return held

    def _trips(self, written: Written, changes: tuple[Transition, ...]) -> bool:
        key = written["segment"]
        before = len(self.ledger.membership.get(key, ()))
        counted = [t for t in changes if t.segment == key and t.cause in ("data", "deleted")]
        exited = sum(t.kind == "exited" for t in counted)
        entered = len(counted) - exited
        share = written.get("guards", {}).get("max_exited_share")
        most = max(50, 0.3 * before) if share is None else share * before
        return exited > most or entered > max(1000, 3 * before)

    def _shrunken(self, shop: Shop) -> set[str]:
        found = set()
        for source, table in shop.tables.items():
            good = self.good_counts.get(source, 0)
            if len(table) < (1 - MAX_SHRINK) * good or (not table and good):
                found.add(source)
        return found


def sources_of(written: Written) -> set[str]:
    """The sources that a definition itself reads, and the contacts."""
    text = json.dumps([written.get(w) for w in ("where", "always_include", "always_exclude")])
    return {"contact"} | {source for word, source in SOURCES.items() if f'"{word}":' in text}


def segment_references(segments: Sequence[Written]) -> dict[str, tuple[set[str], set[str]]]:
    """By segment: every segment it refers to, however far, and the sources of all these.

    A paused one keeps whom it had, whatever happens to what it refers to and reads.
    """
    by_key = {written["segment"]: written for written in segments}
    paused = {key for key, written in by_key.items() if written.get("status") == "paused"}
    found = {}
    for key in by_key:
        waiting, referred = [key], set[str]()
        while waiting:
            text = json.dumps(by_key[waiting.pop()].get("where"))
            new = {key for key in re.findall(_REFERENCE, text) if key in by_key} - referred
            referred |= new
            waiting += new - paused
        read = (sources_of(by_key[k]) for k in referred - paused)
        found[key] = (referred, set[str]().union(*read))
    return found


def rule_hashes(segments: Sequence[Written]) -> dict[str, str]:
    """A hash of what each definition means: its rule, its overrides, and those it refers to.

    A reference to a paused or retired segment means something else than one to an active one; by
    which name a segment goes means nothing.
    """
    by_key = {written["segment"]: written for written in segments}
    words = ("where", "always_include", "always_exclude")
    references = segment_references(segments)
    first_names = {key: [*w.get("renamed_from", ()), key][0] for key, w in by_key.items()}
    found = {}
    for key, written in by_key.items():
        parts = [[written.get(word) for word in words]]
        for other in sorted(references[key][0], key=first_names.__getitem__):
            parts.append([by_key[other].get(word) for word in (*words, "status")])
        text = json.dumps(parts)
        for name, first in first_names.items():
            text = text.replace(f'"{name}"', f'"{first}"')
        found[key] = hashlib.md5(text.encode()).hexdigest()
    return found


def assert_as_judged(
    database: Database, judge: Judge, outcome: RunOutcome, as_of: datetime
) -> None:
    """The run's transitions, causes, sizes and holds, and who is in afterwards."""
    at = f"as_of = timestamp '{as_of}'"
    found: set[Change] = set(
        rows(
            database,
            "select segment_key, contact_id, ordinal, cause "
            f"from {LEDGER} where kind in ('entered', 'exited') and {at}",
        )
    )
    expected = {(t.segment, t.contact, t.ordinal, str(t.cause)) for t in outcome.transitions}
    assert found == expected, _difference(found, expected)
    holds = {
        key
        for (key,) in rows(
            database, f"select segment_key from {LEDGER} where kind = 'held' and {at}"
        )
    }
    assert holds == {size.segment for size in outcome.sizes if size.is_held}
    sizes = set(
        rows(
            database,
            f"select segment_key, members, entered, exited from {LEDGER} "
            f"where kind = 'checkpoint' and {at}",
        )
    )
    wanted = {(s.segment, s.members, s.entered, s.exited) for s in outcome.sizes if s.is_checkpoint}
    assert sizes == wanted, _difference(sizes, wanted)
    open_now = set(rows(database, f"select segment_key, contact_id from {MEMBERSHIP}"))
    members_now = judge.ledger.membership
    assert open_now == {(key, contact) for key in members_now for contact in members_now[key]}


def _difference(found: set[Any], expected: set[Any]) -> str:
    return f"too many: {sorted(found - expected)[:8]}, missing: {sorted(expected - found)[:8]}"
