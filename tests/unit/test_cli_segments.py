"""The list of segments: definitions beside the warehouse, at a narrow and a wide terminal."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from segsmith.cli.segments import _table, list_segments
from segsmith.definitions.parse import Definitions, parse
from segsmith.read import read_sources

AS_OF = datetime(2026, 11, 20, 8)


@pytest.fixture
def definitions(tmp_path: Path) -> Definitions:
    folder = tmp_path / "segment_defs" / "segments"
    folder.mkdir(parents=True)
    for key, rest in (
        ("vip", "owner: lifecycle@acme.example\nwhere: {tag: vip}"),
        ("fresh", "where: {tag: fresh}"),
        ("asleep", "status: paused\nwhere: {tag: vip}"),
        ("a_name_of_the_very_greatest_length_of_40", "where: {tag: vip}"),
    ):
        (folder / f"{key}.yml").write_text(f"segment: {key}\n{rest}\n", encoding="utf-8")
    return parse(read_sources(tmp_path))


def _row(key: str, status: str = "active") -> dict[str, Any]:
    return {"segment_key": key, "status": status, "members": 12345, "owner": "o", "rule": "r"}


def _lines(definitions: Definitions) -> list[Any]:
    built = {"vip": _row("vip", "held"), "asleep": _row("asleep", "paused"), "gone": _row("gone")}
    changes = {"vip": {"as_of": AS_OF, "entered": 1200, "exited": 3}}
    return list_segments(definitions, built, changes)


def test_status(definitions: Definitions) -> None:
    assert {line.segment: line.status for line in _lines(definitions)} == {
        "a_name_of_the_very_greatest_length_of_40": "not built",
        "asleep": "paused",
        "fresh": "not built",
        "gone": "undefined",
        "vip": "held",
    }


@pytest.mark.parametrize("width", [80, 200])
def test_the_table_fits(definitions: Definitions, width: int) -> None:
    console = Console(width=width, record=True, file=StringIO())
    console.print(_table(_lines(definitions), width))
    text = console.export_text()
    assert max(len(line) for line in text.splitlines()) <= width
    is_broken = "a_name_of_the_very_greatest_length_of_40" not in text
    assert is_broken == (width == 80)  # only the longest name
    assert len(text.splitlines()) == 2 + 5 + is_broken
    for word in ("12,345", "2026-11-20 +1,200 −3", "undefined", "held", "owner"):
        assert word in text
    assert ("tagged fresh" in text) == (width == 200)
