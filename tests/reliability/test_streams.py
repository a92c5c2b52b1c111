"""Laws 2, 4, 6, 9 and the causes: random streams of runs equal the reference, run by run.

A consumer follows the feed of each stream and is killed twice: it ends with the membership.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.reliability.conftest import Tell
from tests.reliability.consumer import Read, follow, known
from tests.reliability.judge import Judge, assert_as_judged
from tests.reliability.laws import assert_history_is_true
from tests.reliability.player import Player
from tests.reliability.stream import Stream
from tests.support.contract_tables import LEDGER, MEMBERSHIP

SEED = int(os.environ.get("SEGSMITH_SEED", "1"))
RUNS = 6


def test_a_stream_equals_the_reference(empty_player: Player, tmp_path: Path, tell: Tell) -> None:
    """One stream in every `make test`."""
    tell(play(empty_player, 7 * SEED, RUNS, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 106))
def test_more_streams_equal_the_reference(
    empty_player: Player, tmp_path: Path, seed: int, tell: Tell
) -> None:
    """Longer ones, by other seeds."""
    tell(play(empty_player, SEED * seed, 2 * RUNS, tmp_path))


def play(player: Player, seed: int, runs: int, folder: Path) -> str:
    """Run after run: the ledger as judged, history true, the consumer close behind; what it met."""
    stream, judge = Stream(seed), Judge()
    player.shop = stream.shop
    player.define(stream.segments)
    seen: set[str] = set()
    for number in range(runs):
        if number and stream.day():
            player.define(stream.segments)
        player.load()
        player.must_run(stream.as_of)
        outcome = judge.run(stream.shop, stream.segments, stream.as_of)
        assert_as_judged(player.database, judge, outcome, stream.as_of)
        assert_history_is_true(player.database)
        seen |= {str(t.cause) for t in outcome.transitions} | {"held" for _ in judge.held}
        if number % 3 == 2 or number == runs - 1:
            follow_and_die(player.rows, folder / "consumer.db", dies_after=number + 13)
    for _ in range(2):
        follow(player.rows, folder / "consumer.db")
    members = set(player.rows(f"select segment_key, contact_id from {MEMBERSHIP}"))
    assert known(folder / "consumer.db") == members
    [(changes,)] = player.rows(f"select max(feed_position) from {LEDGER}")
    return f"seed {seed}: {runs} runs, {changes} transitions, met {', '.join(sorted(seen))}"


def follow_and_die(read: Read, path: Path, dies_after: int) -> None:
    """The consumer in a process of its own that is killed in the middle of its rows."""
    pid = os.fork()
    if pid == 0:
        count = 0

        def after_row(_: int) -> None:
            nonlocal count
            count += 1
            if count == dies_after:
                os.kill(os.getpid(), signal.SIGKILL)

        follow(read, path, after_row)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
