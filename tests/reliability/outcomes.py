"""What runs that nobody disturbs leave behind: what disturbed ones are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tests.reliability.full_and_few import tables
from tests.reliability.player import Player
from tests.reliability.scenario import EVENT, NEXT
from tests.support.contract_tables import (
    LEDGER,
    PUBLISHED,
    Snapshot,
    differences,
    leftovers,
)
from tests.support.dbt_process import written_to


@dataclass(frozen=True)
class Undisturbed:
    """Tables after runs from where the story stands.

    `statements` are the SQL statements of the fourth run in order (number 1 is the first); `facts`
    are of `after_event_and_next`, for a run that may look at more.
    """

    statements: tuple[str, ...]
    after_event: Snapshot
    after_event_and_next: Snapshot
    after_next_alone: Snapshot
    facts: Snapshot


@dataclass
class Story:
    """The player before the fourth run, and what undisturbed runs from there give."""

    player: Player

    def restore(self) -> None:
        """Put the warehouse back before the fourth run."""
        self.player.database.restore()

    @cached_property
    def last_stamp(self) -> int:
        """The stamp of the third run; a killed fourth run has a greater one."""
        self.restore()
        stamps = self.player.rows("select max(run_stamp) from main_segsmith_internal.segsmith_run")
        return int(stamps[0][0])

    @cached_property
    def undisturbed(self) -> Undisturbed:
        """What the fourth and the next run give when nobody disturbs them."""
        player, log = self.player, self.player.root / "statements.log"
        self.restore()
        player.must_run(EVENT, on_statement=written_to(log))
        lines = log.read_text(encoding="utf-8").splitlines()
        event = player.snapshot()
        player.must_run(NEXT)
        both, facts = player.snapshot(), tables(player.database)
        self.restore()
        player.must_run(NEXT)
        statements = tuple(line.partition(" ")[2] for line in lines)
        return Undisturbed(statements, event, both, player.snapshot(), facts)

    def deviations(self, expected: Snapshot, is_same_run: bool) -> list[str]:
        """How the tables differ from the expected ones; none is right.

        A run whose publication was lost is published with the next one, so that only the last
        publication is compared when the recovering run was the next one.
        """
        found = self.player.snapshot()
        if not is_same_run:
            found, expected = _last_publication(found), _last_publication(expected)
        left = [f"left behind: {name}" for name in leftovers(self.player.database)]
        return differences(found, expected) + left

    def holds_event(self) -> bool:
        """Whether the ledger holds the fourth run."""
        query = f"select count(*) from {LEDGER} where kind = 'run' and as_of = timestamp '{EVENT}'"
        return self.player.rows(query) == [(1,)]


def _last_publication(tables: Snapshot) -> Snapshot:
    # a row begins with the publication's hash: order by what follows, the as-of
    rows = sorted(tables[PUBLISHED], key=lambda row: row.partition(", ")[2])
    return {**tables, PUBLISHED: rows[-1:]}
