"""Definitions from Python code: the same models, checks and SQL as for definition files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from segsmith import pipeline
from segsmith.authoring.python_values import from_python
from segsmith.authoring.yaml_text import segment_text
from segsmith.definitions.parse import parse, parse_segment
from segsmith.definitions.segments import Segment as Definition
from segsmith.errors import Problem, UserError
from segsmith.plan import Plan, make_plan
from segsmith.read import SourceFile, SourceTree, plain, read_sources
from segsmith.read.yaml_nodes import read_yaml
from segsmith.resolve import ResolvedProject, resolve
from segsmith.schema import comment_line

_FOLDER = "segment_defs/segments"


class Segment:
    """A segment, as its definition file would say it.

    Its keys are those of a file (docs/language.md): `where` is a mapping, a duration is text like
    `30 days` or a `timedelta`, an instant is text or a `datetime`. Equal keys make equal segments.

    Raises:
        UserError: a key that is not known, or a value of the wrong shape. Whether names are those
            of a catalog only `Project.validate` knows.
    """

    def __init__(self, segment: str, **keys: Any) -> None:
        self._values: dict[str, Any] = from_python({"segment": segment, **keys}, segment)
        self.definition: Definition = parse_segment(self._file())

    @property
    def key(self) -> str:
        """Its name for ever."""
        return self.definition.segment

    def to_yaml(self) -> str:
        """The text of its definition file."""
        return segment_text(self._values)

    def _file(self) -> SourceFile:
        path = f"{_FOLDER}/{self._values['segment']}.yml"
        return SourceFile(path, read_yaml(self.to_yaml(), path))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Segment) and self.definition == other.definition

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<segsmith.Segment {self.key}>"


@dataclass(frozen=True)
class Project:
    """The definitions of a project, as they were when they were read; nothing is shared."""

    root: Path
    tree: SourceTree

    @cached_property
    def segments(self) -> dict[str, Segment]:
        """Every segment by its key, sorted.

        Raises:
            UserError: a definition file of the wrong shape.
        """
        found = {}
        for document in parse(self.tree).segments:
            values = plain(document.written or document.node)
            assert isinstance(values, dict)
            found[document.model.segment] = Segment(**values)
        return dict(sorted(found.items()))

    def with_segments(self, *segments: Segment) -> Project:
        """The project with these too, each in place of one with its key; no file changes."""
        keys = {segment.key for segment in segments}
        kept = [file for file in self.tree.segments if Path(file.path).stem not in keys]
        files = sorted([*kept, *(s._file() for s in segments)], key=lambda file: file.path)
        return Project(self.root, replace(self.tree, segments=tuple(files)))

    @cached_property
    def _resolved(self) -> ResolvedProject:
        return resolve(parse(self.tree))

    def validate(self) -> tuple[Problem, ...]:
        """Check everything, as `segsmith validate` does; the warnings.

        Raises:
            UserError: every mistake, with file, line, rule and help in `problems`.
        """
        return self._resolved.warnings

    def plan(self) -> Plan:
        """What would be computed: per entity the traits, each once, and the segments.

        Raises:
            UserError: every mistake of the definitions.
        """
        return make_plan(self._resolved)

    def to_sql(self, segment: Segment | str) -> str:
        """One select of the ids of who is in the segment: SQL with Jinja, for dbt to compile.

        It needs nothing generated; the instant is the dbt variable `segsmith_preview_as_of`.

        Raises:
            UserError: a mistake in a definition, or there is no such segment.
        """
        if isinstance(segment, Segment):
            return pipeline.preview_of(self.with_segments(segment)._resolved, segment.key)
        return pipeline.preview_of(self._resolved, segment)

    def write(self, segment: Segment, may_replace: bool = False) -> Path:
        """Write the definition file of a segment, after checking the project with it.

        Raises:
            UserError: every mistake; nothing is written then.
            FileExistsError: the segment has a file, and it may not be replaced.
        """
        self.with_segments(segment).validate()
        there = [f.path for f in self.tree.segments if Path(f.path).stem == segment.key]
        path = self.root / (there[0] if there else f"{_FOLDER}/{segment.key}.yml")
        if path.exists() and not may_replace:
            raise FileExistsError(f"{segment.key} has a definition: {path}")
        below = path.relative_to(self.root / "segment_defs").as_posix()
        path.parent.mkdir(parents=True, exist_ok=True)
        text = comment_line(below, "segment") + segment.to_yaml()
        path.write_text(text, encoding="utf-8", newline="\n")
        return path


def load(path: Path | str = ".") -> Project:
    """The project in a folder, or in the nearest one above it.

    Raises:
        UserError: a file that cannot be read.
        FileNotFoundError: there is no project there.
    """
    from segsmith.warehouse import WarehouseError, find_root

    try:
        root = find_root(Path(path))
    except WarehouseError as error:
        raise FileNotFoundError(error.message) from None
    return Project(root, read_sources(root))


__all__ = ["Plan", "Problem", "Project", "Segment", "UserError", "load"]
