"""The contract tables of the demo company, from the properties that the generator wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.written import read_plain

from tools.docs.chapters import CHAPTERS, Maker
from tools.docs.markdown import code, table, wrapped

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models" / "segsmith"
_TESTS = {"not_null": "never null", "unique": "unique"}
_ALIAS = re.compile(r"alias=(?:var\('segsmith_alias_prefix', ''\) ~ )?'([a-z_]+)'")
_SCHEMA = re.compile(r"schema=var\('(\w+)', '(\w+)'\)")
_GRAIN = re.compile(r"(?m)^-- (Grain: .+\n(?:-- .+\n)*)")


def _model(name: str) -> str:
    """A table's heading, place, grain and columns. `name` may end in `short`: fewer columns."""
    node, _, is_short = name.partition(" ")
    [path] = MODELS.rglob(f"{node}.yml")
    sql = path.with_suffix(".sql").read_text(encoding="utf-8")
    [model] = read_plain(path)["models"]
    columns: list[dict[str, Any]] = model["columns"]
    if is_short:
        columns = [c for c in columns if c["name"] in ("contact_id", "entered_at", "as_of")]
    alias = _ALIAS.search(sql)
    shown = alias.group(1) if alias else node
    rows = [(code(c["name"]), _type(c), f"{c['description']}{_promises(c)}") for c in columns]
    heading = "audience__&lt;segment&gt;" if is_short and "audience__" in node else shown
    parts = [f"### {heading}", _about(node, shown, sql, model, bool(is_short))]
    return "\n\n".join([*parts, table(("column", "type", "what it is"), rows)])


def _about(node: str, shown: str, sql: str, model: dict[str, Any], is_short: bool) -> str:
    schema = _SCHEMA.search(sql)
    grain = _GRAIN.search(sql)
    lines = []
    if not is_short or not node.startswith("audience__"):
        lines.append(str(model["description"]))
    if grain and "One row per" not in str(model["description"]):
        lines.append(re.sub(r"\n(?:-- )?", " ", grain.group(1)).strip())
    place = f"Schema `{schema.group(2)}`" if schema else "Schema of the project"
    lines.append(f"{place}; dbt node `{node}`." if node != shown else f"{place}.")
    return wrapped(" ".join(lines))


def _type(column: dict[str, Any]) -> str:
    return str(column.get("data_type", "")) or "as in the source"


def _promises(column: dict[str, Any]) -> str:
    tests = [test for test in column.get("data_tests", []) if isinstance(test, str)]
    words = [_TESTS[test] for test in tests if test in _TESTS]
    return f" *{', '.join(words).capitalize()}.*" if words else ""


def documented() -> set[str]:
    """The nodes that the chapters show."""
    found: set[str] = set()
    for path in (CHAPTERS / "tables").glob("*.md"):
        found |= set(re.findall(r"<!-- made: model (\w+)", path.read_text(encoding="utf-8")))
    return found


CONTRACT_TABLES: Mapping[str, Maker] = {"model": _model}
