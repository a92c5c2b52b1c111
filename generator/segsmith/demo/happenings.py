"""What happened in the played weeks: for each kind of event one real example from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from segsmith.demo.company.story import LATE_ORDER
from segsmith.demo.schedule import LATE_ORDER_DAY, SEASON_DAY, local
from segsmith.warehouse.connection import Row, Warehouse
from segsmith.warehouse.manifest import Manifest


@dataclass(frozen=True)
class Happening:
    """One pointed-out event; `row` is the transition (or held row) that shows it."""

    title: str
    row: Row
    words: str


class Ledger:
    """Questions to the ledger's tables, with the relation names filled in."""

    def __init__(self, warehouse: Warehouse, manifest: Manifest) -> None:
        self.warehouse = warehouse
        self.manifest = manifest

    def relation(self, node: str) -> str:
        """The quoted table of a dbt node."""
        table = self.manifest.table(node)
        if table is None:
            raise LookupError(f"the dbt project has no node {node}")
        return self.warehouse.quoted(table)

    def rows(self, sql: str) -> list[Row]:
        """Rows of a select in which `{transitions}`, `{ledger}` and so on are relation names."""
        names = {
            "ledger": "contact_segment_ledger",
            "transitions": "contact_segment_transitions",
            "history": "contact_segment_history",
            "segments": "segsmith_segments",
            "sizes": "segsmith_segment_sizes",
            "runs": "segsmith_segment_runs",
        }
        return self.warehouse.rows(
            sql.format(**{word: self.relation(node) for word, node in names.items()})
        )

    def transition(self, where: str) -> Row | None:
        """The first transition that fulfils a condition, with how many share its run and cause."""
        found = self.rows(
            f"""
            select
                chosen.segment_key, chosen.contact_id, chosen.kind, chosen.cause, chosen.as_of,
                chosen.ordinal,
                (
                    select count(*)
                    from {{transitions}} as others
                    where others.segment_key = chosen.segment_key
                        and others.as_of = chosen.as_of
                        and others.kind = chosen.kind
                        and others.cause = chosen.cause
                ) as together
            from {{transitions}} as chosen
            where {where}
            order by chosen.as_of, chosen.contact_id
            limit 1
            """
        )
        return found[0] if found else None


def day(instant: datetime) -> str:
    """`21 Oct`, on Berlin's calendar."""
    return f"{local(instant).day} {local(instant):%b}"


def _first_run(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition("cause = 'first_run' and segment_key = 'top_tier'")
    return (
        (
            row,
            f"one of {row['together']:,}; the segment was evaluated for the first time",
        )
        if row
        else None
    )


def _data(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition(
        "cause = 'data' and kind = 'entered' and segment_key = 'cart_abandoners'"
    )
    return (row, "something in the cart, no order yet") if row else None


def _time(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition(
        "cause = 'time' and kind = 'exited' and segment_key = 'recent_purchasers'"
    )
    return (
        (row, "nothing new was loaded; the purchase is more than seven days ago") if row else None
    )


def _reentry(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition("ordinal = 3 and cause = 'data' and segment_key = 'recent_purchasers'")
    if row is None:
        return None
    stays = ledger.rows(
        "select entered_at, exited_at from {history} where segment_key = 'recent_purchasers' "
        f"and contact_id = '{row['contact_id']}' order by entered_at limit 1"
    )
    since, until = day(stays[0]["entered_at"]), day(stays[0]["exited_at"])
    return row, f"for the second time; the first stay was from {since} to {until}"


def _late_row(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition(
        f"contact_id = '{LATE_ORDER}' and segment_key = 'top_tier' and kind = 'entered' "
        f"and cast(as_of as date) = date '{LATE_ORDER_DAY}'"
    )
    return (
        (row, "a phone order of 14 Oct, loaded on 23 Oct, lifts the total over 1,000")
        if row
        else None
    )


def _manual(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition("cause = 'manual' and segment_key = 'winter_catalogue'")
    return (row, "put on the list press_friends, which is always included") if row else None


def _left(cause: str, words: str) -> Callable[[Ledger], tuple[Row, str] | None]:
    def find(ledger: Ledger) -> tuple[Row, str] | None:
        row = ledger.transition(f"cause = '{cause}' and kind = 'exited'")
        if row is None:
            return None
        segments = ledger.rows(
            "select count(*) as segments from {transitions} "
            f"where cause = '{cause}' and contact_id = '{row['contact_id']}'"
        )
        return row, f"{words}; left {segments[0]['segments']:,} segments at once"

    return find


def _definition(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition(
        "cause = 'definition' and kind = 'exited' and segment_key = 'highly_engaged'"
    )
    return (
        (row, f"with {row['together'] - 1:,} others: three opens are no longer enough")
        if row
        else None
    )


def _retired(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition("cause = 'retired' and segment_key = 'tent_sale'")
    return (row, f"with {row['together'] - 1:,} others: the segment was retired") if row else None


def _season(ledger: Ledger) -> tuple[Row, str] | None:
    row = ledger.transition(
        "cause = 'time' and kind = 'entered' and segment_key = 'holiday_season' "
        f"and cast(as_of as date) = date '{SEASON_DAY}'"
    )
    return (row, f"with {row['together'] - 1:,} others: November has begun") if row else None


def _held(ledger: Ledger) -> tuple[Row, str] | None:
    found = ledger.rows(
        "select segment_key, cast(null as varchar) as contact_id, kind, reason, as_of, exited, "
        "members, count(*) over () as together from {ledger} "
        "where kind = 'held' and segment_key = 'top_tier' order by as_of limit 1"
    )
    if not found:
        return None
    row = found[0]
    number = ledger.rows(
        f"select count(*) as held from {{ledger}} where kind = 'held' "
        f"and as_of = timestamp '{row['as_of']}'"
    )[0]["held"]
    return row, (
        f"{row['reason']}: {row['members']:,} members kept, {row['exited']:,} exits refused; "
        f"{number:,} segments were held"
    )


def _released(ledger: Ledger) -> tuple[Row, str] | None:
    found = ledger.rows(
        "select segment_key, cast(null as varchar) as contact_id, 'released' as kind, as_of, "
        "members, entered, exited from {ledger} where kind = 'checkpoint' "
        "and segment_key = 'top_tier' and as_of > "
        "(select max(as_of) from {ledger} where kind = 'held' and segment_key = 'top_tier') "
        "order by as_of limit 1"
    )
    if not found:
        return None
    row = found[0]
    return row, f"the orders are whole again: {row['entered']:,} entered, {row['exited']:,} left"


_KINDS: tuple[tuple[str, Callable[[Ledger], Any]], ...] = (
    ("first run", _first_run),
    ("data", _data),
    ("time", _time),
    ("re-entry", _reentry),
    ("late row", _late_row),
    ("manual list", _manual),
    ("deleted", _left("deleted", "the contact asked for deletion")),
    ("merged", _left("merged", "found to be a double of another contact")),
    ("held", _held),
    ("released", _released),
    ("season", _season),
    ("retired", _retired),
    ("definition", _definition),
)


def find_happenings(ledger: Ledger) -> tuple[list[Happening], list[str]]:
    """The events in order of time, and the titles of those that did not happen."""
    found: list[Happening] = []
    missing: list[str] = []
    for title, find in _KINDS:
        seen = find(ledger)
        if seen is None:
            missing.append(title)
        else:
            found.append(Happening(title, *seen))
    return sorted(found, key=lambda happening: happening.row["as_of"]), missing
