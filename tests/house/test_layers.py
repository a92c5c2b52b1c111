"""Imports point backwards: a stage knows only what comes before it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "generator" / "segsmith"

# What each room may import. The stages stand in the order of the pipeline.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "read": {"errors"},
    "definitions": {"errors", "read"},
    "authoring": {"errors", "read", "definitions", "schema", "resolve"},
    "words": {"errors", "read", "definitions"},
    "schema": {"errors", "definitions", "words"},
    "resolve": {"errors", "read", "definitions"},
    "plan": {"errors", "definitions", "resolve"},
    "lower": {"errors", "definitions", "resolve", "plan", "words"},
    "render": {"errors", "resolve", "plan", "lower"},
    "write": {"errors", "render"},
    "reference": {"errors", "read", "definitions"},
    "profile": {"resolve", "plan", "lower"},
}


def imports(path: Path) -> set[str]:
    """The rooms of our package that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "segsmith":
                names = [f"segsmith.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "segsmith" and len(parts) > 1:
                found.add(parts[1])
    return found


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_a_room_imports_only_what_stands_before_it(room: str) -> None:
    files = sorted((PACKAGE / room).rglob("*.py"))
    assert files
    for path in files:
        strangers = imports(path) - ALLOWED[room] - {room}
        assert not strangers, f"{path.relative_to(PACKAGE)} imports {sorted(strangers)}"


def test_pydantic_lives_in_definitions_only() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name == "definitions":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert not any(m.startswith("pydantic") for m in modules), path


def test_every_room_is_in_the_list() -> None:
    """A new stage has to say where it stands."""
    above = {"cli", "demo", "warehouse"}
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(ALLOWED) | above
