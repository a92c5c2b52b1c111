"""A ledger as runs would have left it, as far as transitions go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from segsmith.reference.histories import History

LEDGER_COLUMNS = {
    "ledger_id": "text",
    "kind": "text",
    "run_id": "text",
    "as_of": "timestamp",
    "segment_key": "text",
    "contact_id": "text",
    "ordinal": "integer",
    "cause": "text",
    "definition_hash": "text",
    "feed_position": "bigint",
    "members": "bigint",
    "entered": "bigint",
    "exited": "bigint",
    "reason": "text",
    "mode": "text",
    "entities_evaluated": "bigint",
    "set_hash": "text",
    "source_key": "text",
    "load_mark": "timestamp",
    "row_count": "bigint",
}


def ledger_rows(history: History, renames: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row per transition, by segment, contact and instant.

    What a segment did under old names (`renames`: the new name by each old one, the oldest first)
    stands under these, and the ordinals go on.
    """
    found = []
    ordinals: Counter[tuple[str, Any]] = Counter()
    for segment in [*(old for old in renames if old in history), *sorted(history.keys() - renames)]:
        for contact, instants in sorted(history[segment].items()):
            for as_of in instants:
                named = renames.get(segment, segment), contact
                ordinals[named] += 1
                found.append(
                    {
                        "kind": "entered" if ordinals[named] % 2 else "exited",
                        "as_of": as_of,
                        "segment_key": segment,
                        "contact_id": contact,
                        "ordinal": ordinals[named],
                        "cause": "data",
                    }
                )
    return [
        {
            **dict.fromkeys(LEDGER_COLUMNS),
            **row,
            "ledger_id": f"row {position}",
            "feed_position": position,
        }
        for position, row in enumerate(found, start=1)
    ]
