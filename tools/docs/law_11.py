"""What law 11 was tried against: drawn plays, a day of refreshes, planted bugs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.reliability.results import known

from tools.docs.chapters import Maker
from tools.docs.markdown import code, folded, table

_ENGINES = {"duckdb": "DuckDB", "postgres": "PostgreSQL"}


def plays(_: str) -> str:
    """The sum of what plays of every drawing met, by engine."""
    met: dict[str, Counter[str]] = {engine: Counter() for engine in _ENGINES}
    for found in known().get("plays", {}).values():
        for engine, counts in found.items():
            met[engine].update(counts)
    return _counted({_ENGINES[engine]: counts for engine, counts in met.items()})


def days(_: str) -> str:
    """What the days had."""
    found = {
        f"{_ENGINES[engine]}, {words}": counts
        for words, by_engine in known().get("days", {}).items()
        for engine, counts in by_engine.items()
    }
    return _counted(dict(sorted(found.items())))


def _counted(columns: Mapping[str, Mapping[str, int]]) -> str:
    """A row for each thing that was counted."""
    kept = {name: counts for name, counts in columns.items() if counts}
    words = dict.fromkeys(word for counts in kept.values() for word in counts)
    rows = [(word, *(f"{counts.get(word, 0):,}" for counts in kept.values())) for word in words]
    return table(("", *kept), rows) if rows else "Not yet recorded."


def bugs(_: str) -> str:
    """Each bug, where it is planted, and who noticed it on each engine."""
    rows = []
    for name, noticed in known().get("bugs", {}).items():
        seen = [", ".join(noticed.get(engine, ())) or "not yet" for engine in _ENGINES]
        rows.append((name, code(noticed["in"].rpartition("/")[2]), *seen))
    header = ("the bug", "in", *(f"noticed on {name} by" for name in _ENGINES.values()))
    return folded(f"{len(rows)} bugs", table(header, rows))


def by_chance(_: str) -> str:
    """Which of them drawn plays found, and after how many runs."""
    rows = [
        (name, _ENGINES[engine], ", ".join(oracles) or "-", str(runs))
        for name, found in known().get("by chance", {}).items()
        for engine, (oracles, runs) in found.items()
    ]
    return table(("the bug", "engine", "found by", "runs"), rows) if rows else "Not yet tried."


LAW_11_PARTS: Mapping[str, Maker] = {
    "bugs": bugs,
    "by_chance": by_chance,
    "days": days,
    "plays": plays,
}
