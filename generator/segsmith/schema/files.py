"""Which definition files there are, their schemas, and the comment that leads an editor there."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from segsmith.definitions.catalog import CATALOG_KINDS, Entity
from segsmith.definitions.segments import Approvals, Project, Segment
from segsmith.definitions.stages import Stages
from segsmith.definitions.strict import Strict
from segsmith.schema.layout import laid_out
from segsmith.schema.parameters import with_parameters
from segsmith.schema.shape import shape_of

FOLDER = ".schema"
COMMENT = "# yaml-language-server: $schema="
KINDS: dict[str, type[Strict]] = {
    "segment": Segment,
    "entity": Entity,
    **CATALOG_KINDS,
    "stages": Stages,
    "project": Project,
    "approvals": Approvals,
}
_FOLDERS = {"segments": "segment", "templates": "segment", "stages": "stages"}


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of definition file."""
    shape = shape_of(KINDS[kind])
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by `segsmith schema` from segsmith's models. Do not edit.",
        **(with_parameters(shape) if kind == "segment" else shape),
    }


def schema_files() -> dict[str, str]:
    """The text of every schema file by its name in the schema folder."""
    return {f"{kind}.json": laid_out(schema_of(kind)) + "\n" for kind in KINDS}


def kind_of_file(path: str, text: str) -> str | None:
    """The kind of a definition file, by its path below the definition folder and its keys."""
    parts = PurePosixPath(path).parts
    if parts[0] == "catalog":
        keys = set(re.findall(r"(?m)^([a-z_]+):", text))
        # `entity` stands in every source, so the others decide first.
        return next((kind for kind in (*CATALOG_KINDS, "entity") if kind in keys), None)
    kind = PurePosixPath(path).stem if len(parts) == 1 else _FOLDERS.get(parts[0], "")
    return kind if kind in KINDS else None


def comment_line(path: str, kind: str, schemas: str = FOLDER) -> str:
    """The first line of a definition file, which tells an editor its schema.

    Path and schema folder are below the definition folder.
    """
    up = "../" * (len(PurePosixPath(path).parts) - 1)
    return f"{COMMENT}{up}{schemas}/{kind}.json\n"


def _names_a_schema(text: str, file: Path, kind: str | None) -> bool:
    """Whether the first line leads to a schema of the kind, in another folder than ours."""
    first = text.partition("\n")[0]
    target = file.parent / first.removeprefix(COMMENT)
    return first.startswith(COMMENT) and target.name == f"{kind}.json" and target.is_file()


def refresh_schemas(folder: Path, check: bool = False) -> list[str]:
    """Write the schema files of a definition folder; the names of those that were not fresh."""
    stale = []
    for name, text in schema_files().items():
        file = folder / FOLDER / name
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    return stale


def refresh_comments(folder: Path, check: bool = False, schemas: str = FOLDER) -> list[str]:
    """Give every definition file its first line; the paths of those that lacked it."""
    lacking = []
    for file in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        text = file.read_text(encoding="utf-8")
        path = file.relative_to(folder).as_posix()
        kind = kind_of_file(path, text)
        line = comment_line(path, kind, schemas) if kind is not None else ""
        if text.startswith(line) or _names_a_schema(text, file, kind):
            continue
        lacking.append(path)
        if not check:
            body = text.partition("\n")[2] if text.startswith(COMMENT) else text
            file.write_text(line + body, encoding="utf-8", newline="\n")
    return lacking
