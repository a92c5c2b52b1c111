"""YAML for dbt holds to dbt's own JSON schemas, and nothing in it is without a description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import dbt.jsonschemas
import pytest
from dbt.clients.yaml_helper import load_yaml_text
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models" / "segsmith"
FOLDERS = ("models", "macros", "seeds")
_MACRO = re.compile(r"{%-?\s*(?:macro|test)\s+([a-z0-9_]+)\s*\(")


def resource_files() -> list[Path]:
    """Every file of properties that dbt reads in this project, generated or not."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yml"))


def generated_files() -> list[Path]:
    """The properties of generated models."""
    return sorted(MODELS.rglob("*.yml"))


def name_of(path: Path) -> str:
    """A test's id."""
    return path.relative_to(ROOT).as_posix()


@cache
def schema() -> Draft7Validator:
    """What dbt says about files of properties: the schema in its own wheel."""
    folder = Path(dbt.jsonschemas.__file__).parent / "resources"
    return Draft7Validator(json.loads((folder / "latest.json").read_text(encoding="utf-8")))


def read(path: Path) -> Any:
    """A file as dbt reads it."""
    return load_yaml_text(path.read_text(encoding="utf-8"))


def told(error: ValidationError) -> str:
    """An error with the nearest of what the schema would have allowed."""
    place = ".".join(str(step) for step in error.absolute_path)
    nearest = [told(each) for each in error.context or () if each.validator != "type"][:2]
    return "; ".join([f"{place}: {error.message[:300]}", *nearest])


@pytest.mark.parametrize("path", resource_files(), ids=name_of)
def test_file_holds_to_dbts_schema(path: Path) -> None:
    assert [told(error) for error in schema().iter_errors(read(path))] == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"models": [{"name": "m", "acess": "public"}]}, "acess"),
        ({"models": [{"name": "m", "config": {"acess": "public"}}]}, "acess"),
        ({"models": [{"name": "m", "columns": [{"name": "c", "type": "text"}]}]}, "type"),
        ({"macros": [{"name": "m", "argument": []}]}, "argument"),
        ({"modells": []}, "modells"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_schema_sees_a_wrong_key(written: object, words: str) -> None:
    """A schema that lets everything pass would test nothing."""
    errors = [told(error) for error in schema().iter_errors(written)]
    assert errors and words in errors[0]


def test_arguments_of_tests_stand_under_arguments() -> None:
    """What dbt 1.11 deprecates, and the schema lets pass: `values:` beside the test's name."""
    allowed = {"arguments", "config", "description", "name", "test_name"}
    strays = [
        f"{name_of(path)}: {name}: {sorted(set(settings) - allowed)}"
        for path in resource_files()
        for name, settings in _tests(read(path))
        if set(settings) - allowed
    ]
    assert strays == []


def _tests(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, list):
        for item in node:
            yield from _tests(item)
    if not isinstance(node, dict):
        return
    assert "tests" not in node, "write `data_tests`"
    for test in node.get("data_tests", []):
        if isinstance(test, dict):
            [(name, settings)] = test.items()
            yield name, settings
    for key, value in node.items():
        if key != "data_tests":
            yield from _tests(value)


@pytest.mark.parametrize("path", generated_files(), ids=name_of)
def test_model_and_every_column_are_described(path: Path) -> None:
    [model] = read(path)["models"]
    assert model["name"] == path.stem
    assert model.get("description", "").strip()
    assert model["columns"], "no column is listed"
    assert [c["name"] for c in model["columns"] if not c.get("description", "").strip()] == []


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=name_of)
def test_every_selected_column_is_listed(path: Path) -> None:
    """The columns of the last select, where it names them, are those of the YAML, in its order."""
    text = path.read_text(encoding="utf-8")
    selected = _last_select(text)
    if selected is None:
        return
    [model] = read(path.with_suffix(".yml"))["models"]
    assert [column["name"] for column in model["columns"]] == selected


def _last_select(text: str) -> list[str] | None:
    """Column names of the last select; None where it is `select *` or made by a macro."""
    matches = re.findall(r"(?m)^select\n((?: {4}.*\n)+)^from ", text + "\n")
    if not matches or re.search(r"{%|^ {4}(?:{{|[*])", matches[-1], re.MULTILINE):
        return None
    return [re.findall(r"[a-z_][a-z0-9_]*", item)[-1] for item in _items(matches[-1])]


def _items(select_list: str) -> list[str]:
    """The list cut at its outermost commas."""
    items, depth = [""], 0
    for token in re.findall(r"{{.*?}}|'[^']*'|\w+|\S", select_list, re.DOTALL):
        depth += (token in ("(", "case")) - (token in (")", "end"))
        if token == "," and not depth:
            items.append("")
        else:
            items[-1] += f" {token}"
    return items


def test_every_macro_is_described() -> None:
    """One macro a file; its name, what it does and its arguments stand in `_macros.yml`."""
    described = {macro["name"]: macro for macro in read(ROOT / "macros" / "_macros.yml")["macros"]}
    files = [*(ROOT / "macros").glob("*.sql"), *(ROOT / "macros" / "tests").glob("*.sql")]
    there = {f"test_{path.stem}" if path.parent.name == "tests" else path.stem for path in files}
    assert sorted(there - set(described)) == [], "macros without an entry"
    assert sorted(set(described) - there) == [], "entries without a macro"
    for name, macro in described.items():
        assert macro.get("description", "").strip(), name
        for argument in macro.get("arguments", []):
            assert argument.get("description", "").strip(), f"{name}: {argument['name']}"


def test_a_macro_file_holds_the_macro_of_its_name() -> None:
    for path in sorted((ROOT / "macros").glob("*.sql")):
        names = _MACRO.findall(path.read_text(encoding="utf-8"))
        assert names and names[0] == path.stem, path.name
        strangers = [n for n in names if n != path.stem and not n.endswith(f"__{path.stem}")]
        assert strangers == [], path.name
