"""The catalog by name, and the mistakes that only show when its files are read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from segsmith.definitions.catalog import (
    Attribute,
    Entity,
    EventKind,
    EventSource,
    ListSource,
    ObjectSource,
    OwnedSource,
    Source,
    TagSource,
)
from segsmith.definitions.parse import Definitions, Document
from segsmith.definitions.scores import score_traits
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.resolve.history_catalog import history_problems, history_sources
from segsmith.resolve.object_catalog import (
    RelatedObject,
    StepSource,
    described_object,
    inverse_objects,
    name_problems,
    step_sources,
)

EVENT_TIME = "occurred_at"


@dataclass(frozen=True)
class Kind:
    """A kind of event, with the source it is in."""

    name: str
    source: EventSource
    definition: EventKind


@dataclass
class Catalog:
    """Everything a definition may name."""

    zone: ZoneInfo
    entities: dict[str, Document[Entity]] = field(default_factory=dict)
    events: dict[str, Document[EventSource]] = field(default_factory=dict)
    tags: dict[str, Document[TagSource]] = field(default_factory=dict)
    lists: dict[str, Document[ListSource]] = field(default_factory=dict)
    objects: dict[str, Document[ObjectSource]] = field(default_factory=dict)
    steps: dict[str, StepSource] = field(default_factory=dict)

    def source(self, name: str) -> Source:
        """A source by its catalog name; a table between is `object.table`."""
        for kind in (self.entities, self.events, self.tags, self.lists, self.objects):
            if name in kind:
                return kind[name].model
        return self.steps[name]

    def objects_of(self, entity: str) -> dict[str, RelatedObject]:
        """Every object of an entity, those on the other side of a relation too."""
        described = map(described_object, self.objects.values())
        found = (*described, *inverse_objects(self.entities))
        return {object_.name: object_ for object_ in found if object_.entity == entity}

    def kinds(self, entity: str) -> dict[str, Kind]:
        """Every kind of event of an entity."""
        return {
            name: Kind(name, document.model, kind)
            for document in self.events.values()
            if document.model.entity == entity
            for name, kind in document.model.kinds.items()
        }

    def tag_source(self, entity: str) -> TagSource | None:
        """The entity's tags, if it has any."""
        return next((d.model for d in self.tags.values() if d.model.entity == entity), None)

    def list_sources(self, entity: str) -> list[ListSource]:
        """The entity's list sources."""
        return [d.model for d in self.lists.values() if d.model.entity == entity]


def build_catalog(definitions: Definitions, problems: list[Problem]) -> Catalog:
    """Index the catalog; what is wrong with it is added to `problems`."""
    catalog = Catalog(_zone(definitions, problems))
    taken: dict[str, Document[Source]] = {}
    for document in definitions.sources:
        model = document.model
        word, name = _name(model)
        other = taken.get(name)
        if other is not None:
            problems.append(
                Problem(
                    document.at(word),
                    "duplicate-source",
                    f"`{name}` is described twice; first in {other.file}",
                    "give one of them another name",
                )
            )
            continue
        taken[name] = document
    firsts = set(map(id, taken.values()))
    catalog.entities = {d.model.entity: d for d in definitions.entities if id(d) in firsts}
    catalog.events = {d.model.events: d for d in definitions.events if id(d) in firsts}
    catalog.tags = {d.model.tags: d for d in definitions.tags if id(d) in firsts}
    catalog.lists = {d.model.lists: d for d in definitions.lists if id(d) in firsts}
    catalog.objects = {d.model.objects: d for d in definitions.objects if id(d) in firsts}
    for object_ in catalog.objects.values():
        catalog.steps |= step_sources(described_object(object_))
    catalog.steps |= history_sources(catalog.entities.values())
    _check_references(catalog, problems)
    return catalog


def _name(model: Source) -> tuple[str, str]:
    match model:
        case EventSource():
            return "events", model.events
        case TagSource():
            return "tags", model.tags
        case ListSource():
            return "lists", model.lists
        case ObjectSource():
            return "objects", model.objects
        case Entity():
            return "entity", model.entity
    raise AssertionError(model)


def _zone(definitions: Definitions, problems: list[Problem]) -> ZoneInfo:
    name = definitions.project.model.time_zone
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        problems.append(
            Problem(
                definitions.project.at("time_zone"),
                "unknown-time-zone",
                f"there is no time zone {name!r}",
                "use a name of the IANA database, like Europe/Berlin",
            )
        )
        return ZoneInfo("UTC")


def _check_references(catalog: Catalog, problems: list[Problem]) -> None:
    for document in catalog.entities.values():
        _check_entity(catalog, document, problems)
    for events in catalog.events.values():
        _check_properties(events, problems)
    seen: dict[tuple[str, str], str] = {}
    children: list[Document[OwnedSource] | Document[ObjectSource]] = [
        *catalog.events.values(),
        *catalog.tags.values(),
        *catalog.lists.values(),
        *catalog.objects.values(),
    ]
    for child in children:
        if child.model.entity not in catalog.entities:
            problems.append(_unknown_entity(child.at("entity"), child.model.entity, catalog))
    for document_ in catalog.events.values():
        for kind in document_.model.kinds:
            owner = (document_.model.entity, kind)
            if owner in seen:
                problems.append(
                    Problem(
                        document_.at_key("kinds", kind),
                        "duplicate-event",
                        f"the event `{kind}` is also in `{seen[owner]}`",
                        "give one of them another name",
                    )
                )
            seen[owner] = document_.model.events
            if kind in catalog.tags or kind in catalog.lists:
                problems.append(
                    Problem(
                        document_.at_key("kinds", kind),
                        "duplicate-name",
                        f"`{kind}` is an event and a source of tags or lists",
                        "give one of them another name",
                    )
                )
    problems.extend(name_problems(catalog.objects, catalog.entities, _pages_of(catalog)))
    for object_ in catalog.objects.values():
        _check_reach(catalog, object_, problems)
    tagged: dict[str, str] = {}
    for tags in catalog.tags.values():
        if tags.model.entity in tagged:
            problems.append(
                Problem(
                    tags.at("tags"),
                    "second-tag-source",
                    f"`{tags.model.entity}` already has tags in `{tagged[tags.model.entity]}`",
                    "union them in one staging model",
                )
            )
        tagged[tags.model.entity] = tags.model.tags


def _pages_of(catalog: Catalog) -> dict[str, set[str]]:
    """By entity, the names that its events, tags and lists take."""
    found: dict[str, set[str]] = {}
    for events in catalog.events.values():
        found.setdefault(events.model.entity, set()).update(events.model.kinds)
    for owned in (*catalog.tags.items(), *catalog.lists.items()):
        found.setdefault(owned[1].model.entity, set()).add(owned[0])
    return found


def _check_reach(
    catalog: Catalog, document: Document[ObjectSource], problems: list[Problem]
) -> None:
    """The first step leaves from the entity: from an attribute, or from its key."""
    entity = catalog.entities.get(document.model.entity)
    if entity is None or not document.model.reached_by:
        return
    mine = document.model.reached_by[0].mine
    if mine not in entity.model.attributes and mine != entity.model.key.column:
        known = {entity.model.key.column, *entity.model.attributes}
        problems.append(
            Problem(
                document.at("reached_by", 0, "mine"),
                "unknown-attribute",
                f"{entity.model.entity} has no attribute `{mine}`",
                did_you_mean(mine, known, f"attributes of {entity.model.entity}"),
            )
        )


def _check_properties(document: Document[EventSource], problems: list[Problem]) -> None:
    """Our own columns stand beside the properties in a page, so their names are taken."""
    taken = {EVENT_TIME, "event_key", "local_day", "run_stamp", f"{document.model.entity}_id"}
    for name in document.model.properties:
        if name in taken:
            problems.append(
                Problem(
                    document.at_key("properties", name),
                    "reserved-key",
                    f"a property cannot be called `{name}`",
                    f"give it another name, and say `column: {name}`",
                )
            )


def _unknown_entity(position: Position, name: str, catalog: Catalog) -> Problem:
    return Problem(
        position,
        "unknown-entity",
        f"there is no entity `{name}`",
        did_you_mean(name, catalog.entities, "entities"),
    )


def _check_entity(catalog: Catalog, document: Document[Entity], problems: list[Problem]) -> None:
    entity = document.model
    for name, relation in entity.relations.items():
        place = document.at("relations", name, "to")
        if relation.to not in catalog.entities:
            problems.append(_unknown_entity(place, relation.to, catalog))
        if relation.by not in entity.attributes:
            problems.append(
                unknown_attribute(
                    document.at("relations", name, "by"),
                    entity.entity,
                    relation.by,
                    entity.attributes,
                )
            )
    booleans = {name for name, a in entity.attributes.items() if a.type == "boolean"}
    for channel, attribute in entity.consent.items():
        if attribute not in booleans:
            problems.append(
                Problem(
                    document.at("consent", channel),
                    "bad-consent",
                    f"`{attribute}` is not a boolean attribute of {entity.entity}",
                    did_you_mean(attribute, booleans, "boolean attributes"),
                )
            )
    if entity.channel is not None and entity.channel not in entity.attributes:
        problems.append(
            unknown_attribute(
                document.at("channel"), entity.entity, entity.channel, entity.attributes
            )
        )
    for name in sorted(set(entity.traits) & set(entity.attributes)):
        problems.append(
            Problem(
                document.at_key("traits", name),
                "duplicate-name",
                f"`{name}` is an attribute and a trait",
                "an expression could not tell which is meant; rename one",
            )
        )
    _check_score_names(document, problems)
    problems.extend(history_problems(document))


def _check_score_names(document: Document[Entity], problems: list[Problem]) -> None:
    """A trait that a score gives stands beside the others under its name."""
    entity = document.model
    taken = {
        **dict.fromkeys(entity.traits, "a trait"),
        **dict.fromkeys(entity.attributes, "an attribute"),
    }
    for trait, score, _, _ in score_traits(entity.scores):
        if trait in taken:
            problems.append(
                Problem(
                    document.at_key("scores", score),
                    "duplicate-name",
                    f"the score `{score}` gives a trait `{trait}`, which is {taken[trait]}",
                    f"call the score otherwise: `my_name: {{score: {entity.scores[score].score}}}`",
                )
            )
        taken[trait] = f"a trait of the score `{score}`"


def unknown_attribute(
    position: Position, owner: str, name: str, attributes: Mapping[str, Attribute]
) -> Problem:
    """The problem of a name that is no attribute."""
    return Problem(
        position,
        "unknown-attribute",
        f"{owner} has no attribute `{name}`",
        did_you_mean(name, attributes, f"attributes of {owner}"),
    )
