"""What the catalog says about names: which are personal, how event kinds are called."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache

from segsmith.definitions.catalog import Attribute, Entity, EventSource, NamedTrait
from segsmith.definitions.names import mentioned, names_in
from segsmith.definitions.parse import Definitions
from segsmith.definitions.scores import LeadScore, LifetimeValue, RecencyFrequencyMonetary
from segsmith.read import plain
from segsmith.words.personal_parameters import personal_parameters


def personal_names(definitions: Definitions, entity: str) -> Callable[[str], bool]:
    """Whether a name, as a segment of this entity writes it, holds personal values.

    `segment(parameter)` asks whether a parameter of a segment is compared with personal values.
    """
    entities = {document.model.entity: document.model for document in definitions.entities}
    own = entities.get(entity)
    sources = [d.model for d in definitions.events if d.model.entity == entity]

    rules = {d.model.segment: plain(d.written or d.node) for d in definitions.segments}

    @cache
    def personal_settings(segment: str) -> set[str]:
        return personal_parameters(rules.get(segment), is_personal)

    def is_personal(name: str) -> bool:
        if name.endswith(")"):
            segment, _, parameter = name[:-1].partition("(")
            return parameter in personal_settings(segment)
        first, _, rest = name.partition(".")
        if not rest:
            return own is not None and _of_entity(own, name, sources)
        if first == entity and own is not None and _of_entity(own, rest, sources):
            return True
        if own is not None and first in own.relations:
            far = entities.get(own.relations[first].to)
            if far is not None and _is_personal(far.attributes.get(rest)):
                return True
        return _of_events(first, rest, sources)

    return is_personal


def stage_set(definitions: Definitions, segment: str) -> str:
    """The set of which a segment is a stage with others after it; '' without one."""
    sets = (stages.model for stages in definitions.stages)
    return next((each.stages for each in sets if each.after(segment)), "")


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


def _of_entity(entity: Entity, name: str, sources: list[EventSource]) -> bool:
    trait = entity.traits.get(name)
    if trait is not None:
        return _of_trait(entity, name, trait, sources)
    if name in entity.score_traits:
        return _of_score(entity, entity.score_traits[name][0], sources)
    return _is_personal(entity.attributes.get(name))


def _of_trait(entity: Entity, own_name: str, trait: NamedTrait, sources: list[EventSource]) -> bool:
    read = {name for name in names_in(trait.expression or "") if name != own_name}
    if any(_of_entity(entity, name, sources) for name in read):
        return True
    if trait.measure == "distinct_values":
        return False
    return any(
        _of_events(kind, name, sources) for kind in trait.event for name in names_in(trait.of or "")
    )


def _of_score(entity: Entity, name: str, sources: list[EventSource]) -> bool:
    """A lead score of a rule over personal names, and revenue that is personal."""
    score = entity.scores[name]
    match score:
        case LeadScore():
            read = set(mentioned(score.rules)) - {name}
            return any(
                _of_entity(entity, each, sources) or _of_events("any", each, sources)
                for each in read
            )
        case LifetimeValue() | RecencyFrequencyMonetary():
            kinds = {n: kind for source in sources for n, kind in source.kinds.items()}
            return any(
                _of_events(kind, each, sources)
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
