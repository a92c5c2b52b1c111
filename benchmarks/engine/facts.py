"""What a run of ours counted, read from its ledger and from the table of those it looked at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from benchmarks.engine.ours import EVALUATED, LEDGER
from benchmarks.engine.sql import timestamp

CAUSES = ("first_run", "data", "time", "deleted")


def facts(database: Path, as_of: datetime) -> dict[str, int]:
    """Of the run at an instant, by name.

    Contacts looked at, how many because of time alone, how many of those entered or left a segment;
    transitions by cause; segments held; rows of the ledger in all.
    """
    run = f"as_of = {timestamp(as_of)}"
    transition = f"{run} and kind in ('entered', 'exited')"
    queries = {
        "looked at": f"select max(entities_evaluated) from {LEDGER} where kind = 'run' and {run}",
        "looked at because of time": f"select count(*) from {EVALUATED} where cause = 'time'",
        "flipped by time": f"select count(distinct contact_id) from {LEDGER}"
        f" where {transition} and cause = 'time'",
        "held": f"select count(*) from {LEDGER} where kind = 'held' and {run}",
        "ledger rows": f"select count(*) from {LEDGER}",
        "transitions": f"select count(*) from {LEDGER} where {transition}",
    } | {
        f"transitions: {cause}": f"select count(*) from {LEDGER}"
        f" where {transition} and cause = '{cause}'"
        for cause in CAUSES
    }
    with duckdb.connect(str(database), read_only=True) as connection:
        return {
            name: int((connection.execute(query).fetchone() or (0,))[0] or 0)
            for name, query in queries.items()
        }
