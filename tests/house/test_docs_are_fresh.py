"""The pages of docs/ are what their sources say, and nothing in them can rot unseen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tools.docs import contract_tables, error_pictures, spec_pages
from tools.docs.asked import sections
from tools.docs.examples import Example, all_in_one, examples, load, project_of_pages
from tools.docs.markdown import anchor
from tools.docs.pages import DOCS, ROOT, made_pages

from segsmith.authoring.flow_yaml import flow
from segsmith.definitions import catalog, conditions, ranks, segments, stages, value_tests
from segsmith.definitions.conditions import DECIDING_KEYS
from segsmith.definitions.measures import MEASURES
from segsmith.definitions.scalars import PERIOD_WORDS
from segsmith.definitions.strict import Strict
from segsmith.definitions.value_tests import OPERATORS
from segsmith.definitions.windows import WINDOW_KEYS
from segsmith.pipeline import render_plan
from segsmith.plan import make_plan
from segsmith.read import plain
from segsmith.read.yaml_nodes import read_yaml
from segsmith.resolve.expressions import FUNCTION_NAMES
from segsmith.words import field_words, language_words
from segsmith.words.fields import MODELS
from tests.errors.test_every_rule_has_a_golden import rules
from tests.support.spec_cases import SPEC_FOLDER, spec_cases
from tests.support.written import read_plain

BY_HAND = ("install.md", "operations.md")
REFRESH = "run `python -m tools.docs`"


@pytest.mark.parametrize("name", sorted(made_pages()))
def test_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == made_pages()[name], REFRESH


@pytest.mark.parametrize("name", sorted(made_pages()))
def test_nothing_is_left_to_make(name: str) -> None:
    assert re.findall(r"<!--\s+made:.*", made_pages()[name]) == []


# Examples


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_example_is_a_right_definition(example: Example) -> None:
    assert load(example).warnings == ()


def test_all_examples_become_files() -> None:
    assert render_plan(make_plan(all_in_one()))


def test_the_files_shown_for_an_installation_are_one_project() -> None:
    project = project_of_pages(DOCS / "install.md")
    assert [s.key for entity in project.entities for s in entity.segments]
    assert render_plan(make_plan(project))


def _written_in_examples() -> str:
    page = (DOCS / "language.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"(?s)```yaml\n(.+?)```", page))


def _names(model: type[Strict]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


_MODELS: tuple[type[Strict], ...] = (
    segments.Segment,
    segments.Guards,
    ranks.RandomSplit,
    ranks.Top,
    stages.Stages,
    segments.Project,
    segments.Policy,
    segments.Output,
    segments.Approval,
    catalog.Entity,
    catalog.Attribute,
    catalog.Relation,
    catalog.EventSource,
    catalog.EventKind,
    catalog.TagSource,
    catalog.ListSource,
    value_tests.ValueTest,
    value_tests.Reference,
    conditions.EventCondition,
    conditions.TagsTest,
)


@pytest.mark.parametrize(
    "words_",
    [
        *[pytest.param(_names(model), id=model.__name__) for model in _MODELS],
        pytest.param(set(DECIDING_KEYS), id="deciding keys"),
        pytest.param({name.rstrip("_") for name in OPERATORS}, id="operators"),
        pytest.param({name.rstrip("_") for name in WINDOW_KEYS}, id="windows"),
        pytest.param(set(MEASURES), id="measures"),
    ],
)
def test_every_key_stands_in_an_example(words_: set[str]) -> None:
    written = _written_in_examples()
    missing = [word for word in words_ if not re.search(rf"(?m)(?:^|[\s{{,]){word}:", written)]
    assert sorted(missing) == []


def test_every_function_stands_in_an_example() -> None:
    written = _written_in_examples()
    assert [n for n in FUNCTION_NAMES if not re.search(rf"\b{n}(?:\(| when)", written)] == []


def test_every_period_word_stands_in_the_page() -> None:
    page = (DOCS / "language.md").read_text(encoding="utf-8")
    assert [word for word in PERIOD_WORDS if f"`{word}`" not in page] == []


def test_no_words_are_left_over() -> None:
    """A line about an operator, function or key that is no more."""
    assert sorted(language_words.OPERATOR_WORDS) == sorted(OPERATORS)
    assert sorted(language_words.MEASURE_WORDS) == sorted(MEASURES)
    assert sorted(language_words.FUNCTIONS) == sorted(FUNCTION_NAMES)
    assert field_words.FIELDS.keys() == MODELS.keys()
    for name, lines in field_words.FIELDS.items():
        kinds = (MODELS[name], *MODELS[name].__subclasses__())
        assert not lines.keys() - set().union(*(_names(kind) for kind in kinds)), name


def test_everything_asked_for_is_said_and_has_a_case() -> None:
    lacking = [one.heading for one in sections() if not one.definitions or not one.cases]
    assert lacking == []


# Meaning, errors, tables


def test_every_spec_case_stands_in_the_page_once() -> None:
    assert sorted(spec_pages.asked_for()) == sorted(case.name for case in spec_cases())


@pytest.mark.parametrize("path", sorted(SPEC_FOLDER.glob("*/*.yml")), ids=lambda path: path.stem)
def test_a_value_on_one_line_is_read_back_the_same(path: Path) -> None:
    written = read_plain(path)
    assert plain(read_yaml(flow(written), path.name)) == written


def test_every_rule_stands_in_the_page() -> None:
    shown = {each.rule for each in error_pictures.goldens()}
    assert sorted(rules() - shown) == []


def test_every_table_of_the_contract_stands_in_the_page() -> None:
    page_wide = {path.stem for path in contract_tables.MODELS.rglob("*.yml")}
    of_traits = {name for name in page_wide if name.endswith("_traits") and name.startswith("int_")}
    audiences = {name for name in page_wide if name.startswith("audience__")}
    shown = contract_tables.documented()
    assert page_wide - of_traits - audiences - shown == set()
    assert shown & audiences, "no audience is shown"


# What a reader may paste


def _contract_in_duckdb() -> duckdb.DuckDBPyConnection:
    """The tables of the demo's contract, empty, under the schemas that the pages name."""
    connection = duckdb.connect()
    for path in contract_tables.MODELS.rglob("*.yml"):
        sql = path.with_suffix(".sql").read_text(encoding="utf-8")
        [model] = read_plain(path)["models"]
        alias = re.search(r"alias=var\('segsmith_alias_prefix', ''\) ~ '(\w+)'", sql)
        table = alias.group(1) if alias else path.stem
        columns = ", ".join(f"{c['name']} {c.get('data_type', 'text')}" for c in model["columns"])
        for schema in ("demo_segsmith", "analytics_segsmith"):
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {schema}.{table} ({columns})")
    return connection


def test_the_selectors_shown_are_those_of_this_project() -> None:
    [shown] = [block for block in _blocks("operations.md", "yaml") if "# selectors.yml" in block]
    ours = {
        each["name"]: each["definition"] for each in read_plain(ROOT / "selectors.yml")["selectors"]
    }
    theirs = plain(read_yaml(shown, "operations.md"))
    assert isinstance(theirs, dict)
    assert {each["name"]: each["definition"] for each in theirs["selectors"]} == ours


def _blocks(name: str, language: str) -> list[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(rf"(?ms)^```{language}\n(.+?)^```$", text)


@pytest.mark.parametrize("name", ["operations.md", "tables.md"])
def test_queries_fit_the_tables(name: str) -> None:
    connection = _contract_in_duckdb()
    assert _blocks(name, "sql")
    for query in _blocks(name, "sql"):
        # no row; of a deletion, that it took none
        assert connection.execute(query).fetchall() in ([], [(0,)])


def test_the_consumer_of_the_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hands on each row once, goes on where it stopped, and repeats what was not remembered."""
    [code] = _blocks("tables.md", "python")
    names: dict[str, Any] = {}
    exec(code, names)
    monkeypatch.chdir(tmp_path)
    connection = _contract_in_duckdb()
    feed = "demo_segsmith.contact_segment_transitions (feed_position, ledger_id, kind)"
    connection.execute(f"insert into {feed} values (2, 'b', 'exited'), (1, 'a', 'entered')")
    handed: list[str] = []

    def handle(segment: str, contact: str, kind: str, idempotency_key: str) -> None:
        if len(handed) == 3:
            raise ConnectionError
        handed.append(idempotency_key)

    assert names["read_feed"](connection, handle, batch=1) == 2
    assert names["read_feed"](connection, handle) == 2
    connection.execute(f"insert into {feed} values (3, 'c', 'entered'), (4, 'd', 'entered')")
    with pytest.raises(ConnectionError):
        names["read_feed"](connection, handle)
    assert handed == ["a", "b", "c"]
    handed.clear()
    names["read_feed"](connection, handle)
    assert handed == ["c", "d"]


# What operations.md says of messages


_LITERAL = re.compile(r"'((?:[^'\n]|'')*)'|\"((?:[^\"\n])*)\"")
_SQL = re.compile(r"\b(select|where|order by|kind =|desc|cast\()|as$")
_SOURCES = (
    "generator/segsmith/lower/pages/entity_segment_ledger.sql",
    "generator/segsmith/lower/pages/segsmith_published.sql",
    "generator/segsmith/lower/pages/segsmith_run.sql",
    "macros/begin_alone.sql",
    "macros/instant_from_text.sql",
    "macros/refuse_bad_as_of.sql",
    "macros/refuse_changed_columns.sql",
    "macros/refuse_lost_ledger.sql",
    "macros/report_run.sql",
    "macros/run_row.sql",
    "macros/stray_inputs.sql",
    "macros/take_part.sql",
    "macros/tail_faults.sql",
)


def test_no_other_file_refuses() -> None:
    """A new refusal has to be put into the list above, and so into the page."""
    inner = {"refuse.sql", "refuse_unsound_tail.sql", "evaluation_query.sql"}
    asserts = {"local_period_start.sql", "step_instant.sql"}  # our own mistakes, not the user's
    pages = ROOT / "generator" / "segsmith" / "lower" / "pages"
    found = {
        path.relative_to(ROOT).as_posix()
        for path in [*(ROOT / "macros").glob("*.sql"), *pages.glob("*.sql")]
        if re.search(r"raise_compiler_error|segsmith\.refuse\(", path.read_text(encoding="utf-8"))
        and path.name not in inner | asserts
    }
    assert found - set(_SOURCES) == set()


@pytest.mark.parametrize("source", _SOURCES)
def test_messages_of_runs_are_explained(source: str) -> None:
    page = " ".join((DOCS / "operations.md").read_text(encoding="utf-8").split())
    text = (ROOT / source).read_text(encoding="utf-8")
    text = re.sub(r"(?s){#.*?#}|(?m:--\s.*$)|\$\$|\$\{?entity\}?", " ", text)
    missing = [phrase for phrase in _phrases(text) if phrase not in page]
    assert missing == []


def _phrases(text: str) -> list[str]:
    """The literals that are parts of sentences, without what surrounds them."""
    found = []
    for single, double in _LITERAL.findall(text):
        phrase = (double or single).replace("''", "'").strip(" :,;()'")
        phrase = re.sub(r"^segsmith(?: refused this run)?: ", "", phrase)
        is_words = re.fullmatch(r"[A-Za-z0-9_'.,:;() -]+", phrase) and len(phrase.split()) > 1
        if is_words and not _SQL.search(phrase):
            found.append(phrase)
    return found


# Links


def _pages() -> list[Path]:
    return sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "ARCHITECTURE.md"])


def _anchors(path: Path) -> set[str]:
    text = re.sub(r"(?s)```.*?```", "", path.read_text(encoding="utf-8"))
    return {anchor(heading.strip("`")) for heading in re.findall(r"(?m)^#+ (.+)$", text)}


@pytest.mark.parametrize("page", _pages(), ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        name, _, place = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        if place:
            assert place in _anchors(file), target


@pytest.mark.parametrize("name", BY_HAND)
def test_a_page_by_hand_names_only_what_there_is(name: str) -> None:
    """Commands and variables that a page names are there."""
    from segsmith.cli.app import app

    commands = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    text = (DOCS / name).read_text(encoding="utf-8")
    for command in re.findall(r"(?m)(?:^|`)segsmith ([a-z-]+)", text):
        is_message = command in ("refused", "did")
        assert is_message or command in commands, command
    macros = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "macros").glob("*.sql"))
    models = "\n".join(p.read_text(encoding="utf-8") for p in contract_tables.MODELS.rglob("*.sql"))
    for variable in re.findall(r"`(segsmith_[a-z_]+)`", text):
        is_node = list(contract_tables.MODELS.rglob(f"{variable}.sql"))
        is_variable = f"var('{variable}'" in macros + models
        is_default = f", '{variable}')" in models
        assert is_node or is_variable or is_default, variable
