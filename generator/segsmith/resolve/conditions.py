"""A condition tree becomes one truth; every kind of condition has its method here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from segsmith.definitions.catalog import TagSource
from segsmith.definitions.conditions import (
    ChannelCondition,
    ConsentCondition,
    Everyone,
    Group,
    ListCondition,
    Not,
    TagCondition,
    TagsCondition,
    TodayCondition,
    ValueCondition,
)
from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.definitions.measures import EventCondition, ObjectCondition
from segsmith.definitions.ranks import RandomCondition, TopCondition
from segsmith.definitions.sequences import SequenceCondition
from segsmith.errors import Problem, did_you_mean
from segsmith.resolve.events import EventReader, RuleReader
from segsmith.resolve.histories import HistoryReader
from segsmith.resolve.lasting import lasting
from segsmith.resolve.nodes import (
    Always,
    Comparison,
    Complement,
    Constant,
    Every,
    Field,
    Node,
    OneOf,
    Some,
    Trait,
    TraitValue,
)
from segsmith.resolve.objects import ObjectReader
from segsmith.resolve.place import Place
from segsmith.resolve.ranks import random_share, read_top
from segsmith.resolve.related_segments import RelatedReader, SegmentCheck
from segsmith.resolve.scope import Bound, EntityScope, EventScope, RowScope, Scope
from segsmith.resolve.sequences import SequenceReader
from segsmith.resolve.truths import month_test
from segsmith.resolve.value_tests import TestReader
from segsmith.resolve.variants import VariantReader
from segsmith.resolve.windows import WindowReader


@dataclass
class ConditionReader(RuleReader):
    """Reads the conditions of one document."""

    tests: TestReader
    problems: list[Problem]
    knows_segment: SegmentCheck
    is_paused: Callable[[str], bool]
    variants: VariantReader

    def __post_init__(self) -> None:
        windows = WindowReader(self.tests.literals, self.problems)
        self.events = EventReader(self.tests, windows, self, self.problems)
        self.objects = ObjectReader(self.tests, self, self.problems)
        self.histories = HistoryReader(windows, self.knows_segment, self.is_paused, self.problems)
        self.related = RelatedReader(self.knows_segment, self.is_paused)
        self.sequences = SequenceReader(self.events, self.problems)

    def read(self, condition: object, scope: Scope, place: Place) -> Node | None:
        """The truth of a condition in a scope; None after telling a mistake."""
        match condition:
            case Group():
                return self._group(condition, scope, place)
            case Not():
                part = self.read(condition.not_, scope, place.below("not"))
                return Complement(part) if part is not None else None
            case Everyone():
                return Always(True)
            case ValueCondition():
                return self._value(condition, scope, place)
            case TodayCondition():
                return month_test(None, condition.today.month_is)
        if isinstance(scope, EntityScope):
            return self._of_entity(condition, scope, place)
        if isinstance(condition, SegmentCondition) and isinstance(scope, RowScope):
            return self.related.of_row(condition, scope, place)
        what = "event" if isinstance(scope, EventScope) else "row of an object"
        return self._tell(
            place,
            next(iter(_shape(condition)), ""),
            "not-of-an-event",
            f"a rule about one {what} can test only its own values",
            f"put this condition beside the {what.split()[-1]} condition",
        )

    def _of_entity(self, condition: object, scope: EntityScope, place: Place) -> Node | None:
        match condition:
            case EventCondition():
                return self.events.condition(condition, scope, place)
            case TagCondition():
                return self._tag(condition.tag, scope, place, "tag")
            case TagsCondition():
                return self._tags(condition, scope, place)
            case ListCondition():
                return self.on_list(condition.list_, scope, place)
            case SegmentCondition() if "." in condition.segment:
                return self.related.of_related(condition, scope, place)
            case SegmentCondition():
                if self.variants.is_variant(condition):
                    is_known = self.knows_segment(
                        condition.segment, scope.entity.entity, place, "segment"
                    )
                    return self.variants.read(condition, place) if is_known else None
                return self.histories.in_segment(condition, scope, place)
            case HistoryCondition():
                return self.histories.happened(condition, scope, place)
            case ConsentCondition():
                return self._consent(condition, scope, place)
            case ChannelCondition():
                return self._channel(condition, scope, place)
            case SequenceCondition():
                return self.sequences.condition(condition, scope, place)
            case ObjectCondition():
                return self.objects.condition(condition, scope, place)
            case TopCondition():
                return read_top(condition.top, scope, place.below("top"), self, self.tests)
            case RandomCondition():
                return random_share(condition.random)
        raise AssertionError(condition)

    def _group(self, group: Group, scope: Scope, place: Place) -> Node | None:
        word = group.word
        parts = [
            self.read(member, scope, place.below(word, index))
            for index, member in enumerate(group.members)
        ]
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        if word == "none":
            return Complement(known[0] if len(known) == 1 else Some(known))
        if len(known) == 1:
            return known[0]
        return Every(known) if word == "all" else Some(known)

    def _value(self, condition: ValueCondition, scope: Scope, place: Place) -> Node | None:
        bound: Bound | None
        if condition.attribute is not None:
            name = condition.attribute
            bound = scope.attribute(name, place.value("attribute"))
        elif condition.trait is not None:
            name = condition.trait
            bound = scope.trait(name, place.value("trait"))
        else:
            name = condition.expression or ""
            node = self.tests.expressions.read(name, scope, place.value("expression"))
            bound = Bound(node) if node is not None else None
        if bound is None:
            return None
        truth = self.tests.read(bound, name, condition, scope, place)
        if truth is None or condition.for_at_least is None:
            return truth
        return lasting(truth, name, condition.for_at_least, scope, place, self.problems)

    def _tag_source(self, scope: EntityScope, place: Place, key: str) -> TagSource | None:
        source = scope.catalog.tag_source(scope.entity.entity)
        if source is None:
            self._tell(
                place,
                key,
                "no-tags",
                f"the catalog describes no tags of {scope.entity.entity}",
                "describe them in a catalog file that begins with `tags:`",
            )
        return source

    def _tag(self, tag: str, scope: EntityScope, place: Place, *key: Any) -> Node | None:
        source = self._tag_source(scope, place, str(key[0]))
        if source is None:
            return None
        if source.known is not None and tag not in source.known:
            self.problems.append(
                Problem(
                    place.value(*key),
                    "unknown-tag",
                    f"there is no tag `{tag}`",
                    did_you_mean(tag, source.known, "tags"),
                )
            )
            return None
        column = Field("event", "tag", source.tag, "text")
        rule = Comparison("=", column, Constant(tag, "text"))
        return TraitValue(_exists(source.entity, source.tags, rule))

    def _tags(self, condition: TagsCondition, scope: EntityScope, place: Place) -> Node | None:
        test = condition.tags
        if test.is_empty is not None:
            source = self._tag_source(scope, place, "tags")
            if source is None:
                return None
            some = TraitValue(_exists(source.entity, source.tags, None))
            return Complement(some) if test.is_empty else some
        word = next(iter(test.model_fields_set))
        wanted = test.includes_any or test.includes_all or test.includes_none or ()
        parts = [
            self._tag(tag, scope, place, "tags", word, index) for index, tag in enumerate(wanted)
        ]
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        if word == "includes_all":
            return known[0] if len(known) == 1 else Every(known)
        one = known[0] if len(known) == 1 else Some(known)
        return Complement(one) if word == "includes_none" else one

    def on_list(self, name: str, scope: EntityScope, place: Place) -> Node | None:
        """The entity stands on a list."""
        sources = scope.catalog.list_sources(scope.entity.entity)
        if not sources:
            return self._tell(
                place,
                "list",
                "no-lists",
                f"the catalog describes no lists of {scope.entity.entity}",
                "describe them in a catalog file that begins with `lists:`",
            )
        named = [s for s in sources if s.known is None or name in s.known]
        if not named:
            known = [known for s in sources for known in s.known or ()]
            return self._tell(
                place,
                "list",
                "unknown-list",
                f"there is no list `{name}`",
                did_you_mean(name, known, "lists"),
            )
        source = named[0]
        column = Field("event", "list_name", source.list_, "text")
        rule = Comparison("=", column, Constant(name, "text"))
        return TraitValue(_exists(source.entity, source.lists, rule))

    def _consent(
        self, condition: ConsentCondition, scope: EntityScope, place: Place
    ) -> Node | None:
        is_in = condition.opted_in is not None
        key = "opted_in" if is_in else "opted_out"
        channel = condition.opted_in if is_in else condition.opted_out
        name = scope.entity.consent.get(channel or "")
        if name is None:
            return self._tell(
                place,
                key,
                "unknown-channel",
                f"the catalog knows no consent for `{channel}`",
                did_you_mean(channel or "", scope.entity.consent, "channels with consent"),
            )
        bound = scope.attribute(name, place.value(key))
        return Comparison("=", bound.node, Constant(is_in, "boolean")) if bound else None

    def _channel(
        self, condition: ChannelCondition, scope: EntityScope, place: Place
    ) -> Node | None:
        if scope.entity.channel is None:
            return self._tell(
                place,
                "channel",
                "no-channel",
                f"the catalog names no channel attribute of {scope.entity.entity}",
                "name it with `channel:` in the entity's file",
            )
        bound = scope.attribute(scope.entity.channel, place.value("channel"))
        return (
            OneOf(bound.node, (Constant(condition.channel, "text"),)) if bound is not None else None
        )

    def _tell(
        self, place: Place, key: str, rule: str, message: str, help_: str = ""
    ) -> Node | None:
        self.problems.append(Problem(place.value(key), rule, message, help_))
        return None


def _exists(entity: str, source: str, rule: Node | None) -> Trait:
    return Trait(entity, (source,), (), "exists", None, (), "", rule, "boolean")


def _shape(condition: object) -> list[str]:
    fields: set[str] = getattr(condition, "model_fields_set", set())
    return sorted(name.rstrip("_") for name in fields)
