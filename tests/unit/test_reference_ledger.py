"""The fold of runs that ledger tests compare with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from segsmith.reference.ledger import (
    ReferenceLedger,
    RefusedRunError,
    RunInput,
    RunOutcome,
    SegmentInput,
)

START = datetime(2026, 3, 1, 8)
EVERYBODY = frozenset("abcd")


def run(ledger: ReferenceLedger, hours: int, members: str, **more: Any) -> RunOutcome:
    """One run of one segment; `hours` after the start."""
    settings = {"definition_hash": more.pop("definition_hash", "h1")}
    for word in ("manual", "status", "is_held"):
        if word in more:
            settings[word] = more.pop(word)
    segment = SegmentInput(frozenset(members), **settings)
    inputs = {"present": EVERYBODY, "loaded": frozenset()} | more
    return ledger.run(RunInput(START + timedelta(hours=hours), {"vip": segment}, **inputs))


def changes(outcome: RunOutcome) -> list[tuple[Any, ...]]:
    return [(t.contact, t.kind, t.ordinal, t.cause) for t in outcome.transitions]


def test_first_run_then_data_then_time_then_again() -> None:
    ledger = ReferenceLedger()
    assert changes(run(ledger, 0, "ab")) == [
        ("a", "entered", 1, "first_run"),
        ("b", "entered", 1, "first_run"),
    ]
    assert changes(run(ledger, 1, "bc", loaded=frozenset("c"))) == [
        ("a", "exited", 2, "time"),
        ("c", "entered", 1, "data"),
    ]
    assert changes(run(ledger, 2, "abc")) == [("a", "entered", 3, "time")]
    assert ledger.membership == {"vip": frozenset("abc")}


def test_sizes_and_checkpoints() -> None:
    ledger = ReferenceLedger("Europe/Berlin")
    first = run(ledger, 0, "ab").sizes[0]
    assert (first.members, first.entered, first.exited, first.is_checkpoint) == (2, 2, 0, True)
    assert not run(ledger, 1, "ab").sizes[0].is_checkpoint
    assert run(ledger, 14, "ab").sizes[0].is_checkpoint is False
    # 23:00 UTC is the next day in Berlin.
    assert run(ledger, 15, "ab").sizes[0].is_checkpoint
    assert run(ledger, 16, "ab", definition_hash="h2").sizes[0].is_checkpoint


def test_an_empty_first_evaluation_is_the_first_run() -> None:
    ledger = ReferenceLedger()
    assert run(ledger, 0, "").sizes[0].is_checkpoint
    assert changes(run(ledger, 1, "a")) == [("a", "entered", 1, "time")]


def test_causes_in_their_precedence() -> None:
    ledger = ReferenceLedger()
    run(ledger, 0, "abcd")
    gone = run(ledger, 1, "b", present=frozenset("bc"), merged=frozenset("d"))
    assert changes(gone) == [
        ("a", "exited", 2, "deleted"),
        ("c", "exited", 2, "time"),
        ("d", "exited", 2, "merged"),
    ]
    retired = run(ledger, 2, "b", status="retired")
    assert changes(retired) == [("b", "exited", 2, "retired")]
    changed = run(ledger, 3, "ab", definition_hash="h2", present=frozenset("ab"))
    assert [t.cause for t in changed.transitions] == ["definition", "definition"]


def test_manual_on_the_way_in_and_out() -> None:
    ledger = ReferenceLedger()
    run(ledger, 0, "")
    assert changes(run(ledger, 1, "a", manual=frozenset("a")))[0][3] == "manual"
    # Off the list again: nobody forces anything now, but the last transition was by hand.
    assert changes(run(ledger, 2, "", loaded=frozenset("a")))[0][3] == "manual"


def test_held_keeps_and_releases() -> None:
    ledger = ReferenceLedger()
    run(ledger, 0, "ab")
    held = run(ledger, 1, "", is_held=True, loaded=frozenset("a"))
    assert held.transitions == ()
    assert (held.sizes[0].members, held.sizes[0].is_held) == (2, True)
    released = run(ledger, 2, "b")
    assert changes(released) == [("a", "exited", 2, "data")]
    assert released.sizes[0].is_checkpoint


def test_paused_keeps_without_a_trace() -> None:
    ledger = ReferenceLedger()
    run(ledger, 0, "ab")
    assert run(ledger, 1, "", status="paused") == RunOutcome()
    assert ledger.membership["vip"] == frozenset("ab")


def test_a_vanished_definition_is_held() -> None:
    ledger = ReferenceLedger()
    run(ledger, 0, "ab")
    outcome = ledger.run(RunInput(START + timedelta(hours=1), {}, EVERYBODY))
    assert outcome.transitions == ()
    assert outcome.sizes[0].is_held


def test_the_same_as_of_changes_nothing_and_an_earlier_one_is_refused() -> None:
    ledger = ReferenceLedger()
    run(ledger, 1, "ab")
    assert run(ledger, 1, "") == RunOutcome()
    with pytest.raises(RefusedRunError):
        run(ledger, 0, "")
