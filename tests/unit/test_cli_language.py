"""What `segsmith language` lists, at a narrow and a wide terminal, for people and machines."""

from __future__ import annotations

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from segsmith.cli.app import app
from segsmith.cli.language import print_language
from segsmith.definitions.conditions import DECIDING_KEYS
from segsmith.pipeline import load
from segsmith.resolve.language import Language
from segsmith.resolve.operators import OPERATORS_OF

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "errors" / "base"
RUNNER = CliRunner()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose opens mean engagement, with a segment of each tier."""
    folder = tmp_path / "segment_defs"
    shutil.copytree(BASE, folder)
    email = folder / "catalog" / "email.yml"
    text = email.read_text().replace("value: opened", "value: opened, means: [engagement]")
    email.write_text(text)
    (folder / "segments").mkdir()
    for key, rule in (
        ("vip", "{tag: vip}"),
        ("readers", "{event: email_opened}"),
        ("vip_readers", "{all: [{segment: vip}, {segment: readers}]}"),
    ):
        file = folder / "segments" / f"{key}.yml"
        file.write_text(f"segment: {key}\nname: The {key}\nwhere: {rule}\n")
    file = folder / "segments" / "recent.yml"
    file.write_text(
        "segment: recent\nname: Recent\nparameters: {within: 30 days}\n"
        "where: {attribute: created_at, within_last: {parameter: within}}\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("DBT_PROJECT_DIR", raising=False)
    return tmp_path


def _call(*arguments: str) -> Result:
    return RUNNER.invoke(app, ["language", *arguments])


def test_for_machines(project: Path) -> None:
    spoken = json.loads(_call("--json").stdout)
    assert sorted(spoken) == ["account", "contact"]
    contact = spoken["contact"]
    assert contact["plan"] == "pro"
    fields = {each["name"]: each for each in contact["attributes"]}
    assert fields["plan"]["values"] == ["free", "pro", "team"]
    assert fields["email"]["personal"] is True
    assert fields["account.industry"]["type"] == "text"
    assert {each["name"]: each["type"] for each in contact["traits"]}["revenue"] == "number"
    events = {each["name"]: each for each in contact["events"]}
    assert events["email_opened"]["plans"] == ["growth", "pro"]
    assert events["email_clicked"]["plans"] == ["starter", "growth", "pro"]
    assert [each["name"] for each in events["email_opened"]["properties"]] == ["campaign"]
    tiers = {each["name"]: each["tier"] for each in contact["segments"]}
    assert tiers == {
        "readers": "smart",
        "recent": "standard",
        "vip": "standard",
        "vip_readers": "smart",
    }
    parameters = {each["name"]: each["parameters"] for each in contact["segments"]}
    assert parameters["recent"] == {"within": "30 days"}
    assert "Recent; with within: 30 days" in _call("contact").output
    assert contact["operators"].keys() == OPERATORS_OF.keys()
    assert spoken["account"]["events"] == []
    assert spoken["account"]["tags"] is None


def test_a_plan_that_has_less(project: Path) -> None:
    """What the plan refuses is still listed, and the mistakes do not hide the language."""
    (project / "segment_defs" / "project.yml").write_text("policy: {plan: starter}\n")
    result = _call("contact", "--json")
    assert result.exit_code == 0
    assert "the segments are left out: some have mistakes" in result.stderr
    events = {each["name"]: each for each in json.loads(result.stdout)["contact"]["events"]}
    assert not events["email_opened"]["is_allowed"]
    assert events["email_clicked"]["is_allowed"]


def test_mistakes_in_segments_do_not_hide_the_stages_of_others(project: Path) -> None:
    folder = project / "segment_defs" / "stages"
    folder.mkdir()
    (folder / "circle.yml").write_text("stages: circle\norder: [vip, recent]\n")
    assert json.loads(_call("contact", "--json").stdout)["contact"]["stages"] == {
        "circle": ["vip", "recent"]
    }
    assert "vip → recent" in _call("contact").output
    (project / "segment_defs" / "segments" / "vip.yml").write_text("segment: vip\n")
    broken = _call("contact", "--json")
    assert broken.exit_code == 0
    assert json.loads(broken.stdout)["contact"]["stages"] == {}


def test_one_entity(project: Path) -> None:
    told = _call("account").output
    assert told.startswith("What a segment of account may say (plan: pro)")
    assert "email_opened" not in told
    unknown = _call("acount")
    assert unknown.exit_code == 1
    assert "error[unknown-entity]" in unknown.stderr
    assert "did you mean `account`?" in unknown.stderr


def test_mistakes_of_the_catalog_are_told(project: Path) -> None:
    (project / "segment_defs" / "catalog" / "account.yml").write_text("entity: 1\n")
    result = _call()
    assert result.exit_code == 1
    assert "error[bad-key]" in result.stderr


@pytest.mark.parametrize("width", [80, 200])
def test_it_fits_the_terminal(width: int) -> None:
    console = Console(width=width, record=True, file=StringIO())
    spoken = Language(load(ROOT), "contact")
    print_language(spoken, console)
    lines = [line.rstrip() for line in console.export_text().splitlines()]
    assert max(len(line) for line in lines) <= width
    begun = {line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "}
    for name in (
        *(each.name for each in (*spoken.attributes, *spoken.traits, *spoken.scores)),
        *(each.name for each in spoken.events),
        *(each.name for each in spoken.objects),
        *(each.name for each in spoken.segments),
        *DECIDING_KEYS,
        *OPERATORS_OF,
    ):
        assert name in begun, "a name stands whole at the beginning of its line"
