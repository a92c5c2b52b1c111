"""A new definition file: from a template, its names filled in, or with one line to begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from segsmith.authoring.template_names import Filling, known_names
from segsmith.authoring.templates import Template, templates
from segsmith.definitions.parse import Definitions, parse
from segsmith.errors import Position, Problem, UserError, did_you_mean
from segsmith.read import SourceFile, SourceTree, read_sources
from segsmith.read.yaml_nodes import read_yaml
from segsmith.resolve import resolve
from segsmith.schema import comment_line

_BODY = """\
segment: {key}
name: {name}
description: Who is in it, in one sentence.
where:
  # One condition a line; `segsmith language` lists what this catalog lets them test.
  all:
    - {condition}
"""


@dataclass(frozen=True)
class New:
    """A new file, and what its author still has to do.

    `renamed` are names of the template that the catalog has under another word; `problems` what
    is not right yet; `traits` and `scores` lines for the catalog; `segments` those that it refers
    to and that are not there, each with the template for it ('' without one).
    """

    path: str
    text: str
    renamed: Mapping[str, str]
    problems: tuple[Problem, ...]
    traits: tuple[str, ...]
    scores: tuple[str, ...]
    segments: Mapping[str, str]


def new_segment(
    root: Path, key: str, template: Template | None, around: Mapping[str, str], folder: str = ""
) -> New:
    """The definition as it would be written; nothing is written here.

    Args:
        key: a valid key that no segment has.
        around: `owner`, `description` and `entity`, as far as they are said.
        folder: a folder below segment_defs/segments; '' for the folder itself.

    Raises:
        UserError: the definitions that are there cannot be read.
    """
    tree = read_sources(root)
    definitions = parse(tree)
    entity = around.get("entity") or usual_entity(definitions)
    known = [document.model.entity for document in definitions.entities]
    if entity not in known:
        help_ = did_you_mean(entity, known, "entities")
        message = f"there is no entity `{entity}`"
        raise UserError([Problem(Position("segment_defs"), "unknown-entity", message, help_)])
    filling = Filling(definitions, entity)
    body = _of_template(template, key, filling) if template else _bare(key, filling)
    said = {} if template and template.kind == "stages" else around
    for word, value in said.items():
        body = _with(body, word, value)
    kind = template.kind if template else "segment"
    place = "stages" if kind == "stages" else "segments"
    below = "/".join(part for part in (place, folder, f"{key}.yml") if part)
    path = f"segment_defs/{below}"
    origin = f"# From the template {template.name}: {template.title}\n" if template else ""
    text = comment_line(below, kind) + origin + body
    problems = _problems(tree, path, text, place)
    lacking = {_named(problem) for problem in problems if problem.rule == "unknown-trait"}
    there = templates(root)
    unknown = sorted(_named(p) for p in problems if p.rule == "unknown-segment")
    return New(
        path,
        text,
        dict(sorted(filling.renamed.items())),
        problems,
        tuple(filling.traits_to_add(sorted(lacking)).values()),
        tuple(filling.scores_to_add(sorted(lacking))),
        {name: name if name in there else "" for name in unknown},
    )


def usual_entity(definitions: Definitions) -> str:
    """The entity of a segment that names none."""
    known = sorted(document.model.entity for document in definitions.entities)
    return known[0] if len(known) == 1 or (known and "contact" not in known) else "contact"


def title_of(key: str) -> str:
    """A key as words."""
    return key.replace("_", " ").capitalize()


def _of_template(template: Template, key: str, filling: Filling) -> str:
    body = re.sub(r"(?m)^(segment|stages): .*$", rf"\1: {key}", template.body, count=1)
    if key != template.name:
        body = re.sub(r"(?m)^name: .*$", f"name: {title_of(key)}", body, count=1)
    # Names are filled in below the description, which is prose.
    head, owner, rule = body.partition("\nlabels:")
    return head + owner + filling.filled(rule)


def _bare(key: str, filling: Filling) -> str:
    names = [n for n, a in filling.own.attributes.items() if not a.personal]
    condition = f"{{attribute: {names[0]}, is_set: true}}" if names else "{everyone: true}"
    return _BODY.format(key=key, name=title_of(key), condition=condition)


def _with(body: str, word: str, value: str) -> str:
    """The body with a key of the head set; a new one stands after the description."""
    line = f"{word}: {_quoted(value)}"
    pattern = rf"(?m)^{word}: .*$"
    if re.search(pattern, body):
        return re.sub(pattern, lambda _: line, body, count=1)
    return re.sub(r"(?m)^description: .*$", lambda m: f"{m.group()}\n{line}", body, count=1)


def _quoted(value: str) -> str:
    """Text that YAML reads as it stands."""
    if re.fullmatch(r"[A-Za-z][\w@. -]*", value) and value not in ("true", "false", "null"):
        return value
    return "'" + value.replace("'", "''") + "'"


def _problems(tree: SourceTree, path: str, text: str, place: str) -> tuple[Problem, ...]:
    """What is wrong with the new file, among the definitions that are there."""
    new = SourceFile(path, read_yaml(text, path))
    there = tree.stages if place == "stages" else tree.segments
    files = tuple(sorted([*there, new], key=lambda file: file.path))
    with_new = replace(tree, stages=files) if place == "stages" else replace(tree, segments=files)
    try:
        found = resolve(parse(with_new)).warnings
    except UserError as error:
        found = error.problems
    # A name that stands three times is one thing to mend.
    once = {(p.rule, p.message): p for p in sorted(found, reverse=True) if p.position.file == path}
    return tuple(sorted(once.values()))


def _named(problem: Problem) -> str:
    """The name that a problem about an unknown name puts between backquotes."""
    quoted = re.findall(r"`([^`]+)`", problem.message)
    known = [
        name for name in quoted if name in {*known_names()["traits"], *known_names()["scores"]}
    ]
    return str((known or quoted or [""])[0])
