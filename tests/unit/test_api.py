"""Definitions from Python code: values, mistakes, files; and that the page about it is true."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import segsmith
from segsmith import api
from segsmith.authoring.python_values import from_python

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the demo's definitions."""
    folder = tmp_path / "path" / "to" / "project"
    shutil.copytree(ROOT / "segment_defs", folder / "segment_defs")
    return folder


def test_the_page_runs(
    demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(demo.parents[2])
    names: dict[str, Any] = {}
    for block in re.findall(r"(?ms)^```python\n(.+?)^```$", PAGE):
        exec(block, names)
    told = capsys.readouterr().out
    [shown] = re.findall(r"(?ms)^```yaml\n(.+?)^```$", PAGE)
    assert names["segment"].to_yaml() == shown
    assert shown in told
    assert "unknown-key - the key `iss` is not known here - did you mean `is`?" in told
    assert "where" in names["sql"] and "quiet_big_spenders" not in names["sql"]
    assert names["path"].read_text(encoding="utf-8").endswith(shown)
    written = {file.stem for file in (demo / "segment_defs" / "segments").glob("*.yml")}
    assert {"big_spenders_de", "big_spenders_at", "big_spenders_ch"} <= written
    assert segsmith.load(demo).validate() == ()


def test_the_stable_names() -> None:
    assert set(segsmith.__all__) == {*api.__all__, "__version__"}
    assert dir(segsmith) == sorted(segsmith.__all__)
    for name in api.__all__:
        assert getattr(segsmith, name) is getattr(api, name)
        assert f"segsmith.{name}" in PAGE or name in ("Plan", "Problem", "Project")
    with pytest.raises(AttributeError, match="no attribute 'Sgement'"):
        segsmith.Sgement  # noqa: B018


def test_import_is_light() -> None:
    heavy = ("pydantic", "sqlglot", "dbt")
    code = f"import segsmith, sys; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, Decimal("0.5")),
        (1e-7, Decimal("0.0000001")),
        (3.0, 3),
        (Decimal("2.50"), Decimal("2.50")),
        (Decimal("1E+3"), 1000),
        (True, True),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12), "2026-03-01T12:00:00"),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01T12:00:00"),
        (datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))), "2026-03-01T10:00:00"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=61), "61 seconds"),
        ({"b", "a"}, ["a", "b"]),
        (("a", 1), ["a", 1]),
        ({"a": None, "b": 1}, {"b": 1}),
    ],
)
def test_values(value: object, expected: object) -> None:
    found = from_python(value, "x")
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        timedelta(),
        timedelta(days=-1),
        timedelta(milliseconds=5),
        b"bytes",
        object,
        [None],
    ],
)
def test_values_that_no_definition_can_hold(value: object) -> None:
    with pytest.raises(segsmith.UserError) as told:
        segsmith.Segment("tried", where={"attribute": "score", "in": [value]})
    [problem] = told.value.problems
    assert problem.rule == "bad-value"
    assert "(at tried.where.in[0]" in problem.message


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        ({"segment": "tried"}, "no-rule"),
        ({"segment": "tried", "where": {}}, "no-subject"),
        ({"segment": "tried", "where": {"tag": "a"}, "ownr": "me"}, "unknown-key"),
        ({"segment": "Tried!", "where": {"tag": "a"}}, "bad-key"),
        ({"segment": "../tried", "where": {"tag": "a"}}, "bad-key"),
        ({"segment": 5, "where": {"tag": "a"}}, "bad-key"),
        ({"segment": "tried", "where": {"tag": "a\u202eb"}}, "hidden-character"),
        ({"segment": "tried", "where": {"attribute": "a", "within_last": 30}}, "bad-duration"),
    ],
)
def test_wrong_shapes(keys: dict[str, Any], rule: str) -> None:
    with pytest.raises(segsmith.UserError) as told:
        segsmith.Segment(**keys)
    assert told.value.problems[0].rule == rule


def test_every_segment_of_the_demo_comes_back(demo: Path) -> None:
    project = segsmith.load(demo / "segment_defs")
    for key, segment in project.segments.items():
        again = segsmith.load(demo).with_segments(segment)
        assert again.segments[key] == segment
    again = project.with_segments(*project.segments.values())
    assert again.validate() == project.validate() == ()
    assert _hashes(again) == _hashes(project)


def _hashes(project: segsmith.Project) -> dict[str, str]:
    return {s.key: s.definition_hash for e in project.plan().entities for s in e.segments}


def test_names_are_checked_with_the_project(demo: Path) -> None:
    wrong = segsmith.Segment(
        "tried", name="T", description="T", owner="me", where={"attribute": "contry", "is": "DE"}
    )
    project = segsmith.load(demo)
    with pytest.raises(segsmith.UserError) as told:
        project.write(wrong)
    [problem] = told.value.problems
    assert (problem.rule, problem.position.line) == ("unknown-attribute", 5)
    assert not (demo / "segment_defs" / "segments" / "tried.yml").exists()
    with pytest.raises(segsmith.UserError, match="there is no segment `nobody`"):
        project.to_sql("nobody")


def test_a_file_is_replaced_only_when_asked(demo: Path) -> None:
    project = segsmith.load(demo)
    same = project.segments["employees"]
    with pytest.raises(FileExistsError):
        project.write(same)
    path = project.write(same, may_replace=True)
    assert path.parent != demo / "segment_defs" / "segments"
    assert segsmith.load(demo).segments[same.key] == same


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no dbt project"):
        segsmith.load(tmp_path)
