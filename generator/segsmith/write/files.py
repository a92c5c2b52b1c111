"""Generated files on disk: written by a temporary file and a rename, only over our own.

What is ours: a file under the output folders whose first lines carry our mark. A file whose
checksum does not fit was edited by hand, and is not overwritten: nobody's work is lost.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from segsmith.errors import Position, Problem, UserError
from segsmith.render.files import MARK, GeneratedFile, checksum, unstamped

_ENDINGS = {".sql", ".yml", ".gitattributes"}


@dataclass(frozen=True)
class Changes:
    """Paths below the project root, sorted."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether a file differs."""
        return bool(self.created or self.updated or self.deleted)


def compare(root: Path, files: Iterable[GeneratedFile], folders: Iterable[str]) -> Changes:
    """What `write` would change.

    Git's union merge may leave the lines of a shared file in another order, and two checksums:
    that is no difference, because the next `generate` puts the lines in order.

    Raises:
        UserError: a file in the folders is not ours.
    """
    folders = list(folders)
    problems = list(_foreign(root, folders))
    if problems:
        raise UserError(problems)
    wanted = {file.path: file for file in files}
    found = _ours(root, folders)
    created = [path for path in wanted if path not in found]
    updated = [p for p, f in wanted.items() if p in found and not _same(found[p], f)]
    deleted = [path for path in found if path not in wanted]
    unchanged = [p for p in wanted if p in found and p not in set(updated)]
    return Changes(*(tuple(sorted(p)) for p in (created, updated, deleted, unchanged)))


def write(root: Path, files: Iterable[GeneratedFile], folders: Iterable[str]) -> Changes:
    """Make the output folders hold exactly these files.

    Raises:
        UserError: a file is not ours, or was edited by hand; then nothing is written.
    """
    files = list(files)
    folders = list(folders)
    found = _ours(root, folders)
    problems = [*_foreign(root, folders), *_edited(found)]
    if problems:
        raise UserError(problems)
    created: list[str] = []
    updated: list[str] = []
    unchanged: list[str] = []
    for file in files:
        old = found.get(file.path)
        if old == file.text:
            unchanged.append(file.path)
            continue
        (created if old is None else updated).append(file.path)
        _replace(_safe(root, file.path), file.text)
    deleted = sorted(set(found) - {file.path for file in files})
    for path in deleted:
        _safe(root, path).unlink()
    return Changes(
        tuple(sorted(created)), tuple(sorted(updated)), tuple(deleted), tuple(sorted(unchanged))
    )


def _same(text: str, file: GeneratedFile) -> bool:
    if text == file.text:
        return True
    old, sums = unstamped(text)
    new, _ = unstamped(file.text)
    was_merged = file.is_shared and len(sums) > 1
    return old == new or (was_merged and _merged_well(old.splitlines(), new.splitlines()))


def _merged_well(merged: list[str], wanted: list[str]) -> bool:
    """Whether a merge left every wanted line, and beyond them only list items nobody uses now.

    A branch that replaced an item and one that added beside it leave the replaced one standing: it
    is computed and not read, until the next `generate` drops it.
    """
    if Counter(wanted) - Counter(merged):
        return False
    left_over = Counter(merged) - Counter(wanted)
    known = set(wanted)
    return all(
        line not in known and count == 1 and line.rstrip().endswith((",", "}"))
        for line, count in left_over.items()
    )


def _candidates(root: Path, folders: Iterable[str]) -> Iterable[Path]:
    for folder in folders:
        base = root / folder
        if base.is_dir():
            yield from sorted(p for p in base.rglob("*") if p.is_file() or p.is_symlink())


def _ours(root: Path, folders: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in _candidates(root, folders):
        text = _text(path)
        if text is not None and _is_ours(text):
            found[path.relative_to(root).as_posix()] = text
    return found


def _text(path: Path) -> str | None:
    if path.is_symlink() or (path.suffix or path.name) not in _ENDINGS:
        return None
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None


def _is_ours(text: str) -> bool:
    return MARK in "\n".join(text.splitlines()[:16])


def _foreign(root: Path, folders: Iterable[str]) -> Iterable[Problem]:
    for path in _candidates(root, folders):
        text = _text(path)
        if text is None or not _is_ours(text):
            yield Problem(
                Position(path.relative_to(root).as_posix()),
                "foreign-file",
                "this file is in a generated folder, but segsmith did not make it",
                "move it out of the folder; only the generator writes here",
            )


def _edited(found: dict[str, str]) -> Iterable[Problem]:
    for path, text in found.items():
        body, sums = unstamped(text)
        if len(sums) < 2 and checksum(body) not in sums:
            yield Problem(
                Position(path),
                "edited-by-hand",
                "this generated file was edited by hand",
                "make the change in segment_defs/; to drop the edit, delete the file and generate",
            )


def _safe(root: Path, path: str) -> Path:
    """The path, made sure to lead nowhere but below the root."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise UserError(
            [
                Problem(
                    Position(path), "outside-folder", "the output folder leads out of the project"
                )
            ]
        )
    return target


def _replace(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
