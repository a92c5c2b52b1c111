"""The SQL that each form becomes, as a reviewer sees it.

A case is a YAML file of one rule; beside it stands the predicate and the trait pages it becomes.
`SEGSMITH_UPDATE_GOLDENS=1` writes the expected text anew: read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from segsmith.pipeline import files_of, load
from tests.support.projects import write_project

CASES = Path(__file__).parent / "cases"
# Segments that rules refer to.
BESIDE = {
    "by_plan": "parameters: {plans: [free]}\nwhere: {attribute: plan, in: {parameter: plans}}",
    "other": "where: {attribute: plan, is: pro}",
    "resting": "where: {attribute: plan, is: team}\nstatus: paused",
    "retired": "status: retired",
}
# Further files of a case.
BESIDE_CASE = {
    "stage": {"stages__journey": "stages: journey\norder: [golden, retired, by_plan, other]\n"},
    "top_of_top": {
        "segments__spenders": "segment: spenders\n"
        "where: {top: {by: {attribute: total_spent}, count: 100}}\n"
    },
}


def case_names() -> list[str]:
    return sorted(path.stem for path in CASES.glob("*.yml"))


def sql_of(rule: str, root: Path, **more: str) -> str:
    """The predicate of a rule and the bodies of its trait pages."""
    project = write_project(root, {"golden": rule, **BESIDE}, **more)
    files = {file.path: file.text for file in files_of(load(project))}
    predicate = files["macros/segsmith/contact_segment__golden.sql"]
    row = files["macros/segsmith/contact_evaluation_row.sql"]
    hashes = re.findall(r"(?m)^ +.*key_hash.*\n", row)
    parts = [predicate.split("{% macro contact_segment__golden__definition")[0]]
    parts += [t for p, t in sorted(files.items()) if "/contact_score__" in p]
    parts += [
        t
        for p, t in sorted(files.items())
        if re.search(r"/int_contact__(.*_traits|segment_history|attribute_history|ranks)\.sql$", p)
    ]
    parts += ["-- in the row:\n" + "".join(hashes)] if hashes else []
    return "\n".join(re.sub(r"^.*segsmith checksum.*\n", "", part) for part in parts)


@pytest.mark.parametrize("name", case_names())
def test_sql_is_as_reviewed(name: str, tmp_path: Path) -> None:
    rule = (CASES / f"{name}.yml").read_text(encoding="utf-8")
    expected = CASES / f"{name}.sql"
    found = sql_of(rule, tmp_path, **BESIDE_CASE.get(name, {}))
    if os.environ.get("SEGSMITH_UPDATE_GOLDENS"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_golden_has_its_rule() -> None:
    assert {p.stem for p in CASES.glob("*.sql")} == set(case_names())
