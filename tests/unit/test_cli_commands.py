"""The commands without a warehouse: exit codes, mistakes without tracebacks, their pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from segsmith import __version__
from segsmith.cli.app import app

BASE = Path(__file__).parents[1] / "errors" / "base"
RUNNER = CliRunner()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a catalog and one segment; no dbt project, no warehouse."""
    folder = tmp_path / "segment_defs"
    (folder / "segments").mkdir(parents=True)
    (folder / "catalog").mkdir()
    for file in (BASE / "catalog").iterdir():
        (folder / "catalog" / file.name).write_bytes(file.read_bytes())
    _write(tmp_path, "vip", "{tag: vip}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("DBT_PROJECT_DIR", "DBT_PROFILES_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def _write(root: Path, key: str, rule: str) -> None:
    path = root / "segment_defs" / "segments" / f"{key}.yml"
    path.write_text(f"segment: {key}\nwhere: {rule}\n", encoding="utf-8")


def _call(*arguments: str) -> Result:
    return RUNNER.invoke(app, list(arguments))


def test_version() -> None:
    assert _call("--version").output == f"segsmith {__version__}\n"


def test_help_names_every_command() -> None:
    told = _call("--help").output
    for command in ("generate", "validate", "segments", "show", "preview", "run"):
        assert command in told
    assert "check-sources" in told
    assert "discard-unpublished" in told


def test_misuse_exits_with_2(project: Path) -> None:
    assert _call("frobnicate").exit_code == 2
    assert _call("show").exit_code == 2
    assert _call("preview", "vip", "--as-of", "tomorrow").exit_code == 2


def test_validate(project: Path) -> None:
    result = _call("validate")
    assert result.exit_code == 0
    assert "1 segment and 7 catalog files are fine." in result.output


def test_mistakes_are_pictures_and_exit_with_1(project: Path) -> None:
    _write(project, "vip", "{tag: vpi}")
    for command in ("validate", "generate", "run"):
        result = _call(command)
        assert result.exit_code == 1, command
        assert "error[unknown-tag]: there is no tag `vpi`" in result.stderr
        assert "--> segment_defs/segments/vip.yml:2:14" in result.stderr
        assert "Traceback" not in result.stderr


def test_the_project_is_found_from_below(project: Path) -> None:
    result = _call("--project-dir", "segment_defs/catalog", "validate")
    assert result.exit_code == 0


def test_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = _call("validate")
    assert result.exit_code == 1
    assert "error[no-project]" in result.stderr


def test_no_such_folder() -> None:
    result = _call("--project-dir", "/no/such/folder", "validate")
    assert result.exit_code == 1
    assert "there is no folder /no/such/folder" in result.stderr


def test_generate_and_check(project: Path) -> None:
    before = _call("generate", "--check")
    assert before.exit_code == 1
    assert not (project / "models").exists()
    assert _call("generate").exit_code == 0
    after = _call("generate", "--check")
    assert after.exit_code == 0
    assert "0 created, 0 updated, 0 deleted" in after.output


def test_an_unknown_segment_names_the_nearest(project: Path) -> None:
    result = _call("show", "vipp")
    assert result.exit_code == 1
    assert "error[unknown-segment]: there is no segment `vipp`" in result.stderr
    assert "did you mean `vip`?" in result.stderr


def test_a_project_without_dbt_is_told_in_a_line(project: Path) -> None:
    result = _call("segments")
    assert result.exit_code == 1
    assert "error[no-project]: there is no dbt_project.yml" in result.stderr


def test_without_a_profile(project: Path) -> None:
    (project / "dbt_project.yml").write_text("name: shop\nversion: 1.0.0\nprofile: shop\n")
    (project / "profiles.yml").write_text("other: {target: dev, outputs: {}}\n")
    result = _call("segments")
    assert result.exit_code == 1
    assert "error[no-profile]: Could not find profile named 'shop'" in result.stderr


def test_segments_and_show_before_the_first_run(project: Path) -> None:
    _duckdb_project(project)
    _write(project, "loud", "{all: [{segment: vip}, {attribute: email, contains: secret}]}")
    listed = _call("segments", "--json")
    assert listed.exit_code == 0
    assert [(s["segment"], s["status"]) for s in json.loads(listed.stdout)] == [
        ("loud", "not built"),
        ("vip", "not built"),
    ]
    assert "there is no warehouse at shop.duckdb yet" in listed.stderr
    shown = json.loads(_call("show", "loud", "--json").stdout)
    assert shown["rule"] == "in the segment vip, and email contains ***"
    assert shown["uses"] == ["vip"]
    assert json.loads(_call("show", "vip", "--json").stdout)["used_by"] == ["loud"]


def test_check_sources_without_a_warehouse(project: Path) -> None:
    _duckdb_project(project)
    result = _call("check-sources")
    assert result.exit_code == 1
    assert "error[no-warehouse]: there is no warehouse at shop.duckdb yet" in result.stderr


def _duckdb_project(root: Path) -> None:
    (root / "dbt_project.yml").write_text("name: shop\nversion: 1.0.0\nprofile: shop\n")
    (root / "profiles.yml").write_text(
        "shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n"
    )
