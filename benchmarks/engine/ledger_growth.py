"""A long ledger: stays of the past, as runs of a year before would have left them."""

from __future__ import annotations

from benchmarks.engine.draws import drawn
from benchmarks.engine.ours import LEDGER
from benchmarks.engine.rules import Segment
from benchmarks.engine.sizes import FIRST_RUN, Sizes

_DAYS = 365


def statements(rules: tuple[Segment, ...], sizes: Sizes, rows: int) -> list[str]:
    """The statements that bring the ledger after its first run to about so many rows; 0: none.

    Each pair of a segment and a contact without a row of its own has as many stays as are needed,
    all of them over before the first run, so that nobody's membership is another. The rows stand
    before those of the first run, in the order of their runs; their feed positions are below 1.
    """
    if not rows:
        return []
    pairs = sizes.contacts * len(rules)
    stays = max(1, -(-rows // pairs))
    share = rows / (2 * stays * pairs)
    seed = sizes.seed
    pair = "segment_key || '/' || contact_id"
    day = f"({_DAYS} - (number - 1 + {drawn(pair, 'day', _DAYS - 2 * stays, seed)}))"
    keys = ", ".join(f"'{segment.name}'" for segment in rules)
    return [
        f"create temp table kept as select * from {LEDGER}",
        f"delete from {LEDGER}",
        f"""insert into {LEDGER} by name
            select md5({pair} || '/' || number) as ledger_id,
                case when number % 2 = 1 then 'entered' else 'exited' end as kind,
                'of the past' as run_id,
                timestamp '{FIRST_RUN}' - {day} * interval '1 day' as as_of,
                segment_key, contact_id, number as ordinal, 'data' as cause,
                '0123456789abcdef' as definition_hash,
                -row_number() over (order by {day}, segment_key, contact_id) as feed_position
            from (
                select segment_key, contact_id
                from shop.contacts
                cross join (select unnest([{keys}]) as segment_key) as segments
                where {drawn(pair, "stays", 1_000_000, seed)} < {round(share * 1_000_000)}
            ) as pairs
            cross join (select unnest(range(1, {2 * stays + 1})) as number) as numbers
            where not exists (
                select 1 from kept
                where kept.segment_key = pairs.segment_key and kept.contact_id = pairs.contact_id
            )
            order by {day} desc, segment_key, contact_id""",
        f"insert into {LEDGER} select * from kept",
    ]
