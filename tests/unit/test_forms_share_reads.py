"""No form reads a source once a segment: pages and models do not grow with the segments."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.form_list import FORMS, Form, segments
from benchmarks.forms import catalog, is_timed

from segsmith.pipeline import render_plan
from segsmith.plan import make_plan
from segsmith.resolve import resolve
from tests.support.written import definitions_of


def models(form: Form, count: int) -> list[str]:
    """The names of the generated models of so many segments."""
    project = resolve(definitions_of(segments(form, count), "UTC", catalog()))
    files = render_plan(make_plan(project))
    return [
        Path(f.path).stem for f in files if f.path.startswith("models/") and f.path[-4:] == ".sql"
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_models_do_not_grow_with_segments(form: Form) -> None:
    one, many = models(form, 1), models(form, 12)
    assert [name for name in many if is_timed(name)] == [name for name in one if is_timed(name)]
    assert sorted(many) == sorted(one)


def test_names_are_unique() -> None:
    names = [form.name for form in FORMS]
    assert len(names) == len(set(names))
