"""The CDNOW example on a small made-up file of the same form; the real one is not needed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.integration import cdnow_count
from tests.integration.outside import REPOSITORY, DuckFile, copy_project

pytestmark = pytest.mark.dbt
MONTHS = 11
HEADER = " customer_id  date number_of_cds  dollar_value"
# Bought in January, was silent for more than six months, and came back in October.
RETURNED = "00001"


def made_up_file(path: Path) -> None:
    """Sixty customers who first buy in the first quarter, in CDNOW's columns and line ends."""
    chance = Random(1997)
    lines = [HEADER, *(f" {RETURNED} {day}  2   29.99" for day in (19970115, 19971010))]
    for number in range(2, 62):
        day = date(1997, 1, 1) + timedelta(days=chance.randrange(90))
        while day < date(1997, 12, 31):
            discs = chance.randint(1, 6)
            dollars = discs * chance.choice([9.99, 12.5, 40])
            lines.append(f" {number:05} {day:%Y%m%d} {discs:2} {dollars:7.2f}")
            day += timedelta(days=chance.choice([7, 20, 45, 100, 190, 400]))
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("ascii"))


def replay(root: Path, *arguments: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    """Run the example as a person does."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY / "generator"),
        "COLUMNS": str(columns),
        "CDNOW_DUCKDB": str(root / "warehouse" / "cdnow.duckdb"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "replay.py", *arguments]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, as a copy."""
    return copy_project("examples/cdnow", tmp_path_factory.mktemp("cdnow"))


def test_members_of_every_month(project: Path) -> None:
    file = project / "made_up.txt"
    made_up_file(file)
    done = replay(project, "--file", file.name, "--months", str(MONTHS))
    assert done.returncode == 0, done.stdout + done.stderr
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "Won back" in done.stdout

    warehouse = DuckFile(project / "warehouse" / "cdnow.duckdb")
    transitions = warehouse.rows(
        "select as_of, kind, segment_key, contact_id"
        " from analytics_segsmith.contact_segment_transitions order by feed_position"
    )
    customers = cdnow_count.read(file)
    found: dict[str, set[str]] = {key: set() for key in cdnow_count.SEGMENTS}
    ever = set()
    for month in range(1, MONTHS + 1):
        month_end = datetime(1997, month + 1, 1) - timedelta(seconds=1)
        for as_of, kind, key, contact in transitions:
            if as_of == month_end:
                (found[key].add if kind == "entered" else found[key].remove)(contact)
        assert found == cdnow_count.members(customers, month_end), month_end
        ever |= {key for key, contacts in found.items() if contacts}
    assert ever == set(cdnow_count.SEGMENTS), "a segment that never held anybody shows nothing"
    assert RETURNED in found["won_back"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name the CDNOW file: --file PATH (README.md says where it is found)"),
        (("--file", "nowhere.txt"), "cannot read nowhere.txt: No such file or directory"),
        (
            ("--file", "README.md"),
            "README.md, line 3: not a purchase (customer, yyyymmdd, CDs, dollars): ",
        ),
    ],
)
def test_without_the_file(project: Path, arguments: tuple[str, ...], said: str) -> None:
    done = replay(project, *arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
