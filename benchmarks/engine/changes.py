"""What happens between two runs: edits, new and late events, deletions, new contacts."""

from __future__ import annotations

from datetime import datetime

from benchmarks.engine.data import contacts, kind
from benchmarks.engine.draws import COUNTRIES, PLANS, amount, drawn, one_of
from benchmarks.engine.sizes import Sizes, instant
from benchmarks.engine.sql import timestamp

_MILLION = 1_000_000


def statements(sizes: Sizes, run: int) -> list[str]:
    """The statements that bring the data from the run before to this one (a number from 1).

    Each changed contact is drawn once: it is edited, or has a new event, or is deleted. All rows
    that they write were loaded after the run before.
    """
    before = instant(run - 1)
    seed = sizes.seed + run * 7919
    share = drawn("contact_id", "changed", _MILLION, seed)
    edited = round(sizes.changed * sizes.edited * _MILLION)
    changed = round(sizes.changed * _MILLION)
    deleted = changed + round(sizes.deleted * _MILLION)
    return [
        _edits(f"{share} < {edited}", before, seed),
        _events(f"{share} >= {edited} and {share} < {changed}", sizes, before, seed),
        _deletions(f"{share} >= {changed} and {share} < {deleted}", before, seed),
        _new_contacts(sizes, before, seed),
    ]


def _loaded(row: str, before: datetime, seed: int) -> str:
    """A load time in the minutes after the run before."""
    return f"{timestamp(before)} + (1 + {drawn(row, 'loads', 840, seed)}) * interval '1 second'"


def _edits(who: str, before: datetime, seed: int) -> str:
    """Each of them gets another country, plan or score."""

    def kept_or(column: str, number: int, new: str) -> str:
        which = drawn("contact_id", "which", 3, seed)
        return f"{column} = case when {which} = {number} then {new} else {column} end"

    return f"""update shop.contacts set
        {kept_or("country", 0, one_of(COUNTRIES, "contact_id", "country", seed))},
        {kept_or("plan", 1, one_of(PLANS, "contact_id", "plan", seed))},
        {kept_or("score", 2, drawn("contact_id", "score", 1000, seed))},
        loaded_at = {_loaded("contact_id", before, seed)}
        where not is_deleted and {who}"""


def _events(who: str, sizes: Sizes, before: datetime, seed: int) -> str:
    """One new event for each of them; of some of them it occurred days before it was loaded."""
    is_late = f"{drawn('contact_id', 'late', _MILLION, seed)} < {round(sizes.late * _MILLION)}"
    days = f"(1 + {drawn('contact_id', 'days', 60, seed)}) * interval '1 day'"
    return f"""insert into shop.events
        (event_id, contact_id, event_name, occurred_at, amount, loaded_at)
        select (select max(event_id) from shop.events) + row_number() over (order by loaded_at),
            contact_id, event_name, occurred_at, amount, loaded_at
        from (
            select contact_id, {kind("contact_id", seed)} as event_name,
                {_loaded("contact_id", before, seed)}
                    - case when {is_late} then {days} else interval '0 days' end as occurred_at,
                {amount("contact_id", "amount", seed)} as amount,
                {_loaded("contact_id", before, seed)} as loaded_at
            from shop.contacts
            where not is_deleted and {who}
        ) as arrivals
        order by loaded_at"""


def _deletions(who: str, before: datetime, seed: int) -> str:
    return f"""update shop.contacts set is_deleted = true,
        loaded_at = {_loaded("contact_id", before, seed)}
        where not is_deleted and {who}"""


def _new_contacts(sizes: Sizes, before: datetime, seed: int) -> str:
    many = round(sizes.new * sizes.contacts)
    loaded = _loaded("contact_id", before, seed)
    return f"""insert into shop.contacts by name
        select * replace ({loaded} as loaded_at)
        from ({contacts("i", sizes)}
            from (
                select (select max(contact_id) from shop.contacts) + 1 + n as i
                from range({many}) as numbers (n)
            ) as new_numbers) as arrivals"""
