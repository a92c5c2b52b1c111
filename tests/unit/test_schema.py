"""The JSON Schema of definition files: fresh, worded, as strict as it can be."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tools.docs.editors import OTHERS, refresh_editors
from tools.docs.examples import examples

from segsmith.definitions.parse import parse
from segsmith.errors import UserError
from segsmith.read import plain, read_sources
from segsmith.read.yaml_nodes import read_yaml
from segsmith.schema import KINDS, kind_of_file, refresh_comments, refresh_schemas, schema_of
from segsmith.schema.files import COMMENT

ROOT = Path(__file__).parents[2]
ERRORS = ROOT / "tests" / "errors"
FOLDERS = [ROOT / "segment_defs", *(ROOT / project / "segment_defs" for project in OTHERS)]
FILES = [
    (folder, file)
    for folder in [*FOLDERS, ERRORS / "base"]
    for file in sorted(folder.rglob("*.yml"))
]
# Golden mistakes that an editor shows too. Others, like a reserved word, only `validate` tells.
SHOWN = [
    "bad-approval",
    "bad-duration",
    "bad-duration__nothing",
    "bad-from",
    "bad-key",
    "bad-key__letters",
    "bad-key__number",
    "bad-month",
    "bad-period",
    "bad-value",
    "bad-word",
    "bare-measure",
    "empty-group",
    "empty-list",
    "empty-list__tags",
    "key-too-long",
    "missing-key",
    "no-kinds",
    "no-operator",
    "no-operator__tags",
    "no-subject",
    "no-subject__nested",
    "not-a-condition",
    "not-a-list",
    "not-a-list__group",
    "not-a-mapping",
    "not-a-pair",
    "not-a-pair__bounds",
    "not-a-value",
    "not-text",
    "not-text__norway",
    "null-value",
    "null-value__in-a-list",
    "several-mistakes",
    "two-measures",
    "two-operators",
    "two-subjects",
    "two-windows",
    "unknown-key",
    "wrong-shape",
    "wrong-shape__several",
]


@cache
def validator(kind: str) -> jsonschema.Draft7Validator:
    """The validator of a kind of file."""
    schema = schema_of(kind)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def refused(kind: str, value: object) -> list[str]:
    """What the schema says against a definition."""
    return [error.message for error in validator(kind).iter_errors(value)]


def test_schemas_and_first_lines_are_fresh() -> None:
    assert refresh_editors(check=True) == [], "run `python -m tools.docs`"


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_words(kind: str) -> None:
    schema = schema_of(kind)
    missing = [
        f"{name}.{key}"
        for name, model in {**schema["$defs"], kind: schema}.items()
        for key, value in model.get("properties", {}).items()
        if not value.get("description")
    ]
    assert missing == [], "words/field_words.py wants a line for each"


@pytest.mark.parametrize(
    ("folder", "file"), FILES, ids=[file.relative_to(ROOT).as_posix() for _, file in FILES]
)
def test_every_definition_file_is_valid(folder: Path, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    kind = kind_of_file(file.relative_to(folder).as_posix(), text)
    assert kind is not None
    assert refused(kind, plain(read_yaml(text, file.name))) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_first_lines_lead_to_the_schema(folder: Path) -> None:
    for file in folder.rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        target = text.partition("\n")[0].removeprefix(COMMENT)
        kind = kind_of_file(file.relative_to(folder).as_posix(), text)
        assert (file.parent / target).resolve() == ROOT / "segment_defs/.schema" / f"{kind}.json"


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_of_the_pages_is_valid(example: Any) -> None:
    value = plain(read_yaml(example.text, example.page))
    parts = {"condition": "segment", "traits": "entity", "scores": "entity"}
    kind = parts.get(example.kind, example.kind)
    match example.kind:
        case "condition":
            value = {"segment": "example", "where": value}
        case "traits" | "scores":
            key = {"column": "id"}
            value = {"entity": "example", "from": {"ref": "x"}, "key": key, example.kind: value}
        case "catalog":
            found = kind_of_file("catalog/example.yml", example.text)
            assert found is not None
            kind = found
    assert refused(kind, value) == []


@pytest.mark.parametrize("case", SHOWN)
def test_a_mistake_of_shape_is_refused(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "segment_defs"
    shutil.copytree(ERRORS / "base", folder)
    shutil.copytree(ERRORS / "cases" / case, folder, dirs_exist_ok=True)
    with pytest.raises(UserError) as told:
        parse(read_sources(tmp_path))
    for path in sorted({problem.position.file for problem in told.value.problems}):
        text = (tmp_path / path).read_text(encoding="utf-8")
        kind = kind_of_file(path.removeprefix("segment_defs/"), text)
        assert kind is not None
        assert refused(kind, plain(read_yaml(text, path)))


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"attribute": "country"},
        {"attribute": "country", "trait": "tier", "is": "x"},
        {"attribute": "age", "more_than": 3, "less_than": 5},
        {"attribute": "age", "between": [1]},
        {"attribute": "age", "is": None},
        {"attribute": "seen_at", "within_last": "30 dayz"},
        {"attribute": "seen_at", "month_is": 13},
        {"event": "opened", "within_last": "1 day", "older_than": "2 days"},
        {"event": "opened", "count": 3},
        {"all": []},
        {"all": [{"tag": "a"}], "any": [{"tag": "b"}]},
        {"tags": {}},
        {"where": {"tag": "a"}},
        {"was_in": "a", "entered": "b"},
        {"random": {"salt": "a", "from": "0", "to": 50}},
        {"everyone": False},
        "tag",
    ],
    ids=str,
)
def test_bad_rules_are_refused(rule: object) -> None:
    assert refused("segment", {"segment": "a", "where": rule})


def test_files_are_written_once(tmp_path: Path) -> None:
    segments = tmp_path / "segments" / "deep"
    segments.mkdir(parents=True)
    (segments / "a.yml").write_text("segment: a\n")
    (segments / "b.yml").write_text(f"{COMMENT}elsewhere.json\nsegment: b\n")
    assert len(refresh_schemas(tmp_path)) == len(KINDS)
    assert refresh_schemas(tmp_path) == []
    assert refresh_comments(tmp_path, check=True) == ["segments/deep/a.yml", "segments/deep/b.yml"]
    assert len(refresh_comments(tmp_path)) == 2
    assert refresh_comments(tmp_path) == []
    first = f"{COMMENT}../../.schema/segment.json\n"
    assert (segments / "b.yml").read_text() == f"{first}segment: b\n"
    assert json.loads((tmp_path / ".schema" / "segment.json").read_text())["required"] == [
        "segment"
    ]
