"""Measures of related rows become traits; the way to the rows is read once an object."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from segsmith.definitions.catalog import ValueType
from segsmith.definitions.measures import RULE_MEASURES, ObjectCondition, ObjectMeasure
from segsmith.errors import Problem, did_you_mean
from segsmith.resolve.events import RuleReader, measured_value
from segsmith.resolve.nodes import (
    Comparison,
    Complement,
    Constant,
    Every,
    Field,
    IsNull,
    JoinStep,
    Node,
    ObjectTrait,
    TraitValue,
)
from segsmith.resolve.object_catalog import RelatedObject, step_sources
from segsmith.resolve.place import Place
from segsmith.resolve.scope import Bound, EntityScope, RowScope
from segsmith.resolve.value_tests import TestReader


@dataclass(frozen=True)
class Reach:
    """How an object's rows are reached: joins, and what the catalog asks of a row."""

    steps: tuple[JoinStep, ...]
    row_rule: Node | None


@dataclass(frozen=True)
class ObjectReader:
    """Reads object conditions and object traits."""

    tests: TestReader
    rule: RuleReader
    problems: list[Problem]
    reached: dict[tuple[str, str], Reach | None] = field(default_factory=dict)

    def condition(self, asked: ObjectCondition, scope: EntityScope, place: Place) -> Node | None:
        """The truth of an object condition."""
        trait = self.trait(asked, scope, place)
        if trait is None:
            return None
        value = TraitValue(trait)
        if asked.every:
            return self._every(asked, value, scope, place)
        if asked.measure in RULE_MEASURES:
            return value
        test = asked.measure_test
        if test is None:
            return Comparison(">=", value, Constant(1, "number"))
        name = f"{asked.measure} of {asked.object}"
        attribute = None
        if asked.measure in ("first", "last", "smallest", "largest"):
            attributes = scope.catalog.objects_of(scope.entity.entity)[asked.object].attributes
            attribute = attributes.get(asked.of or "")
        bound = Bound(value, attribute)
        return self.tests.read(bound, name, test, scope, place.below(asked.measure))

    def _every(
        self, asked: ObjectCondition, passing: TraitValue, scope: EntityScope, place: Place
    ) -> Node | None:
        """There is a row, and as many pass as there are."""
        everything = self.trait(ObjectMeasure(object=asked.object), scope, place)
        assert everything is not None  # the object is known: a trait of it was just read
        all_ = TraitValue(everything)
        some = Comparison(">=", all_, Constant(1, "number"))
        return Every((some, Comparison("=", passing, all_)))

    def trait(self, asked: ObjectMeasure, scope: EntityScope, place: Place) -> ObjectTrait | None:
        """The trait that a measure of an object is."""
        object_ = self._object(asked.object, scope, place)
        if object_ is None:
            return None
        row = RowScope(asked.object, object_.attributes, scope, self.problems, object_.row_entity)
        reach = self.reach(object_, scope)
        told = self._errors()
        rule = self._rule(asked.where, row, place.below("where"))
        by = self._by(asked, row, place)
        of = self._of(asked, row, place)
        if reach is None or self._errors() > told:
            return None
        if of is not None and by is not None:
            known = Complement(IsNull(by))
            rule = known if rule is None else Every((rule, known))
        return ObjectTrait(
            entity=scope.entity.entity,
            sources=(object_.source, *step_sources(object_)),
            kinds=(),
            measure=asked.measure,
            of=of,
            window=(),
            window_words="",
            rule=rule,
            type=_type(asked, of, by),
            object=object_.name,
            by=by,
            steps=reach.steps,
            row_rule=reach.row_rule,
        )

    def reach(self, object_: RelatedObject, scope: EntityScope) -> Reach | None:
        """The joins to an object and its own rule, read once; None after telling a mistake."""
        owner = (object_.entity, object_.name)
        if owner not in self.reached:
            self.reached[owner] = self._reach(object_, scope)
        return self.reached[owner]

    def _reach(self, object_: RelatedObject, scope: EntityScope) -> Reach | None:
        told = self._errors()
        steps: list[JoinStep] = []
        between = iter(step_sources(object_))
        for index, step in enumerate(object_.steps):
            mine = step.mine
            if index == 0:
                attribute = scope.entity.attributes.get(mine)
                mine = (attribute.column or mine) if attribute is not None else mine
            source = object_.source if step.through is None else next(between)
            row = RowScope(source, step.attributes, None, self.problems)
            place = Place(object_.document, ("reached_by", index, "where"))
            rule = self._rule(step.where, row, place)
            steps.append(JoinStep(source, mine, step.theirs, rule))
        row = RowScope(object_.name, object_.attributes, None, self.problems)
        rule = self._rule(object_.where, row, Place(object_.document, ("where",)))
        return Reach(tuple(steps), rule) if self._errors() == told else None

    def _rule(self, written: object, row: RowScope, place: Place) -> Node | None:
        return self.rule.read(written, row, place) if written is not None else None

    def _object(self, name: str, scope: EntityScope, place: Place) -> RelatedObject | None:
        known = scope.catalog.objects_of(scope.entity.entity)
        if name not in known:
            self.problems.append(
                Problem(
                    place.value("object"),
                    "unknown-object",
                    f"{scope.entity.entity} has no object `{name}`",
                    did_you_mean(name, known, "objects"),
                )
            )
        return known.get(name)

    def _errors(self) -> int:
        """How many mistakes are told so far; a warning is none, and its rule stays."""
        return sum(problem.severity == "error" for problem in self.problems)

    def _by(self, asked: ObjectMeasure, row: RowScope, place: Place) -> Field | None:
        if asked.by is None:
            return None
        position = place.value("by")
        own = replace(row, outer=None)
        bound = own.attribute(asked.by, position)
        if bound is None:
            return None
        assert isinstance(bound.node, Field)
        if bound.node.type not in ("instant", "date"):
            self.problems.append(
                Problem(
                    position,
                    "wrong-type",
                    f"`by: {asked.by}` is {bound.node.type}",
                    "name an instant or a date of the object",
                )
            )
            return None
        return bound.node

    def _of(self, asked: ObjectMeasure, row: RowScope, place: Place) -> Node | None:
        if asked.measure_rule is not None:
            return self.rule.read(asked.measure_rule, row, place.below(asked.measure))
        return measured_value(self.tests, asked, set(row.attributes), row, place)


def _type(asked: ObjectMeasure, of: Node | None, by: Field | None) -> ValueType:
    if asked.measure in RULE_MEASURES:
        return "boolean"
    if asked.measure in ("first", "last"):
        value = of or by
        assert value is not None  # no such measure without `by`
        return value.type
    if asked.measure in ("smallest", "largest") and of is not None:
        return of.type
    return "number"
