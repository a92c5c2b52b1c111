"""Spec cases as Markdown: what stands in the tables, what is asked, who is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fnmatch import fnmatch
from typing import Any

from tests.support.spec_cases import DEFAULT_AS_OF, SPEC_FOLDER, SpecCase, spec_cases
from tests.support.written import read_plain

from segsmith.authoring.flow_yaml import flow
from tools.docs.chapters import CHAPTERS, Maker
from tools.docs.markdown import code, folded, table, wrapped

_MARKS = re.compile(r"[*`<|\\]|^_|_$")
OPEN_ROWS = 12  # a case of no more rows and definitions than this stands open


def semantics_parts() -> Mapping[str, Maker]:
    """The makers of this page; each case may be asked for once."""
    return {"cases": _cases, "catalog": _catalog}


def asked_for() -> list[str]:
    """The case names that the chapters ask for, with repetitions."""
    found: list[str] = []
    for path in sorted((CHAPTERS / "semantics").glob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("<!-- made: cases "):
                found += _names(line.removeprefix("<!-- made: cases ").removesuffix(" -->"))
    return found


def _names(patterns: str) -> list[str]:
    names = []
    for pattern in patterns.split():
        matched = [case.name for case in spec_cases() if fnmatch(case.name, pattern)]
        if not matched:
            raise ValueError(f"no spec case is called {pattern}")
        names += matched
    return names


def _cases(patterns: str) -> str:
    by_name = {case.name: case for case in spec_cases()}
    return "\n\n".join(_case(by_name[name]) for name in _names(patterns))


def _case(case: SpecCase) -> str:
    head = f"### {case.title}\n\n{wrapped(case.text)}"
    clock = []
    if case.as_of != datetime.fromisoformat(DEFAULT_AS_OF):
        clock.append(f"as-of {_value(case.as_of)}")
    if case.time_zone != "UTC":
        clock.append(f"time zone {case.time_zone}")
    if clock:
        head += f"\n\nHere: {', '.join(clock)}."
    body = "\n\n".join([*_tables(case), _definitions(case)])
    rows = sum(map(len, case.tables.values())) + len(case.segments)
    if rows > OPEN_ROWS:
        body = folded(f"{len(case.segments)} definitions and who is in them", body)
    return f"{head}\n\n{body}"


def _tables(case: SpecCase) -> Iterable[str]:
    written = read_plain(SPEC_FOLDER / f"{case.name}.yml")
    for name, (header, *rows) in written["tables"].items():
        shown = table([str(column) for column in header], [_values(row) for row in rows])
        yield f"Rows of `{name}`:\n\n{shown}"
    for key, by_contact in written.get("history", {}).items():
        found = [(_value(who), ", ".join(map(_value, ts))) for who, ts in by_contact.items()]
        shown = table(("contact", "entered, exited, entered, ... at"), found)
        yield f"What runs before saw of `{key}`:\n\n{shown}"


def _values(row: Iterable[Any]) -> list[str]:
    """The cells of a data row."""
    return [_value(value) for value in row]


def _value(value: Any) -> str:
    if value is None:
        return "*null*"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, str):
        written = flow(value)
        is_simple = written == value and _MARKS.search(value) is None
        return value if is_simple else code(written)
    return code(flow(value)) if isinstance(value, (list, dict)) else flow(value)


def _definitions(case: SpecCase) -> str:
    rows = []
    for segment in case.segments:
        key = str(segment["segment"])
        rest = {name: value for name, value in segment.items() if name != "segment"}
        asked = rest["where"] if rest.keys() == {"where"} else rest
        named = _is_named(key, case)
        label = f"{code(flow(asked))}" + (f" (`{key}`)" if named else "")
        ordered = [row["contact_id"] for row in case.tables["contact"]]
        members = [_value(who) for who in ordered if who in case.members[key]]
        rows.append((label, ", ".join(members) or "nobody"))
    return table(("definition", "who is in"), rows)


def _is_named(key: str, case: SpecCase) -> bool:
    """Whether another definition of the case refers to this one."""
    return any(f"segment: {key}}}" in flow(segment.get("where")) for segment in case.segments)


def _catalog(_: str) -> str:
    files = sorted((SPEC_FOLDER / "catalog").glob("*.yml"))
    texts = [f"# {path.stem}.yml\n{path.read_text(encoding='utf-8').strip()}" for path in files]
    return folded("The catalog that all cases share", "```yaml\n" + "\n\n".join(texts) + "\n```")
