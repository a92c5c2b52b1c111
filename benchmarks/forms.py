"""Lines of SQL and time of each form, alone and with a hundred segments that use it, on DuckDB.

`make bench-forms` writes docs/forms.md; `python -m benchmarks.forms --contacts 10000 tag list`
prints some rows of a smaller table. dbt runs the generated models once; then the statements of the
trait pages and of the evaluation, as dbt compiled them, run again and are timed: for every contact,
with nothing kept from an earlier run, in processor seconds of all threads, which hang less on what
else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner
from tests.support.outside_project import OutsideProject
from tests.support.written import definitions_of, read_plain

from benchmarks.form_list import FORMS, Form, segments
from benchmarks.tables import AS_OF, statements
from segsmith.pipeline import generate
from segsmith.warehouse.dbt_command import let_go

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "forms.md"
RESULTS = Path(__file__).parent / "results.json"
CATALOG = Path(__file__).parent / "catalog"
# What a run looks at is not what a form costs; nor is what it keeps to compare with later.
_NODE = re.compile(
    r"int_[a-z]+__(?!evaluated$|broken_expectations$|(?:known_)?fingerprints$).*"
    r"|[a-z]+_segment_evaluation"
)


@dataclass(frozen=True)
class Measured:
    """One form: its SQL for one segment, the pages and seconds for one and for many."""

    form: str
    lines: int
    pages: int
    seconds: float
    pages_of_many: int
    seconds_of_many: float


@cache
def catalog() -> tuple[Any, ...]:
    """The catalog of the benchmark."""
    return tuple(read_plain(path) for path in sorted(CATALOG.glob("*.yml")))


def main() -> int:
    """Measure, print a line a form; a whole table goes into the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forms", description=__doc__)
    parser.add_argument("words", nargs="*", help="parts of names of forms; none: every form")
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument(
        "--events", type=int, default=4_000_000, help="email events; half as many orders"
    )
    parser.add_argument("--segments", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write docs/forms.md")
    asked = parser.parse_args()
    chosen = [f for f in FORMS if not asked.words or any(w in f.name for w in asked.words)]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.duckdb"
        with duckdb.connect(str(data)) as connection:
            for statement in statements(asked.contacts, asked.events, asked.seed):
                connection.execute(statement)
        for form in chosen:
            found = measured(form, data, Path(folder), asked.segments, asked.repeat)
            sys.stdout.write(
                f"{found.form:36} {found.lines:5} lines {found.pages} pages {found.seconds:7.2f} s"
                f"   {asked.segments}: {found.pages_of_many} pages {found.seconds_of_many:7.2f} s\n"
            )
            sys.stdout.flush()
            if asked.write:
                _keep(found, vars(asked))
    return 0


def measured(form: Form, data: Path, folder: Path, many: int, repeat: int) -> Measured:
    """One form, measured."""
    lines, pages, seconds = _project(form, 1, data, folder, repeat)
    _, pages_of_many, seconds_of_many = _project(form, many, data, folder, repeat)
    return Measured(form.name, lines, pages, seconds, pages_of_many, seconds_of_many)


def _project(
    form: Form, count: int, data: Path, folder: Path, repeat: int
) -> tuple[int, int, float]:
    """Lines of SQL, trait pages and seconds (a median) of a project of `count` segments."""
    root = folder / "project"
    # What dbt has parsed stays; our own output goes, lest a definition seem to vanish.
    for made in ("segment_defs", "models", "macros"):
        shutil.rmtree(root / made, ignore_errors=True)
    written = segments(form, count)
    write_project(root, written, data)
    lines, pages = lines_and_pages(root)
    return lines, pages, median(_seconds(root, data, repeat))


def write_project(root: Path, written: list[Any], data: Path) -> None:
    """A project of these segments, generated."""
    profile = {
        "type": "duckdb",
        "path": str(data),
        "schema": "main",
        "threads": os.cpu_count() or 1,
    }
    project = OutsideProject(root, profile)
    project.write(definitions_of(written, "UTC", catalog()), written, catalog())
    generate(root)


def lines_and_pages(root: Path) -> tuple[int, int]:
    """Lines of the first segment's rule and of all trait pages; the number of trait pages."""
    rule = (root / "macros/segsmith/contact_segment__bench_0.sql").read_text(encoding="utf-8")
    rule = rule.split("{% macro contact_segment__bench_0__definition")[0]
    pages = [p for p in (root / "models/segsmith").rglob("int_*.sql") if is_timed(p.stem)]
    texts = [rule, *(page.read_text(encoding="utf-8") for page in pages)]
    return sum(map(_lines, texts)), len(pages)


def is_timed(node: str) -> bool:
    """Whether a node belongs to what a form costs."""
    return _NODE.fullmatch(node) is not None


def _lines(text: str) -> int:
    """Lines of SQL: no blank lines, comments, configuration or macro tags."""
    body = re.sub(r"(?s)\{\{ config\(.*?\) \}\}|\{#.*?#\}|\{%.*?%\}", "", text)
    return sum(
        bool(line.strip()) and not line.strip().startswith("--") for line in body.splitlines()
    )


def _seconds(root: Path, data: Path, repeat: int) -> list[float]:
    """Processor seconds of the nodes that the form makes, each time they are computed."""
    statements = _compiled(root)
    let_go()
    found: list[float] = []
    with duckdb.connect(str(data)) as connection:
        for _ in range(repeat):
            start = time.process_time()
            for statement in statements:
                connection.execute(f"create or replace temp table measured as (\n{statement}\n)")
            found.append(time.process_time() - start)
    return found


def _compiled(root: Path) -> list[str]:
    """Run the project by dbt; the statements of the nodes that the form makes, as dbt ran them."""
    result = dbtRunner().invoke(
        [
            *("run", "--quiet", "--select", "+contact_segment_evaluation"),
            *("--project-dir", str(root), "--profiles-dir", str(root)),
            *("--vars", json.dumps({"as_of": AS_OF.isoformat()})),
        ]
    )
    executed: Any = result.result
    if not result.success:
        raise SystemExit(f"dbt failed: {result.exception or [n.message for n in executed]}")
    return [str(n.node.compiled_code) for n in executed if is_timed(n.node.name)]


def _keep(found: Measured, asked: dict[str, Any]) -> None:
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"forms": {}}
    known["data"] = {
        key: asked[key] for key in ("contacts", "events", "segments", "repeat", "seed")
    }
    known["machine"] = f"{os.cpu_count()} cores, DuckDB {duckdb.__version__}, {platform.system()}"
    known["forms"][found.form] = vars(found)
    order = [form.name for form in FORMS]
    known["forms"] = {name: known["forms"][name] for name in order if name in known["forms"]}
    RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(known), encoding="utf-8")


def page(known: dict[str, Any]) -> str:
    """docs/forms.md."""
    data, many = known["data"], known["data"]["segments"]
    rows = [
        f"| {m['form']} | {m['lines']} | {m['pages']} | {m['seconds']:.2f} | "
        f"{m['pages_of_many']} | {m['seconds_of_many']:.2f} |"
        for m in known["forms"].values()
    ]
    return _PAGE.format(
        contacts=f"{data['contacts']:,}",
        events=f"{data['events']:,}",
        orders=f"{data['events'] // 2:,}",
        many=many,
        repeat=data["repeat"],
        seed=data["seed"],
        machine=known["machine"],
        rows="\n".join(rows),
    )


_PAGE = """\
<!-- Made by `make bench-forms`. Do not edit. -->

# What each form costs

For each form: the lines of SQL that one segment becomes (its rule and its trait pages), and the
processor seconds (of all threads together) of the trait pages and the evaluation of all {contacts}
contacts, for one segment and for {many} segments of the form, each with another parameter. Measured
are the statements that dbt compiled from the generated models, run on DuckDB. There are {events}
email events and {orders} orders. Nothing is kept from an earlier run, so every contact is looked
at; a refresh that follows another looks only at those who can have changed.

The number of trait pages (reads of a source) does not grow with the number of segments:
`tests/unit/test_forms_share_reads.py` holds every form to it.

Made by `make bench-forms` (medians of {repeat}, seed {seed}) on {machine}.

| form | lines | pages | seconds | pages of {many} | seconds of {many} |
| --- | --- | --- | --- | --- | --- |
{rows}
"""


if __name__ == "__main__":
    sys.exit(main())
