"""The YAML examples of the pages, as definitions over the catalog of the demo company."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from segsmith.definitions.catalog import CATALOG_KINDS
from segsmith.definitions.parse import parse
from segsmith.read import Mapping, read_sources
from segsmith.read.nodes import Node, Scalar
from segsmith.read.source_tree import SourceFile, SourceTree
from segsmith.read.yaml_nodes import read_yaml
from segsmith.resolve import ResolvedProject, resolve
from tools.docs.chapters import CHAPTERS

ROOT = Path(__file__).parents[2]
PAGES_BY_HAND = (ROOT / "docs" / "operations.md", ROOT / "docs" / "install.md")
KINDS = ("approvals", "catalog", "condition", "project", "scores", "segment", "stages", "traits")
_BLOCK = re.compile(r"(?ms)^ *```yaml ([a-z]+)\n(.+?)^ *```$")
_FILE = re.compile(r"(?ms)^```yaml\n# (segment_defs/\S+)\n(.+?)^```$")


@dataclass(frozen=True)
class Example:
    """One example: its kind, its YAML, and where it stands."""

    kind: str
    text: str
    page: str
    line: int

    @property
    def name(self) -> str:
        """The place, for a test's id."""
        return f"{self.page}:{self.line}"


@cache
def examples() -> tuple[Example, ...]:
    """Every example of every page that is marked with its kind.

    Raises:
        ValueError: a kind that is not known.
    """
    found = []
    for path in [*sorted(CHAPTERS.glob("*/*.md")), *PAGES_BY_HAND]:
        text = path.read_text(encoding="utf-8")
        for match in _BLOCK.finditer(text):
            if match.group(1) not in KINDS:
                raise ValueError(f"{path.name}: an example of kind {match.group(1)}")
            line = text.count("\n", 0, match.start()) + 1
            found.append(Example(match.group(1), match.group(2), path.name, line))
    return tuple(found)


@cache
def demo() -> SourceTree:
    """The definitions of the demo company, read; its contact has the history that a page shows."""
    shown = next(e for e in examples() if e.kind == "catalog" and "\nhistory:" in e.text)
    node = read_yaml(shown.text, shown.name)
    assert isinstance(node, Mapping)
    history = tuple((key, value) for key, value in node.items if key.text == "history")
    tree = read_sources(ROOT)
    catalog = []
    for each in tree.catalog:
        if isinstance(each.node, Mapping) and _described(each.node) == ("entity", "contact"):
            each = SourceFile(each.path, Mapping((*each.node.items, *history), each.node.position))
        catalog.append(each)
    return replace(tree, catalog=tuple(catalog))


def load(example: Example) -> ResolvedProject:
    """The demo company with this example in it, resolved.

    Raises:
        UserError: what is wrong with the example.
    """
    return resolve(parse(_with(demo(), example)))


def all_in_one() -> ResolvedProject:
    """The demo company with every condition and segment of the pages in it."""
    tree = demo()
    for example in examples():
        if example.kind in ("condition", "segment"):
            tree = _with(tree, example)
    return resolve(parse(tree))


def project_of_pages(page: Path) -> ResolvedProject:
    """The files that a page shows with their paths, as one project."""
    files = [
        SourceFile(path, read_yaml(text, path))
        for path, text in _FILE.findall(page.read_text(encoding="utf-8"))
    ]
    tree = SourceTree(
        project=next((f for f in files if f.path.endswith("/project.yml")), None),
        approvals=None,
        catalog=tuple(f for f in files if "/catalog/" in f.path),
        segments=tuple(f for f in files if "/segments/" in f.path),
    )
    return resolve(parse(tree))


def _with(tree: SourceTree, example: Example) -> SourceTree:
    if example.kind == "condition":
        return _with_condition(tree, example)
    file = SourceFile(example.name, read_yaml(example.text, example.name))
    match example.kind:
        case "segment":
            return _with_segment(tree, file)
        case "stages":
            named = SourceFile(f"segment_defs/stages/{_value(file.node, 'stages')}.yml", file.node)
            return replace(tree, stages=(named,))
        case "catalog":
            kept = [f for f in tree.catalog if _described(f.node) != _described(file.node)]
            return replace(tree, catalog=(*kept, file), segments=(), stages=())
        case "project":
            return replace(tree, project=file)
        case "approvals":
            return replace(tree, approvals=file)
    return _with_part(tree, file, example.kind)


def _with_condition(tree: SourceTree, example: Example) -> SourceTree:
    stem = re.sub(r"[^a-z0-9]+", "_", f"example_{example.name}".lower().replace(".md", ""))
    body = "".join(f"  {line}\n" for line in example.text.splitlines())
    names = "name: Example\nowner: docs\ndescription: An example.\n"
    text = f"segment: {stem}\n{names}where:\n{body}"
    file = SourceFile(f"segment_defs/segments/{stem}.yml", read_yaml(text, example.name))
    return replace(tree, segments=(*tree.segments, file))


def _with_segment(tree: SourceTree, file: SourceFile) -> SourceTree:
    """An example need not say what the demo's own policy asks for."""
    assert isinstance(file.node, Mapping)
    key = _value(file.node, "segment")
    usual = read_yaml("name: Example\nowner: docs\ndescription: An example.\n", "usual")
    assert isinstance(usual, Mapping)
    missing = tuple(pair for pair in usual.items if file.node.key(pair[0].text) is None)
    node = Mapping((*file.node.items, *missing), file.node.position)
    kept = [f for f in tree.segments if Path(f.path).stem != key]
    named = SourceFile(f"segment_defs/segments/{key}.yml", node)
    return replace(tree, segments=(*kept, named))


def _with_part(tree: SourceTree, file: SourceFile, part: str) -> SourceTree:
    """The contact of the demo with these traits (or scores) in the place of its own."""
    catalog = []
    for each in tree.catalog:
        node = each.node
        if _described(node) == ("entity", "contact"):
            assert isinstance(node, Mapping)
            pairs = tuple((k, file.node if k.text == part else v) for k, v in node.items)
            each = SourceFile(each.path, Mapping(pairs, node.position))
        catalog.append(each)
    return replace(tree, catalog=tuple(catalog), segments=(), stages=())


def _described(node: Node) -> tuple[str, object]:
    """What a catalog file describes; `entity` stands in every one, so it comes last."""
    kinds = (*CATALOG_KINDS, "entity")
    kind = next(kind for kind in kinds if _value(node, kind) is not None)
    return kind, _value(node, kind)


def _value(node: Node, key: str) -> object:
    """A plain value of a file by its key; None for none, and for a list or mapping."""
    found = node.get(key) if isinstance(node, Mapping) else None
    return found.value if isinstance(found, Scalar) else None
