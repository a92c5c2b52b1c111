"""The tables of the benchmark, made by DuckDB from a seed: nothing is loaded from anywhere.

Contacts with some columns that no rule reads, and one table of the events of all kinds, in the
order in which they were loaded. Some contacts have many events and many have few.
"""

from __future__ import annotations

from benchmarks.engine.draws import COUNTRIES, PLANS, amount, drawn, one_of
from benchmarks.engine.kinds import KINDS
from benchmarks.engine.sizes import FIRST_RUN, Sizes

DAYS = 400
_SECONDS = DAYS * 86_400


def statements(sizes: Sizes) -> list[str]:
    """The statements that make shop.contacts and shop.events as they are at the first run."""
    return [
        "create schema if not exists shop",
        f"create table shop.contacts as {contacts('i', sizes)} "
        f"from range({sizes.contacts}) as contacts (i)",
        f"create table shop.events as {_events(sizes)}",
    ]


def contacts(row: str, sizes: Sizes) -> str:
    """The select list of contacts by their number, loaded some time before the first run."""
    seed = sizes.seed
    loaded = f"{drawn(row, 'loaded', _SECONDS, seed)} + 7200"
    return f"""select {row} as contact_id,
        'Contact ' || {row} as name,
        {one_of(COUNTRIES, row, "country", seed)} as country,
        case when {drawn(row, "has_plan", 10, seed)} > 0
            then {one_of(PLANS, row, "plan", seed)} end as plan,
        {drawn(row, "score", 1000, seed)} as score,
        timestamp '{FIRST_RUN}' - ({drawn(row, "created", 1500, seed)} + 400) * interval '1 day'
            as created_at,
        false as is_deleted,
        timestamp '{FIRST_RUN}' - ({loaded}) * interval '1 second' as loaded_at"""


def owner(row: str, sizes: Sizes) -> str:
    """The contact of an event by its number: squared, so that some have many events."""
    share = f"{drawn(row, 'owner', 1_000_000_000, sizes.seed)} / 1000000000.0"
    return f"cast(floor(pow({share}, 2) * {sizes.contacts}) as bigint)"


def kind(row: str, seed: int) -> str:
    """The kind of an event by its number, each as often as its share says, as SQL."""
    share = drawn(row, "kind", 100, seed)
    upper, branches = 0, ""
    for each in KINDS:
        upper += each.percent
        branches += f" when {share} < {upper} then '{each.name}'"
    return f"case{branches} end"


def _events(sizes: Sizes) -> str:
    """Loaded evenly over the days before the first run, some minutes after they occurred."""
    step = _SECONDS * 1_000_000 / sizes.events
    end = f"epoch_us(timestamp '{FIRST_RUN}' - interval '5 minutes')"
    loaded = f"{end} - cast(({sizes.events} - i) * {step} as bigint)"
    return f"""select i as event_id,
        {owner("i", sizes)} as contact_id,
        {kind("i", sizes.seed)} as event_name,
        make_timestamp({loaded} - {drawn("i", "delay", 600_000_000, sizes.seed)}) as occurred_at,
        {amount("i", "amount", sizes.seed)} as amount,
        make_timestamp({loaded}) as loaded_at
        from range({sizes.events}) as events (i)"""
