"""What a segment of one entity may say: names, types, known values, and the tier of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from segsmith.definitions.catalog import Attribute, ValueType
from segsmith.definitions.scores import VALUES_OF_PARTS
from segsmith.definitions.segments import Tier
from segsmith.resolve.project import ResolvedProject
from segsmith.resolve.tiers import SMART_MEANING, TIERS_OF_PLAN, smart_reason

# Parts of a score that are the score itself.
WHOLE_PARTS = ("score", "trend", "likelihood", "code")


@dataclass(frozen=True)
class Field:
    """An attribute, a named trait or a property, as a rule may name it."""

    name: str
    type: ValueType
    description: str = ""
    values: tuple[str, ...] = ()
    personal: bool = False
    tier: Tier = "standard"


@dataclass(frozen=True)
class Event:
    """A kind of event, and what a rule may ask of one such event."""

    name: str
    source: str
    description: str
    properties: tuple[Field, ...]
    tier: Tier


@dataclass(frozen=True)
class Object:
    """Related rows, and what a rule may ask of one such row."""

    name: str
    description: str
    attributes: tuple[Field, ...]
    tier: Tier = "standard"


@dataclass(frozen=True)
class Named:
    """A segment that a rule may refer to."""

    name: str
    title: str
    parameters: dict[str, object]
    tier: Tier


@dataclass(frozen=True)
class Language:
    """Everything that a rule about one entity may name; the project's plan."""

    project: ResolvedProject
    entity: str

    @cached_property
    def attributes(self) -> tuple[Field, ...]:
        """The entity's own attributes, then those over a to-one relation."""
        entity = self.project.catalog.entities[self.entity].model
        found = list(_fields(entity.attributes))
        for name, relation in sorted(entity.relations.items()):
            other = self.project.catalog.entities.get(relation.to)
            if other is not None:
                found += _fields(other.model.attributes, f"{name}.")
        return tuple(found)

    @cached_property
    def traits(self) -> tuple[Field, ...]:
        """The named traits."""
        entity = self.project.catalog.entities[self.entity].model
        found = []
        for name, trait in entity.traits.items():
            node = self.project.traits.get((self.entity, name))
            if node is not None:
                smart = smart_reason(node, self.project.catalog, self.entity)
                tier: Tier = "smart" if smart else "standard"
                found.append(Field(name, node.type, trait.description, tier=tier))
        return tuple(found)

    @cached_property
    def scores(self) -> tuple[Field, ...]:
        """The traits that the scores give."""
        entity = self.project.catalog.entities[self.entity].model
        found = []
        for name, (key, part, type_) in entity.score_traits.items():
            if name in entity.traits:
                continue
            score = entity.scores[key]
            words = score.description or (type(score).__doc__ or "").partition("\n")[0]
            about = words if part in WHOLE_PARTS else f"{part} of {key}"
            values = VALUES_OF_PARTS.get(part, ())
            found.append(Field(name, type_, about, values, tier="smart"))
        return tuple(found)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The kinds of events, with the properties of their source."""
        found = []
        for kind in self.project.catalog.kinds(self.entity).values():
            tier: Tier = "smart" if SMART_MEANING in kind.definition.means else "standard"
            properties = tuple(_fields(kind.source.properties))
            described = kind.definition.description
            found.append(Event(kind.name, kind.source.events, described, properties, tier))
        return tuple(found)

    @cached_property
    def objects(self) -> tuple[Object, ...]:
        """The objects, those on the other side of a relation too."""
        found = self.project.catalog.objects_of(self.entity).values()
        return tuple(
            Object(each.name, each.table.description, tuple(_fields(each.attributes)))
            for each in sorted(found, key=lambda each: each.name)
        )

    @cached_property
    def tags(self) -> tuple[str, ...] | None:
        """The known tags; empty when any text may be one, None when there are no tags."""
        source = self.project.catalog.tag_source(self.entity)
        return None if source is None else tuple(source.known or ())

    @cached_property
    def lists(self) -> tuple[str, ...] | None:
        """The known lists; empty when any text may be one, None when there are no lists."""
        sources = self.project.catalog.list_sources(self.entity)
        return tuple(name for s in sources for name in s.known or ()) if sources else None

    @cached_property
    def segments(self) -> tuple[Named, ...]:
        """The segments of the entity, with the tier of their rule and of those they refer to."""
        found = [e for e in self.project.entities if e.entity.entity == self.entity]
        tiers: dict[str, Tier] = {}
        named = []
        # Each segment stands after those it refers to.
        for segment in (segment for entity in found for segment in entity.segments):
            own = smart_reason(segment.rule, self.project.catalog, self.entity)
            is_smart = bool(own) or any(tiers.get(key) == "smart" for key in segment.refers_to)
            tiers[segment.key] = "smart" if is_smart else "standard"
            if segment.definition.status != "retired":
                written = segment.definition
                parameters = dict(written.parameters)
                named.append(Named(segment.key, written.name, parameters, tiers[segment.key]))
        return tuple(sorted(named, key=lambda each: each.name))

    @cached_property
    def stages(self) -> dict[str, tuple[str, ...]]:
        """The sets of stages whose segments are of the entity, each in its order."""
        own = {each.name for each in self.segments}
        sets = [document.model for document in self.project.definitions.stages]
        return {each.stages: each.order for each in sets if own & set(each.order)}

    @property
    def consent(self) -> tuple[str, ...]:
        """The channels that somebody can opt in to."""
        return tuple(sorted(self.project.catalog.entities[self.entity].model.consent))

    @property
    def channels(self) -> tuple[str, ...] | None:
        """The known default channels; empty when any may be one, None without the attribute."""
        entity = self.project.catalog.entities[self.entity].model
        if entity.channel is None:
            return None
        found = entity.attributes.get(entity.channel)
        return tuple(str(value) for value in found.values or ()) if found is not None else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of a value, an event or an object."""
        values = (*self.attributes, *self.traits, *self.scores)
        rows = (*(each.name for each in self.events), *(each.name for each in self.objects))
        return (*(each.name for each in values), *rows)

    def may_use(self, tier: Tier) -> bool:
        """Whether the project's plan has this tier."""
        return tier in TIERS_OF_PLAN[self.project.settings.policy.plan]

    def field(self, name: str) -> tuple[str, Field] | None:
        """A value by its name: `attribute` or `trait`, and what is known of it."""
        traits = (*self.traits, *self.scores)
        for key, fields in (("attribute", self.attributes), ("trait", traits)):
            for each in fields:
                if each.name == name:
                    return key, each
        return None


def _fields(attributes: Mapping[str, Attribute], before: str = "") -> Iterator[Field]:
    for name, attribute in attributes.items():
        values = tuple(str(value) for value in attribute.values or ())
        yield Field(
            f"{before}{name}", attribute.type, attribute.description, values, attribute.personal
        )
