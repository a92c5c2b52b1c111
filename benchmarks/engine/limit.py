"""The physical limit: what the data itself costs, with nothing of dbt and nothing remembered.

One pass per kind of event that computes exactly the distinct traits in use, one read of the columns
of contacts in use, every predicate once a contact, one write of the membership rows.
"""

from __future__ import annotations

from datetime import datetime

from benchmarks.engine.rules import Segment, Trait, traits
from benchmarks.engine.sql import aggregate, in_window, predicate, timestamp

# One statement of thousands of selects takes far longer than many of some hundreds.
_CHUNK = 200
MEMBERS = "select segment_key, contact_id from membership"


def statements(rules: tuple[Segment, ...], as_of: datetime) -> list[str]:
    """The statements; the tables of the data are in `source`, the result is `membership`."""
    at = timestamp(as_of)
    used = traits(rules)
    kinds = sorted({trait.kind for trait in used})
    passes = [_pass(kind, [t for t in used if t.kind == kind], at) for kind in kinds]
    chunks = [rules[start : start + _CHUNK] for start in range(0, len(rules), _CHUNK)]
    rows = [_membership(chunk, is_first=not number) for number, chunk in enumerate(chunks)]
    return [*passes, _rows(kinds, used), *rows]


def _pass(kind: str, used: list[Trait], at: str) -> str:
    columns = ",\n    ".join(f"{aggregate(t, in_window(t.days, at))} as {t.name}" for t in used)
    return f"""create temp table {kind}_traits as
select contact_id,
    {columns}
from source.shop.events
where event_name = '{kind}' and occurred_at <= {at}
    and {in_window(max(t.days for t in used), at)}
group by contact_id"""


def _rows(kinds: list[str], used: tuple[Trait, ...]) -> str:
    columns = ", ".join(trait.name for trait in used)
    joins = "\n".join(f"left join {kind}_traits using (contact_id)" for kind in kinds)
    return f"""create temp table contact_rows as
select contact_id, country, plan, score, {columns}
from source.shop.contacts
{joins}
where not is_deleted"""


def _membership(rules: tuple[Segment, ...], is_first: bool) -> str:
    selects = [
        f"select '{s.name}' as segment_key, contact_id from contact_rows\n"
        f"where {predicate(s.rule, lambda test: test.trait.name)}"
        for s in rules
    ]
    into = "create table membership as" if is_first else "insert into membership"
    return f"{into}\n" + "\nunion all\n".join(selects)
