"""The definition folder as a tree of read files, in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from segsmith.errors import Position, Problem, UserError
from segsmith.read.nodes import Node
from segsmith.read.yaml_nodes import MAX_BYTES, read_yaml


@dataclass(frozen=True)
class SourceFile:
    """One definition file: its path below the project root (with /) and its node."""

    path: str
    node: Node


@dataclass(frozen=True)
class SourceTree:
    """Every file of the definition folder, by kind, sorted by path."""

    project: SourceFile | None
    approvals: SourceFile | None
    catalog: tuple[SourceFile, ...]
    segments: tuple[SourceFile, ...]
    stages: tuple[SourceFile, ...] = ()


def read_sources(root: Path, folder: str = "segment_defs") -> SourceTree:
    """Read `<folder>/project.yml`, `approvals.yml`, `catalog/`, `segments/`, `stages/`.

    Raises:
        UserError: every file that cannot be read, all together.
    """
    base = root / folder
    if not base.is_dir():
        raise UserError(
            [
                Problem(
                    Position(folder),
                    "no-definitions",
                    f"there is no folder {folder}/ here",
                    "run in the dbt project's folder, or name it with --project-dir",
                )
            ]
        )
    problems: list[Problem] = []
    read = _Reader(root, problems)
    tree = SourceTree(
        project=read.optional(base / "project.yml"),
        approvals=read.optional(base / "approvals.yml"),
        catalog=read.folder(base / "catalog"),
        segments=read.folder(base / "segments"),
        stages=read.folder(base / "stages"),
    )
    if problems:
        raise UserError(problems)
    return tree


class _Reader:
    def __init__(self, root: Path, problems: list[Problem]) -> None:
        self.root = root
        self.problems = problems

    def optional(self, path: Path) -> SourceFile | None:
        return self._file(path) if path.exists() else None

    def folder(self, path: Path) -> tuple[SourceFile, ...]:
        found = sorted(path.rglob("*")) if path.is_dir() else []
        files = [self._file(file) for file in found if file.suffix in (".yml", ".yaml")]
        for link in (link for link in found if link.is_symlink() and link.is_dir()):
            refusal = _refusal(
                link.relative_to(self.root).as_posix(),
                "not-a-file",
                "this is a link to a folder, and its files are not read",
                "move the files here",
            )
            self.problems.extend(refusal.problems)
        return tuple(file for file in files if file is not None)

    def _file(self, path: Path) -> SourceFile | None:
        name = path.relative_to(self.root).as_posix()
        try:
            return SourceFile(name, read_yaml(self._text(path, name), name))
        except UserError as error:
            self.problems.extend(error.problems)
            return None

    def _text(self, path: Path, name: str) -> str:
        if not path.is_file():
            raise _refusal(name, "not-a-file", "this is not a file")
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise _refusal(
                name, "outside-folder", "the file is a link that leads out of the project"
            )
        if path.stat().st_size > MAX_BYTES:
            raise _refusal(name, "too-large", f"the file has more than {MAX_BYTES:,} bytes")
        try:
            return path.read_bytes().decode("utf-8")
        except OSError as error:
            raise _refusal(name, "not-a-file", f"the file cannot be read: {error}") from None
        except UnicodeDecodeError as error:
            raise _refusal(
                name, "not-text", f"the file is not UTF-8 text (byte {error.start:,})"
            ) from None


def _refusal(name: str, rule: str, message: str, help_: str = "") -> UserError:
    return UserError([Problem(Position(name), rule, message, help_)])
