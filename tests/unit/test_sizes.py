"""Sizes that nobody means: they work, or are refused, within seconds and some hundred megabytes."""

from __future__ import annotations

import cProfile
import pstats
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from segsmith import pipeline

BASE = Path(__file__).parents[1] / "errors" / "base"


def project(root: Path, count: int) -> Path:
    """A project of so many small definitions, some of them referring to others."""
    shutil.copytree(BASE, root / "segment_defs")
    for number in range(count):
        folder = root / "segment_defs" / "segments" / f"part_{number // 500}"
        folder.mkdir(parents=True, exist_ok=True)
        refers = f"    - not: {{segment: s{number - 1}}}\n" if number % 10 else ""
        (folder / f"s{number}.yml").write_text(
            f"segment: s{number}\n"
            "where:\n"
            "  all:\n"
            f"    - {{attribute: country, is: c{number % 97}}}\n"
            "    - event: email_opened\n"
            f"      count: {{at_least: {number % 9 + 1}}}\n"
            f"      within_last: {number % 60 + 1} days\n"
            f"{refers}",
            encoding="utf-8",
        )
    return root


def calls(root: Path) -> int:
    """How many functions are called to generate a project: a measure that no load disturbs."""
    profile = cProfile.Profile()
    profile.runcall(pipeline.generate, root)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_work_grows_with_the_definitions_and_no_faster(tmp_path: Path) -> None:
    small, large = (calls(project(tmp_path / str(n), n)) for n in (60, 240))
    assert large < 4.5 * small


def generated(root: Path) -> tuple[float, float, str]:
    """Processor seconds and megabytes (at most, so far) of `generate`, and what it said."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-m", "segsmith", "--project-dir", str(root), "generate"],
        capture_output=True,
        text=True,
        check=False,
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime - started, used.ru_maxrss / 1024, done.stdout + done.stderr


@pytest.mark.slow
def test_ten_thousand_definitions(tmp_path: Path) -> None:
    root = project(tmp_path, 10_000)
    (root / "dbt_project.yml").write_text("name: large\n", encoding="utf-8")
    seconds, megabytes, said = generated(root)
    assert re.search(r"10,0\d\d created", said)
    assert seconds < 120
    assert megabytes < 700


@pytest.mark.parametrize(
    "rule",
    [
        "{any: [" + ", ".join(f"{{attribute: country, is: c{n}}}" for n in range(10_000)) + "]}",
        "{attribute: country, in: [" + ", ".join(f"c{n}" for n in range(50_000)) + "]}",
        "{attribute: country, is: " + "x" * 1_000_000 + "}",
        "{attribute: country, matches_pattern: '" + "(" * 20_000 + ")" * 20_000 + "'}",
        "{expression: " + "(" * 4_000 + "score" + ")" * 4_000 + ", more_than: 1}",
        "{expression: " + "- " * 4_000 + "score, more_than: 1}",
        "{any: [" * 90_000,
        "{not: " * 120 + "{tag: vip}" + "}" * 120 + " " * 1_900_000,
        "{tag: vip}\n" + "&a " * 600_000,
        "{tag: " + "[" * 900_000,
    ],
    ids=[
        "conditions",
        "values",
        "text",
        "pattern",
        "parentheses",
        "signs",
        "unclosed",
        "spaces",
        "anchors",
        "lists",
    ],
)
def test_hostile_sizes(rule: str, tmp_path: Path) -> None:
    root = project(tmp_path, 1)
    (root / "dbt_project.yml").write_text("name: large\n", encoding="utf-8")
    text = f"segment: tried\nwhere: {rule}\n"
    (root / "segment_defs" / "segments" / "tried.yml").write_text(text, encoding="utf-8")
    seconds, megabytes, said = generated(root)
    assert "Traceback" not in said
    assert "1 problem found." in said or "created" in said
    assert seconds < 60
    assert megabytes < 700
