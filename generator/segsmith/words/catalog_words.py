"""What the catalog says about names: which are personal, how event kinds are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from segsmith.definitions.catalog import Attribute, Entity, EventSource, NamedTrait
from segsmith.definitions.names import mentioned, names_in
from segsmith.definitions.parse import Definitions
from segsmith.definitions.scores import LeadScore, LifetimeValue, RecencyFrequencyMonetary
from segsmith.read import plain
from segsmith.words.personal_parameters import personal_parameters


@dataclass(frozen=True)
class _Rows:
    """What the rows of an entity hold: its events, and its objects by name."""

    sources: list[EventSource]
    objects: Mapping[str, Mapping[str, Attribute]]

    def is_personal(self, kind: str, name: str) -> bool:
        """Whether a column of a kind of event (`any`: of every row) or of an object is personal."""
        wanted = self.objects.values() if kind == "any" else [self.objects.get(kind, {})]
        of_objects = any(_is_personal(attributes.get(name)) for attributes in wanted)
        return of_objects or _of_events(kind, name, self.sources)


def personal_names(definitions: Definitions, entity: str) -> Callable[[str], bool]:
    """Whether a name, as a segment of this entity writes it, holds personal values.

    `segment(parameter)` asks whether a parameter of a segment is compared with personal values.
    """
    entities = {document.model.entity: document.model for document in definitions.entities}
    own = entities.get(entity)
    sources = [d.model for d in definitions.events if d.model.entity == entity]
    objects = _objects(definitions, entity)

    rows = _Rows(sources, objects)

    @cache
    def personal_settings(segment: str) -> set[str]:
        document = definitions.by_key.get(segment)
        written = plain(document.written or document.node) if document is not None else None
        return personal_parameters(written, is_personal)

    def is_personal(name: str) -> bool:
        if name.endswith(")"):
            segment, _, parameter = name[:-1].partition("(")
            return parameter in personal_settings(segment)
        first, _, rest = name.partition(".")
        if not rest:
            return own is not None and _of_entity(own, name, rows)
        if first == entity and own is not None and _of_entity(own, rest, rows):
            return True
        if own is not None and first in own.relations:
            far = entities.get(own.relations[first].to)
            if far is not None and _is_personal(far.attributes.get(rest)):
                return True
        return rows.is_personal(first, rest)

    return is_personal


def stage_set(definitions: Definitions, segment: str) -> str:
    """The set of which a segment is a stage with others after it; '' without one."""
    sets = (stages.model for stages in definitions.stages)
    return next((each.stages for each in sets if each.after(segment)), "")


def _objects(definitions: Definitions, entity: str) -> dict[str, Mapping[str, Attribute]]:
    """The attributes of every object of an entity, also of the other side of a relation."""
    found: dict[str, Mapping[str, Attribute]] = {
        document.model.objects: document.model.attributes
        for document in definitions.objects
        if document.model.entity == entity
    }
    for document in definitions.entities:
        for relation in document.model.relations.values():
            if relation.inverse is not None and relation.to == entity:
                found[relation.inverse] = document.model.attributes
    return found


def kind_descriptions(definitions: Definitions, entity: str) -> Callable[[str], str | None]:
    """The description of an event kind, None without one."""
    described = {
        name: kind.description
        for document in definitions.events
        if document.model.entity == entity
        for name, kind in document.model.kinds.items()
        if kind.description
    }
    return described.get


def _of_entity(entity: Entity, name: str, rows: _Rows) -> bool:
    trait = entity.traits.get(name)
    if trait is not None:
        return _of_trait(entity, name, trait, rows)
    if name in entity.score_traits:
        return _of_score(entity, entity.score_traits[name][0], rows)
    return _is_personal(entity.attributes.get(name))


def _of_trait(entity: Entity, own_name: str, trait: NamedTrait, rows: _Rows) -> bool:
    read = {name for name in names_in(trait.expression or "") if name != own_name}
    if any(_of_entity(entity, name, rows) for name in read):
        return True
    if trait.measure == "distinct_values":
        return False
    return any(
        rows.is_personal(kind, name)
        for kind in (*trait.event, trait.object)
        for name in names_in(trait.of or "")
    )


def _of_score(entity: Entity, name: str, rows: _Rows) -> bool:
    """A lead score of a rule over personal names, and revenue that is personal."""
    score = entity.scores[name]
    match score:
        case LeadScore():
            read = set(mentioned(score.rules)) - {name}
            return any(
                _of_entity(entity, each, rows) or rows.is_personal("any", each) for each in read
            )
        case LifetimeValue() | RecencyFrequencyMonetary():
            kinds = {n: kind for source in rows.sources for n, kind in source.kinds.items()}
            return any(
                rows.is_personal(kind, each)
                for kind, written in kinds.items()
                for each in names_in(written.of or "")
            )
    return False


def _of_events(kind: str, name: str, sources: list[EventSource]) -> bool:
    return any(
        _is_personal(source.properties.get(name))
        for source in sources
        if kind == "any" or any(fnmatchcase(each, kind) for each in source.kinds)
    )


def _is_personal(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.personal
