"""Files are written whole, only over our own, and merge."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from segsmith.errors import UserError
from segsmith.pipeline import generate
from tests.support.projects import write_project

OPENERS = "where: {event: email_opened, count: {at_least: 5}, within_last: 30 days}"
SPENDERS = "where: {attribute: total_spent, more_than: 500}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path, {"openers": OPENERS, "spenders": SPENDERS})


def snapshot(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def rules(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.rule for problem in error.value.problems]


def test_generating_twice_gives_the_same_bytes(project: Path) -> None:
    assert generate(project).created
    first = snapshot(project)
    again = generate(project)
    assert not again.any
    assert snapshot(project) == first
    assert not generate(project, check=True).any


def test_the_order_of_files_and_environment_change_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    generate(write_project(one, {"openers": OPENERS, "spenders": SPENDERS}))
    generate(write_project(other, {"spenders": SPENDERS, "openers": OPENERS}))
    assert snapshot(one) == snapshot(other)


def test_check_tells_what_differs_and_writes_nothing(project: Path) -> None:
    generate(project)
    path = project / "segment_defs/segments/spenders.yml"
    path.write_text(path.read_text().replace("500", "600"))
    before = snapshot(project)
    changes = generate(project, check=True)
    assert changes.updated == ("macros/segsmith/contact_segment__spenders.sql",)
    assert snapshot(project) == before


def test_a_file_edited_by_hand_is_not_overwritten(project: Path) -> None:
    generate(project)
    path = project / "macros/segsmith/contact_segment__spenders.sql"
    path.write_text(path.read_text().replace("500", "501"))
    definition = project / "segment_defs/segments/openers.yml"
    definition.write_text(definition.read_text().replace("5", "6"))
    before = snapshot(project)
    with pytest.raises(UserError) as error:
        generate(project)
    assert rules(error) == ["edited-by-hand"]
    assert "contact_segment__spenders.sql" in str(error.value)
    assert snapshot(project) == before


def test_a_foreign_file_in_our_folder_is_refused(project: Path) -> None:
    generate(project)
    stranger = project / "models/segsmith/contact/mine.sql"
    stranger.write_text("select 1 as one\n")
    with pytest.raises(UserError) as error:
        generate(project)
    assert rules(error) == ["foreign-file"]
    assert stranger.read_text() == "select 1 as one\n"


def test_a_definition_may_not_vanish(project: Path) -> None:
    generate(project)
    (project / "segment_defs/segments/spenders.yml").unlink()
    before = snapshot(project)
    with pytest.raises(UserError) as error:
        generate(project)
    assert rules(error) == ["definition-vanished"]
    assert "status: retired" in error.value.problems[0].help
    assert snapshot(project) == before


def test_the_output_folder_may_not_lead_out(tmp_path: Path) -> None:
    project = write_project(
        tmp_path / "inner", {"spenders": SPENDERS}, project="output: {models: ../elsewhere}\n"
    )
    with pytest.raises(UserError) as error:
        generate(project)
    assert rules(error) == ["outside-folder"]
    assert not (tmp_path / "elsewhere").exists()


def test_a_link_out_of_the_project_is_not_followed(project: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}_outside"
    outside.mkdir()
    (project / "models").mkdir()
    (project / "models" / "segsmith").symlink_to(outside, target_is_directory=True)
    with pytest.raises(UserError) as error:
        generate(project)
    assert rules(error) == ["outside-folder"]
    assert not list(outside.iterdir())


def test_windows_line_ends_are_no_difference(project: Path) -> None:
    generate(project)
    path = project / "models/segsmith/contact/contact_traits.sql"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert not generate(project, check=True).any


def git(root: Path, *words: str) -> str:
    # No configuration of the machine: the result must not hang on it.
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }
    done = subprocess.run(
        ["git", *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def on_branch(root: Path, name: str, key: str, rule: str) -> None:
    git(root, "checkout", "-q", "-b", name, "main")
    (root / f"segment_defs/segments/{key}.yml").write_text(f"segment: {key}\n{rule}\n")
    generate(root)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", name)


OPENED_60 = "where: {event: email_opened, count: {at_least: 6}, within_last: 60 days}"
OPENED_90 = "where: {event: email_opened, count: {at_least: 9}, within_last: 90 days}"
OPENED_SPRING = """where:
  event: email_opened
  where: {attribute: campaign, is: spring}
  count: {at_least: 1}
  within_last: 7 days
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Each changes another segment.
        (("openers", OPENED_60), ("spenders", OPENED_90)),
        # Each adds a segment, side by side in every list, with traits side by side in every page.
        (("newer", OPENED_60), ("newest", OPENED_90)),
        (("newer", OPENED_SPRING), ("newest", OPENED_60)),
        # Both bring in the same new trait.
        (("newer", OPENED_60), ("newest", OPENED_60.replace("6}", "7}"))),
    ],
)
def test_branches_merge_without_conflict_and_check_passes(
    project: Path, one: tuple[str, str], other: tuple[str, str]
) -> None:
    git(project, "init", "-q", "-b", "main")
    generate(project)
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "base")
    on_branch(project, "one", *one)
    on_branch(project, "other", *other)
    git(project, "checkout", "-q", "one")
    git(project, "merge", "-q", "--no-edit", "other")
    assert not generate(project, check=True).any
    # What the merge left is put in order, and then nothing differs to the byte.
    generate(project)
    assert not generate(project).any
