"""Segments in the JSON shape: every operator, groups, bad input, and that YAML says the same."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from segsmith.authoring.add import Wanted, add_json
from segsmith.authoring.json_operators import OPERATORS
from segsmith.authoring.json_shape import key_of_name
from segsmith.authoring.yaml_text import segment_text
from segsmith.cli.app import app
from segsmith.errors import UserError
from segsmith.pipeline import load
from segsmith.read import plain
from segsmith.read.json_nodes import read_json
from segsmith.read.yaml_nodes import read_yaml

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "errors" / "base"
RUNNER = CliRunner()
HIGH_VALUE_ACTIVE = """{
  "name": "High Value Active",
  "conditions": [
    {"field": "revenue", "operator": "greater_than", "value": 500},
    {"field": "created_at", "operator": "within_days", "value": 30}
  ],
  "logic": "AND"
}"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a catalog and a segment `vip`."""
    folder = tmp_path / "segment_defs"
    shutil.copytree(BASE, folder)
    (folder / "segments").mkdir()
    (folder / "segments" / "vip.yml").write_text("segment: vip\nwhere: {tag: vip}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("DBT_PROJECT_DIR", raising=False)
    return tmp_path


def _rule(root: Path, *conditions: dict[str, Any], logic: str = "AND") -> Any:
    """The rule that conditions become, read back from the YAML."""
    text = json.dumps({"name": "Tried", "conditions": conditions, "logic": logic})
    [added], _ = add_json(root, text, "tried.json", Wanted(write=False))
    read = plain(read_yaml(added.text, added.path))
    assert isinstance(read, dict)
    return read["where"]


def test_the_example_of_the_documents(root: Path) -> None:
    (root / "active.json").write_text(HIGH_VALUE_ACTIVE)
    result = _call("add", "active.json")
    assert result.exit_code == 0, result.stderr
    assert result.output == "+ segment_defs/segments/high_value_active.yml\n"
    written = (root / "segment_defs" / "segments" / "high_value_active.yml").read_text()
    assert written == (
        "# yaml-language-server: $schema=../.schema/segment.json\n"
        "segment: high_value_active\n"
        "name: High Value Active\n"
        "where:\n"
        "  all:\n"
        "    - {trait: revenue, more_than: 500}\n"
        "    - {attribute: created_at, within_last: 30 days}\n"
    )
    assert (root / "segment_defs" / ".schema" / "segment.json").is_file()
    assert _call("validate").exit_code == 0


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("country", "equals", "DE", {"attribute": "country", "is": "DE"}),
        ("country", "not_equals", "DE", {"attribute": "country", "is_not": "DE"}),
        ("country", "contains", "D", {"attribute": "country", "contains": "D"}),
        ("country", "not_contains", "D", {"attribute": "country", "does_not_contain": "D"}),
        ("country", "starts_with", "D", {"attribute": "country", "starts_with": "D"}),
        ("country", "ends_with", "E", {"attribute": "country", "ends_with": "E"}),
        ("country", "in", ["DE", "NO"], {"attribute": "country", "in": ["DE", "NO"]}),
        ("country", "in", "DE", {"attribute": "country", "in": ["DE"]}),
        ("country", "not_in", ["DE"], {"attribute": "country", "not_in": ["DE"]}),
        ("country", "is_null", None, {"attribute": "country", "is_set": False}),
        ("country", "is_not_null", None, {"attribute": "country", "is_set": True}),
        ("is_trial", "equals", True, {"attribute": "is_trial", "is": True}),
        ("score", "greater_than", 5, {"attribute": "score", "more_than": 5}),
        ("score", "greater_or_equal", 5, {"attribute": "score", "at_least": 5}),
        ("score", "less_than", 5, {"attribute": "score", "less_than": 5}),
        ("score", "less_or_equal", 5, {"attribute": "score", "at_most": 5}),
        ("score", "between", [1, 5], {"attribute": "score", "between": [1, 5]}),
        ("created_at", "greater_than", "2026-03-01", {"after": "2026-03-01"}),
        ("created_at", "greater_or_equal", "2026-03-01", {"on_or_after": "2026-03-01"}),
        ("created_at", "less_than", "2026-03-01", {"before": "2026-03-01"}),
        ("birthday", "less_or_equal", "2006-03-01", {"on_or_before": "2006-03-01"}),
        ("created_at", "within_days", 1, {"within_last": "1 day"}),
        ("created_at", "more_than_days_ago", 90, {"older_than": "90 days"}),
        ("topics", "contains", "ski", {"attribute": "topics", "includes": "ski"}),
        ("topics", "not_contains", "ski", {"attribute": "topics", "includes_none": ["ski"]}),
        ("topics", "in", ["ski"], {"attribute": "topics", "includes_any": ["ski"]}),
        ("account.industry", "equals", "Bank", {"attribute": "account.industry", "is": "Bank"}),
        ("orders", "equals", 3, {"trait": "orders", "is": 3}),
        ("email_opened", "greater_than", 5, {"event": "email_opened", "count": {"more_than": 5}}),
        ("email_opened", "is_null", None, {"event": "email_opened", "count": {"is": 0}}),
        ("email_opened", "is_not_null", None, {"event": "email_opened"}),
        ("email_opened", "within_days", 7, {"event": "email_opened", "within_last": "7 days"}),
        (
            "email_opened",
            "more_than_days_ago",
            7,
            {"event": "email_opened", "last": {"older_than": "7 days"}},
        ),
        ("tags", "contains", "vip", {"tag": "vip"}),
        ("tag", "not_equals", "vip", {"not": {"tag": "vip"}}),
        ("tags", "in", ["vip", "beta"], {"any": [{"tag": "vip"}, {"tag": "beta"}]}),
        ("tags", "is_null", None, {"tags": {"is_empty": True}}),
        ("tags", "is_not_null", None, {"tags": {"is_empty": False}}),
        ("list", "equals", "friends", {"list": "friends"}),
        ("segment", "not_in", ["vip"], {"not": {"segment": "vip"}}),
    ],
)
def test_every_operator(
    root: Path, field: str, operator: str, value: object, expected: dict[str, Any]
) -> None:
    rule = _rule(root, {"field": field, "operator": operator, "value": value})
    if len(expected) == 1 and field in ("created_at", "birthday"):
        expected = {"attribute": field, **expected}
    assert rule == expected


def test_objects_are_counted() -> None:
    for operator, value, expected in (
        ("greater_than", 1, {"object": "memberships", "count": {"more_than": 1}}),
        ("is_null", None, {"object": "memberships", "count": {"is": 0}}),
        ("is_not_null", None, {"object": "memberships"}),
    ):
        condition = {"field": "memberships", "operator": operator, "value": value}
        said = {"owner": "me", "description": "Tried."}
        text = json.dumps({"name": "Tried", "conditions": [condition], **said})
        [added], _ = add_json(ROOT, text, "tried.json", Wanted(write=False))
        read = plain(read_yaml(added.text, added.path))
        assert isinstance(read, dict)
        assert read["where"] == expected


def test_every_operator_is_tried() -> None:
    [mark] = [m for m in test_every_operator.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    assert {operator for _, operator, _, _ in mark.args[1]} == set(OPERATORS)


def test_groups_in_groups(root: Path) -> None:
    country = {"field": "country", "operator": "equals", "value": "DE"}
    trial = {"field": "is_trial", "operator": "equals", "value": False}
    inner = {"conditions": [country, {"conditions": [trial]}], "logic": "or"}
    assert _rule(root, trial, inner) == {
        "all": [
            {"attribute": "is_trial", "is": False},
            {
                "any": [
                    {"attribute": "country", "is": "DE"},
                    {"attribute": "is_trial", "is": False},
                ]
            },
        ]
    }


def test_standard_input(root: Path) -> None:
    shown = RUNNER.invoke(app, ["add", "-", "--show"], input=HIGH_VALUE_ACTIVE)
    assert shown.exit_code == 0
    assert "segment: high_value_active\n" in shown.output
    assert not (root / "segment_defs" / "segments" / "high_value_active.yml").exists()


def test_nothing_is_overwritten_without_being_asked(root: Path) -> None:
    (root / "vip.json").write_text(HIGH_VALUE_ACTIVE.replace("High Value Active", "VIP"))
    file = root / "segment_defs" / "segments" / "vip.yml"
    refused = _call("add", "vip.json")
    assert refused.exit_code == 1
    assert "error[already-there]" in refused.stderr
    assert file.read_text() == "segment: vip\nwhere: {tag: vip}\n"
    replaced = _call("add", "vip.json", "--replace", "--owner", "me")
    assert replaced.output == "~ segment_defs/segments/vip.yml\n"
    assert "\nowner: me\n" in file.read_text()
    other = _call("add", "vip.json", "--key", "very_important")
    assert other.output == "+ segment_defs/segments/very_important.yml\n"


def test_all_or_none(root: Path) -> None:
    right = json.loads(HIGH_VALUE_ACTIVE)
    wrong = {"name": "Wrong", "conditions": [{"field": "country", "operator": "between"}]}
    for texts in ([right, wrong], [right, right]):
        (root / "many.json").write_text(json.dumps(texts))
        assert _call("add", "many.json").exit_code == 1
    assert [f.stem for f in (root / "segment_defs" / "segments").iterdir()] == ["vip"]


def test_a_segment_may_refer_to_one_beside_it(root: Path) -> None:
    refers = {"field": "segment", "operator": "equals", "value": "high_value_active"}
    second = {"name": "Second", "conditions": [refers]}
    text = json.dumps([second, json.loads(HIGH_VALUE_ACTIVE)])
    added, _ = add_json(root, text, "two.json")
    assert [each.key for each in added] == ["second", "high_value_active"]
    assert load(root)


def test_files_that_cannot_be_read(root: Path) -> None:
    (root / "binary.json").write_bytes(b"\xff\xfe")
    for name, rule in (("binary.json", "not-text"), ("none.json", "not-a-file"), (".", "not-a-")):
        result = _call("add", name)
        assert result.exit_code == 1
        assert f"error[{rule}" in result.stderr


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("High Value Active", "high_value_active"),
        ("  Größte   Kunden -- 2026! ", "grosste_kunden_2026"),
        ("VIP", "vip"),
        ("30 days", ""),
        ("***", ""),
        ("日本", ""),
        ("a" * 41, ""),
        (
            "one two three four five six seven eight nine ten",
            "one_two_three_four_five_six_seven_eight",
        ),
    ],
)
def test_keys_made_from_names(name: str, key: str) -> None:
    assert key_of_name(name) == key


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a" 1}', '{"a": NaN}', "[01]", '["\t"]', '["\\ud800"]', "[1,]", "tru", "[" * 200],
)
def test_bad_json(text: str) -> None:
    with pytest.raises(UserError) as told:
        read_json(text, "bad.json")
    assert told.value.problems[0].rule in ("not-json", "too-large")


@pytest.mark.parametrize(("count", "rule"), [(1000, ""), (10_000, "rule-too-large")])
def test_many_conditions(root: Path, count: int, rule: str) -> None:
    condition = {"field": "country", "operator": "equals", "value": "DE"}
    text = json.dumps({"name": "Large", "conditions": [condition] * count}, indent=1)
    begun = time.monotonic()
    if rule:
        with pytest.raises(UserError) as told:
            add_json(root, text, "large.json")
        assert {(p.rule, p.position.file) for p in told.value.problems} == {(rule, "large.json")}
    else:
        [added], warnings = add_json(root, text, "large.json")
        assert [problem.rule for problem in warnings] == ["many-conditions"]
        assert added.text.count("attribute: country") == count
    assert time.monotonic() - begun < 60


_SCALARS = st.one_of(st.booleans(), st.integers(), st.text(max_size=30))
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_VALUES)
def test_json_is_read_as_the_library_reads_it(value: object) -> None:
    for indent in (None, 2):
        for is_ascii in (True, False):
            text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
            try:
                read = plain(read_json(text, "some.json"))
            except UserError as error:
                assert error.problems[0].rule == "hidden-character"
            else:
                assert read == value


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_any_text_comes_back_from_yaml(name: str, values: list[str]) -> None:
    definition = {
        "segment": "tried",
        "name": name,
        "where": {
            "any": [
                {"attribute": "country", "in": values},
                {"all": [{"tag": value} for value in values]},
            ]
        },
    }
    written = segment_text(definition)
    try:
        read = plain(read_yaml(written, "tried.yml"))
    except UserError as error:  # what looks like other text is refused, in YAML as anywhere
        assert {problem.rule for problem in error.problems} == {"hidden-character"}
    else:
        assert read == definition


def _call(*arguments: str) -> Result:
    return RUNNER.invoke(app, list(arguments))
