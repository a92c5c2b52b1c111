"""Whose segment a definition is when it does not say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from segsmith.definitions.parse import parse
from segsmith.errors import UserError
from segsmith.pipeline import load
from segsmith.read import read_sources


def _project(root: Path, *entities: str) -> None:
    for folder in ("catalog", "segments"):
        (root / "segment_defs" / folder).mkdir(parents=True)
    for entity in entities:
        (root / "segment_defs" / "catalog" / f"{entity}.yml").write_text(
            f"entity: {entity}\nfrom: {{ref: dim_{entity}}}\nkey: {{column: id}}\n"
        )
    (root / "segment_defs" / "segments" / "all_of_them.yml").write_text(
        "segment: all_of_them\nwhere: {everyone: true}\n"
    )


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        pytest.param(("customer",), "customer", id="the only one"),
        pytest.param(("account", "contact"), "contact", id="contact among several"),
        pytest.param((), "contact", id="no catalog yet"),
    ],
)
def test_entity_left_out(tmp_path: Path, entities: tuple[str, ...], expected: str) -> None:
    _project(tmp_path, *entities)
    [segment] = parse(read_sources(tmp_path)).segments
    assert segment.model.entity == expected


def test_an_entity_that_is_written_stays(tmp_path: Path) -> None:
    _project(tmp_path, "customer")
    file = tmp_path / "segment_defs" / "segments" / "all_of_them.yml"
    file.write_text("segment: all_of_them\nentity: contact\nwhere: {everyone: true}\n")
    with pytest.raises(UserError, match="there is no entity `contact`"):
        load(tmp_path)


def test_several_entities_without_a_contact(tmp_path: Path) -> None:
    _project(tmp_path, "account", "customer")
    with pytest.raises(UserError) as told:
        load(tmp_path)
    [problem] = told.value.problems
    assert (problem.rule, problem.position.line) == ("unknown-entity", 1)
    assert problem.help == "say whose segment it is with `entity`; entities: account, customer"
