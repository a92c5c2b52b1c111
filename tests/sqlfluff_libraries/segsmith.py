"""Stands in for our runtime macros while sqlfluff lints: each gives SQL of the right kind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

_EXPRESSION = "cast(null as timestamp)"
_RELATIONS = ("published_rows", "published_transitions", "remembered")
_SELECTS = {
    "audience_rows": "    select 'a' as id",
    "definition_rows": "    select 'a' as segment_key",
    "evaluation_query": "select 'a' as segment_key",
    "loaded_since": "select 'a' as loaded_id",
    "open_ids": "\n    select 'a' as remembered_id\n",
    "related_loaded_since": "select 'a' as loaded_id",
    "source_evidence": "select 'a' as source_key",
    "tail_faults": "\n    select 'a' as message\n",
    "tail_rows": "\n    select 'a' as ledger_id\n",
}
_VALUES: dict[str, Any] = {
    "evaluation_chunks": [[]],
    "run_row": SimpleNamespace(mode="full", as_of="", run_id="", run_stamp=0),
    "segment_macros": [],
    "start_run": SimpleNamespace(mode="full", as_of="", run_id="", run_stamp=0),
}
_NOTHING = ("report_run", "refuse_lost_ledger", "lock_table", "insert_further_chunks")


def __getattr__(name: str) -> Any:
    """Any macro, as a function of any arguments."""

    def macro(*arguments: Any, **named: Any) -> Any:
        if name in _RELATIONS:
            return "some_schema.some_table"
        if name in _NOTHING:
            return ""
        return _VALUES.get(name, _SELECTS.get(name, _EXPRESSION))

    return macro
