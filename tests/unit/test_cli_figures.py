"""Numbers, changes, spark lines and instants as text."""

from __future__ import annotations

from datetime import datetime

import pytest
import typer

from segsmith.cli.as_of import read_as_of
from segsmith.cli.figures import change, instant, number, share, spark


def test_numbers_have_separators() -> None:
    assert number(1234567) == "1,234,567"
    assert number(-1200) == "−1,200"
    assert number(None) == "–"


def test_change_leaves_out_nought() -> None:
    assert change(1200, 3) == "+1,200 −3"
    assert change(1200, 0) == "+1,200"
    assert change(0, 3) == "−3"
    assert change(0, 0) == "–"


def test_share_of_nothing_is_no_number() -> None:
    assert share(1, 8) == "12.5 %"
    assert share(0, 0) == "–"


def test_spark_shows_nought_apart_from_one() -> None:
    assert spark([0, 1, 1000], 10) == "▁▂█"
    assert spark([5, 5], 10) == "██"
    assert spark([0, 0], 10) == "▁▁"
    assert spark([], 10) == ""


def test_spark_keeps_the_last_values() -> None:
    assert spark([8, 0, 8], 2) == "▁█"


def test_instant() -> None:
    assert instant(datetime(2026, 11, 20, 8, 2, 23)) == "2026-11-20 08:02"
    assert instant(None) == "–"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-20", "2026-11-20T00:00:00"),
        ("2026-11-20T08:00", "2026-11-20T08:00:00"),
        ("2026-11-20 08:00:05.9", "2026-11-20T08:00:05"),
        ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00"),
        ("2026-11-20T08:00:00+02:00", "2026-11-20T06:00:00"),
        (None, None),
    ],
)
def test_as_of_is_utc_in_whole_seconds(written: str | None, read: str | None) -> None:
    assert read_as_of(written) == read


def test_as_of_refuses_words() -> None:
    with pytest.raises(typer.BadParameter, match="not an instant"):
        read_as_of("tomorrow")
