"""Segments in the JSON shape become definition files: all of them, or none after a mistake."""

from __future__ import annotations

from collections.abc import Mapping as Options
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from segsmith.authoring.json_places import pair, word
from segsmith.authoring.json_shape import JsonShape
from segsmith.authoring.yaml_text import segment_text
from segsmith.definitions.parse import parse
from segsmith.errors import Problem, UserError
from segsmith.read import Mapping, Node, Scalar, Sequence, SourceFile, plain, read_sources
from segsmith.read.json_nodes import read_json
from segsmith.read.source_tree import SourceTree
from segsmith.read.yaml_nodes import read_yaml
from segsmith.resolve import ResolvedProject, resolve
from segsmith.resolve.language import Language
from segsmith.schema import comment_line

FOLDER = "segment_defs"


@dataclass(frozen=True)
class Added:
    """A definition file as it was (or would be) written, below the project's folder."""

    key: str
    path: str
    text: str
    was_there: bool


@dataclass(frozen=True)
class Wanted:
    """What the person who adds says beside the JSON text."""

    key: str | None = None
    around: Options[str, str] | None = None  # owner and description, for instance
    may_replace: bool = False
    write: bool = True


def add_json(
    root: Path, text: str, file: str, wanted: Wanted | None = None
) -> tuple[list[Added], tuple[Problem, ...]]:
    """Write the segments of a JSON text; with them, the warnings about them.

    Raises:
        UserError: a mistake in the text (or in the definitions that are there), or a segment that
            is there already and may not be replaced. Nothing is written then.
    """
    wanted = wanted or Wanted()
    tree = read_sources(root)
    project = resolve(parse(tree))
    segments = _segments(read_json(text, file), file, project, wanted)
    files = {PurePosixPath(each.path).stem: each for each in tree.segments}
    added = []
    for key, node in segments:
        there = files.get(key.text)
        if there is not None and not wanted.may_replace:
            message = f"the segment `{key.text}` is there already, in {there.path}"
            help_ = "replace it with --replace, or give this one another key with --key"
            raise UserError([Problem(key.position, "already-there", message, help_)])
        path = there.path if there is not None else f"{FOLDER}/segments/{key.text}.yml"
        files[key.text] = SourceFile(path, node)
        below = path.removeprefix(f"{FOLDER}/")
        body = segment_text(_values(node))
        read_yaml(body, path)  # a file that could not be read back is told now
        added.append(
            Added(key.text, path, comment_line(below, "segment") + body, there is not None)
        )
    warnings = _checked(tree, files, file)
    if wanted.write:
        for each in added:
            target = root / each.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(each.text, encoding="utf-8", newline="\n")
    return added, warnings


def _segments(
    node: Node, file: str, project: ResolvedProject, wanted: Wanted
) -> list[tuple[Scalar, Mapping]]:
    """The segments of a text, each with its key; one object or a list of them."""
    problems: list[Problem] = []
    items = node.items if isinstance(node, Sequence) else (node,)
    if wanted.key is not None and len(items) > 1:
        message = f"one key for {len(items)} segments"
        raise UserError([Problem(node.position, "no-key", message, 'give each its own "key"')])
    found: list[tuple[Scalar, Mapping]] = []
    for index, item in enumerate(items):
        path = f"[{index}]" if isinstance(node, Sequence) else ""
        shape = JsonShape(Language(project, _entity(item, project)), problems)
        segment = shape.segment(item, path, wanted.key)
        if segment is None:
            continue
        key = segment.get("segment")
        assert isinstance(key, Scalar)
        if any(key.text == other.text for other, _ in found):
            message = f"two segments of this text have the key `{key.text}`"
            problems.append(Problem(key.position, "duplicate-segment", message))
        found.append((key, _with(segment, wanted.around or {})))
    if problems:
        raise UserError(problems)
    return found


def _entity(node: Node, project: ResolvedProject) -> str:
    """The entity whose names the fields are; an unknown one is told when it is resolved."""
    written = node.get("entity") if isinstance(node, Mapping) else None
    known = sorted(project.catalog.entities)
    if isinstance(written, Scalar) and written.text in known:
        return written.text
    return known[0] if len(known) == 1 or "contact" not in known else "contact"


def _with(segment: Mapping, around: Options[str, str]) -> Mapping:
    """The segment with what is said beside the text, where the text does not say it."""
    more = [
        pair(key, word(value, segment.position), segment.position).items[0]
        for key, value in around.items()
        if segment.get(key) is None
    ]
    return replace(segment, items=(*segment.items, *more))


def _values(node: Mapping) -> dict[str, object]:
    values = plain(node)
    assert isinstance(values, dict)
    return values


def _checked(tree: SourceTree, files: dict[str, SourceFile], file: str) -> tuple[Problem, ...]:
    """The warnings about the new segments, when the whole project is right with them."""
    with_new = replace(tree, segments=tuple(sorted(files.values(), key=lambda each: each.path)))
    warnings = resolve(parse(with_new)).warnings
    return tuple(problem for problem in warnings if problem.position.file == file)
