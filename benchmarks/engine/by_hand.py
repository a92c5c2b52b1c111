"""The project that a team writes by hand for the same rules.

A table a segment, plain SQL over the sources with a subquery for each condition; a table that is
the union of all; a dbt snapshot of it for history.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.outside_project import as_yaml

from benchmarks.engine.rules import EventTest, Segment, event_tests
from benchmarks.engine.sql import aggregate, in_window, predicate

MEMBERS = "select segment_key, contact_id from main.segment_members"
HISTORY = "main.segment_history"
_AS_OF = "timestamp '{{ var(\"as_of\") }}'"
_WORDS = ("first", "second")
_PROJECT = """name: by_hand
version: "1.0"
profile: by_hand
model-paths: [models]
snapshot-paths: [snapshots]
flags:
  send_anonymous_usage_stats: false
models:
  by_hand:
    +materialized: table
"""
_SNAPSHOT = """{% snapshot segment_history %}
{{ config(
    target_schema='main',
    unique_key=['segment_key', 'contact_id'],
    strategy='check',
    check_cols=['is_member'],
    hard_deletes='invalidate',
) }}
select segment_key, contact_id, true as is_member from {{ ref('segment_members') }}
{% endsnapshot %}
"""


def write_project(root: Path, profile: dict[str, Any], rules: tuple[Segment, ...]) -> None:
    """Write the project."""
    outputs = {"outputs": {"test": profile}, "target": "test"}
    tables = [{"name": "contacts"}, {"name": "events"}]
    sources = {"version": 2, "sources": [{"name": "shop", "schema": "shop", "tables": tables}]}
    _file(root / "dbt_project.yml", _PROJECT)
    _file(root / "profiles.yml", as_yaml({"by_hand": outputs}))
    _file(root / "models/sources.yml", as_yaml(sources))
    for segment in rules:
        _file(root / f"models/segments/{segment.name}.sql", model(segment))
    members = "\nunion all\n".join(
        f"select '{s.name}' as segment_key, contact_id from {{{{ ref('{s.name}') }}}}"
        for s in rules
    )
    _file(root / "models/segment_members.sql", members + "\n")
    _file(root / "snapshots/segment_history.sql", _SNAPSHOT)


def model(segment: Segment) -> str:
    """The model of a segment: one row per member."""
    tests = event_tests(segment.rule)
    parts = [_events(word, test) for word, test in zip(_WORDS, tests, strict=True)]
    joins = [f"left join {word}_events using (contact_id)" for word in _WORDS]

    def value_of(test: EventTest) -> str:
        return f"{_WORDS[tests.index(test)]}_events.value"

    return (
        "with\n\n"
        + ",\n\n".join(parts)
        + "\n\nselect contacts.contact_id\nfrom {{ source('shop', 'contacts') }} as contacts\n"
        + "\n".join(joins)
        + f"\nwhere not contacts.is_deleted\n    and ({predicate(segment.rule, value_of)})\n"
    )


def _events(word: str, test: EventTest) -> str:
    return (
        f"{word}_events as (\n    select contact_id, {aggregate(test.trait)} as value\n"
        "    from {{ source('shop', 'events') }}\n"
        f"    where event_name = '{test.trait.kind}'\n"
        f"        and {in_window(test.trait.days, _AS_OF)}\n"
        f"        and occurred_at <= {_AS_OF}\n"
        "    group by contact_id\n)"
    )


def _file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
