"""Stands in for our runtime macros while sqlfluff lints: each gives SQL of the right kind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

_EXPRESSION = "cast(null as timestamp)"
_SUBQUERY = "(select * from some_schema.some_table)"
_SUBQUERIES = ("ledger_rows", "published_rows", "published_transitions", "remembered")
_SELECTS = {
    "audience_rows": "select 'a' as id, 'b' as name, 'c' as description",
    "definition_rows": "    select 'a' as segment_key",
    "differing_ids": "select 'a' as looked_id",
    "empty_select": "select 'a' as segment_key",
    "held_elsewhere": "select 'a' as segment_key",
    "expected_members": "\n    select 'a' as segment_key",
    "expected_pairs": "\n    select 'a' as segment_key",
    "evaluation_query": "select 'a' as segment_key",
    "loaded_since": "select 'a' as loaded_id",
    "passed_transitions": "select 'a' as looked_id",
    "gone_members": "select 'a' as gone_id",
    "related_loaded_since": "select 'a' as loaded_id",
    "stays": "select 'a' as segment_key, null as exited_at",
    "source_evidence": "select 'a' as source_key",
    "tail_faults": "select 'a' as message",
}
_VALUES: dict[str, Any] = {
    "evaluation_parts": [{}],
    "everyone_because": "",
    "run_row": SimpleNamespace(mode="full", as_of="", run_id="", run_stamp=0),
    "segment_macros": [],
    "start_run": SimpleNamespace(mode="full", as_of="", run_id="", run_stamp=0),
}
_NOTHING = (
    "report_run",
    "refuse_lost_ledger",
    "lock_table",
    "insert_further_parts",
    "forget_stray_stays",
    "forget_the_gone",
)


def ledger_select(columns: Any, relation: str, present: list[str]) -> str:
    """A select that uses its relation."""
    return f"select * from {relation}"


def __getattr__(name: str) -> Any:
    """Any macro, as a function of any arguments."""

    def macro(*arguments: Any, **named: Any) -> Any:
        if name in _SUBQUERIES:
            return _SUBQUERY
        if name in _NOTHING:
            return ""
        return _VALUES.get(name, _SELECTS.get(name, _EXPRESSION))

    return macro
