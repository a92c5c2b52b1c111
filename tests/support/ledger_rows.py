"""A ledger as runs would have left it, as far as transitions go."""

from __future__ import annotations

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


def ledger_rows(history: History) -> list[dict[str, Any]]:
    """One row per transition, by segment, contact and instant."""
    found = [
        {
            "kind": "entered" if ordinal % 2 else "exited",
            "as_of": as_of,
            "segment_key": segment,
            "contact_id": contact,
            "ordinal": ordinal,
            "cause": "data",
        }
        for segment, by_contact in sorted(history.items())
        for contact, instants in sorted(by_contact.items())
        for ordinal, as_of in enumerate(instants, start=1)
    ]
    return [
        {
            **dict.fromkeys(LEDGER_COLUMNS),
            **row,
            "ledger_id": f"row {position}",
            "feed_position": position,
        }
        for position, row in enumerate(found, start=1)
    ]
