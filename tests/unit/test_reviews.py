"""When a definition should be looked at again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from segsmith.cli.app import app
from segsmith.cli.reviews import overdue_reviews
from segsmith.definitions.segments import Review
from tests.support.written import definitions_of


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        ("1 day", "2026-02-28", date(2026, 3, 1)),
        ("2 weeks", "2026-02-28", date(2026, 3, 14)),
        ("90 days", "2026-10-01", date(2026, 12, 30)),
        ("1 month", "2026-01-31", date(2026, 2, 28)),
        ("12 months", "2024-02-29", date(2025, 2, 28)),
        ("1 year", "2025-12-31", date(2026, 12, 31)),
    ],
)
def test_the_day_it_is_due(every: str, last: str, due: date) -> None:
    assert Review.model_validate({"every": every, "last": last}).due == due


def test_overdue_is_after_the_day() -> None:
    review = {"every": "1 month", "last": "2026-01-31"}
    rule = {"where": {"everyone": True}, "review": review}
    retired = {**rule, "segment": "gone", "status": "retired"}
    definitions = definitions_of([{"segment": "seen", **rule}, retired])
    assert list(overdue_reviews(definitions, date(2026, 2, 28))) == []
    (problem,) = overdue_reviews(definitions, date(2026, 3, 1))
    assert problem.severity == "warning"
    assert problem.message == "the review of `seen` was due on 2026-02-28, 1 day ago"


def test_validate_warns(tmp_path: Path) -> None:
    folder = tmp_path / "segment_defs"
    for name, text in {
        "catalog/contact.yml": "entity: contact\nfrom: {ref: people}\nkey: {column: id}\n",
        "segments/all_of_us.yml": (
            "segment: all_of_us\nreview: {every: 90 days, last: 2020-01-01}\n"
            "where: {everyone: true}\n"
        ),
    }.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "dbt_project.yml").write_text("name: outside\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["--project-dir", str(tmp_path), "validate"])
    assert result.exit_code == 0
    assert "warning[review-overdue]" in result.output
    assert "2 | review: {every: 90 days, last: 2020-01-01}" in result.output
    result = CliRunner().invoke(app, ["--project-dir", str(tmp_path), "generate"])
    assert "review-overdue" not in result.output
