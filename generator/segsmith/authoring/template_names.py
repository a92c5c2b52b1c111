"""A template's names become the catalog's own, where it has one of the same meaning and type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, cast

from segsmith.definitions.catalog import Entity
from segsmith.definitions.parse import Definitions
from segsmith.read import plain
from segsmith.read.yaml_nodes import read_yaml

FILE = "template_names.yml"


@cache
def known_names() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """By kind (attributes, events, traits ...) and name: its type, and how else it is called."""
    text = (resources.files("segsmith.authoring") / FILE).read_text(encoding="utf-8")
    # Our own file: what it holds is known, and the tests of templates read all of it.
    return cast("Mapping[str, Mapping[str, Mapping[str, Any]]]", plain(read_yaml(text, FILE)))


@dataclass
class Filling:
    """Puts the names of one entity's catalog into a text, and remembers which."""

    definitions: Definitions
    entity: str
    renamed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        entities = {document.model.entity: document.model for document in self.definitions.entities}
        self.own = entities[self.entity]
        self.attributes = dict(_attributes(self.own, entities))
        self.sources = [d.model for d in self.definitions.events if d.model.entity == self.entity]

    def filled(self, text: str) -> str:
        """The text with every name that the catalog has under another word."""
        for name in known_names()["traits"]:
            text = self._trait(name, text)
        for name, said in known_names()["attributes"].items():
            other = self._attribute(name, said)
            text = self._put(rf"(?<=attribute: ){re.escape(name)}(?![\w.])", name, other, text)
        for name, said in known_names()["events"].items():
            other = self._event(name, said)
            text = self._put(rf"\b{name}\b", name, other, text)
        for name, said in known_names()["properties"].items():
            other = self._property(name, said, text)
            text = self._put(rf"(?<=of: ){name}\b", name, other, text)
        objects = {
            d.model.objects for d in self.definitions.objects if d.model.entity == self.entity
        }
        for name, said in known_names()["objects"].items():
            other = name if name in objects else _first(said, objects) or name
            text = self._put(rf"(?<=object: ){name}\b", name, other, text)
        for name, said in known_names()["lists"].items():
            other = name if name in self._lists() else _first(said, self._lists()) or name
            text = self._put(rf"(?<=list: ){name}\b", name, other, text)
        return text

    def traits_to_add(self, missing: Iterable[str]) -> dict[str, str]:
        """Lines for the catalog that say the missing traits, with those that they need."""
        found: dict[str, str] = {}
        waiting = list(missing)
        while waiting:
            name = waiting.pop(0)
            said = known_names()["traits"].get(name)
            if said is None or name in found or name in self.own.traits:
                continue
            line = self.filled(_flow(said["is"]))
            for other in known_names()["traits"]:
                if re.search(rf"\b{other}\b", line):
                    ours = self._column(other)
                    line = re.sub(rf"\b{other}\b", ours or other, line)
                    waiting += [] if ours else [other]
            found[name] = f"{name}: {line}"
        return dict(sorted(found.items()))

    def scores_to_add(self, missing: Iterable[str]) -> list[str]:
        """Lines for the catalog that switch on the scores among the missing traits."""
        scores = known_names()["scores"]
        return [f"{name}: {self.filled(_flow(scores[name]))}" for name in missing if name in scores]

    def _put(self, pattern: str, name: str, other: str, text: str) -> str:
        if other == name or not re.search(pattern, text):
            return text
        self.renamed[name] = other
        return re.sub(pattern, other, text)

    def _trait(self, name: str, text: str) -> str:
        """A trait may be an attribute in this catalog: a column that holds the value already."""
        pattern = rf"\btrait: {name}\b"
        ours = self._column(name)
        if not ours or not re.search(pattern, text):
            return text
        if ours != name:
            self.renamed[name] = ours
        word = "trait" if ours in self.own.traits else "attribute"
        return re.sub(pattern, f"{word}: {ours}", text)

    def _column(self, name: str) -> str:
        """The trait or attribute that is this trait here; '' without one."""
        said = known_names()["traits"][name]
        columns = {n for n, type_ in self.attributes.items() if type_ == said["type"]}
        there = columns | set(self.own.traits)
        return name if name in there else _first(said, there)

    def _attribute(self, name: str, said: Mapping[str, Any]) -> str:
        wanted = {"instant": ("instant", "date"), "date": ("date", "instant")}
        types = wanted.get(said["type"], (said["type"],))
        if name in self.attributes:
            return name
        fitting = {n for n, type_ in self.attributes.items() if type_ in types}
        return _first(said, fitting) or name

    def _event(self, name: str, said: Mapping[str, Any]) -> str:
        kinds = {n: kind for source in self.sources for n, kind in source.kinds.items()}
        if name in kinds:
            return name
        meant = [n for n, kind in kinds.items() if said.get("means") in kind.means]
        return _first(said, kinds) or (meant[0] if len(meant) == 1 else name)

    def _property(self, name: str, said: Mapping[str, Any], text: str) -> str:
        """A property of the events that the text names (any event where it names none)."""
        named = [s for s in self.sources if any(re.search(rf"\b{k}\b", text) for k in s.kinds)]
        fitting = {
            n
            for source in named or self.sources
            for n, attribute in source.properties.items()
            if attribute.type == said["type"]
        }
        paid = [k.of for s in self.sources for n, k in s.kinds.items() if k.of and f" {n}" in text]
        if name in fitting or said.get("means") != "revenue" or len(set(paid)) != 1:
            return name if name in fitting else _first(said, fitting) or name
        return str(paid[0])

    def _lists(self) -> set[str]:
        sources = (d.model for d in self.definitions.lists if d.model.entity == self.entity)
        return {name for source in sources for name in source.known or ()}


def _attributes(own: Entity, entities: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    """Name and type of every attribute, also across a relation."""
    for name, attribute in own.attributes.items():
        yield name, attribute.type
    for step, relation in own.relations.items():
        far = entities.get(relation.to)
        for name, attribute in (far.attributes if far else {}).items():
            yield f"{step}.{name}", attribute.type


def _first(said: Mapping[str, Any], names: Iterable[str]) -> str:
    there = set(names)
    return next((name for name in said.get("also", ()) if name in there), "")


def _flow(value: Any) -> str:
    """A small value as YAML on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str() if "," in value:
            return f"'{value}'"
    return str(value)
