"""Law 9, asked of the tables themselves, in SQL that shares nothing with the generated one."""

from __future__ import annotations

from collections import defaultdict

from tests.support.contract_tables import LEDGER, MEMBERSHIP, SIZES, TRANSITIONS
from tests.support.databases import Database, rows


def assert_history_is_true(database: Database, transitions: str = LEDGER) -> None:
    """Ordinals without gaps, kinds that alternate, one dense feed, one row a run, sizes that add
    up at every checkpoint and equal the members counted.

    `transitions` is the feed where segments were renamed: the ledger keeps the old names.
    """
    steps = defaultdict(list)
    positions = []
    for segment, contact, ordinal, kind, as_of, position in rows(
        database,
        "select segment_key, contact_id, ordinal, kind, as_of, feed_position "
        f"from {transitions} where kind in ('entered', 'exited') order by feed_position",
    ):
        steps[segment, contact].append((ordinal, kind, as_of))
        positions.append(position)
    assert positions == list(range(1, len(positions) + 1)), "the feed is not dense"
    for key, found in steps.items():
        ordinals = [ordinal for ordinal, _, _ in found]
        assert ordinals == list(range(1, len(found) + 1)), f"{key}: ordinals {ordinals}"
        kinds = [kind for _, kind, _ in found]
        assert kinds == ["entered", "exited"] * (len(found) // 2) + ["entered"] * (len(found) % 2)
        instants = [as_of for _, _, as_of in found]
        assert instants == sorted(set(instants)), f"{key}: {instants}"
    runs = rows(database, f"select as_of, count(*) from {LEDGER} where kind = 'run' group by as_of")
    assert all(count == 1 for _, count in runs), "two rows of one run"
    _assert_sizes_add_up(database)


def _assert_sizes_add_up(database: Database) -> None:
    sizes: dict[str, int] = defaultdict(int)
    for segment, before, entered, exited, members in rows(
        database,
        f"select segment_key, members_before, entered, exited, members from {SIZES} "
        "where entity = 'contact' order by as_of",
    ):
        assert before == sizes[segment], f"{segment}: {before} after {sizes[segment]}"
        assert members == before + entered - exited, f"{segment}: sizes do not add up"
        sizes[segment] = members
    counted = rows(database, f"select segment_key, count(*) from {MEMBERSHIP} group by segment_key")
    assert dict(counted) == {segment: size for segment, size in sizes.items() if size}
    feed = rows(database, f"select count(*) from {TRANSITIONS} where kind = 'entered'")[0][0]
    left = rows(database, f"select count(*) from {TRANSITIONS} where kind = 'exited'")[0][0]
    assert feed - left == sum(sizes.values())


def false_history(database: Database, transitions: str) -> list[str]:
    """What `assert_history_is_true` finds first, as a line; no line when all is well."""
    try:
        assert_history_is_true(database, transitions)
    except AssertionError as error:
        return [str(error) or "sizes and members do not add up"]
    return []
