"""Templates: definitions to copy. Ours are package data; a project may keep some of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

OWN_FOLDER = "segment_defs/templates"
_EXAMPLE = "The example: "


@dataclass(frozen=True)
class Template:
    """A definition with a comment above it that says what it is for.

    `example` is what it puts into our language, as product documents write it; '' without one.
    """

    name: str
    title: str
    example: str
    body: str

    @property
    def kind(self) -> str:
        """`segment` or `stages`: what the definition is."""
        return "stages" if self.body.startswith("stages:") else "segment"


def templates(root: Path) -> dict[str, Template]:
    """Every template by name, sorted; one of the project's own hides ours of the same name."""
    folders: list[Traversable] = [resources.files("segsmith.authoring") / "templates"]
    if (root / OWN_FOLDER).is_dir():
        folders.append(root / OWN_FOLDER)
    found = {
        file.name.removesuffix(".yml"): _read(file)
        for folder in folders
        for file in folder.iterdir()
        if file.name.endswith(".yml") and file.is_file()
    }
    return dict(sorted(found.items()))


def _read(file: Traversable) -> Template:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    said = [line.lstrip("#").strip() for line in lines[:head]]
    said = [line for line in said if not line.startswith("yaml-language-server:")]
    examples = [line.removeprefix(_EXAMPLE) for line in said if line.startswith(_EXAMPLE)]
    titles = [line for line in said if line and not line.startswith(_EXAMPLE)]
    name = re.sub(r"\.yml$", "", file.name)
    title = titles[0] if titles else name.replace("_", " ").capitalize()
    return Template(name, title, "; ".join(examples), "".join(lines[head:]))
