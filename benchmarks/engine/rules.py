"""The rules, drawn from the seed: one description from which all three ways are made."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal, TypeAlias

from benchmarks.engine.draws import COUNTRIES, PLANS
from benchmarks.engine.kinds import KINDS, WINDOWS, Kind

Measure: TypeAlias = Literal["count", "sum", "largest"]
# What a contact has on average of events in the data's days, and an event's amount at most.
_EVENTS_OF_A_CONTACT, _DAYS, _AMOUNT = 20, 400, 500


@dataclass(frozen=True, order=True)
class Trait:
    """A measure of a contact's events of one kind in the last so many days."""

    kind: str
    measure: Measure
    days: int

    @property
    def name(self) -> str:
        return f"{self.kind}_{self.measure}_{self.days}d"


@dataclass(frozen=True)
class EventTest:
    """A trait is at least so much; without events a count and a sum are 0, no value is largest."""

    trait: Trait
    at_least: int


@dataclass(frozen=True)
class AttributeTest:
    """A column of the contact is, is not, is at least; a null is not anything."""

    column: str
    operator: Literal["is", "is_not", "at_least"]
    value: str | int


@dataclass(frozen=True)
class Not:
    part: Rule


@dataclass(frozen=True)
class Group:
    word: Literal["all", "any"]
    parts: tuple[Rule, ...]


Rule: TypeAlias = EventTest | AttributeTest | Not | Group


@dataclass(frozen=True)
class Segment:
    name: str
    rule: Rule


def segments(count: int, seed: int) -> tuple[Segment, ...]:
    """So many segments, each with two event conditions; the first ones of more are the same."""
    return tuple(Segment(f"bench_{k}", _rule(random.Random(f"{seed}/{k}"))) for k in range(count))


def event_tests(rule: Rule) -> tuple[EventTest, ...]:
    """The event conditions of a rule, in its order."""
    match rule:
        case EventTest():
            return (rule,)
        case AttributeTest():
            return ()
        case Not(part=part):
            return event_tests(part)
        case Group(parts=parts):
            return tuple(test for part in parts for test in event_tests(part))


def traits(rules: tuple[Segment, ...]) -> tuple[Trait, ...]:
    """The distinct traits that the rules ask about, sorted."""
    return tuple(sorted({test.trait for s in rules for test in event_tests(s.rule)}))


def _rule(dice: random.Random) -> Rule:
    one, two = _event_test(dice), _event_test(dice)
    match dice.randrange(6):
        case 0:
            return Group("all", (one, two))
        case 1:
            return Group("any", (one, two))
        case 2:
            return Group("all", (one, Not(two)))
        case 3:
            return Group("all", (_attribute_test(dice), Group("any", (one, two))))
        case 4:
            return Group("all", (_attribute_test(dice), one, Not(two)))
        case _:
            return Group("all", (one, Not(Group("all", (_attribute_test(dice), two)))))


def _event_test(dice: random.Random) -> EventTest:
    kind, days = dice.choice(KINDS), dice.choice(WINDOWS)
    measure: Measure = dice.choice(("count", "count", "sum", "largest"))
    return EventTest(Trait(kind.name, measure, days), _threshold(dice, kind, measure, days))


def _threshold(dice: random.Random, kind: Kind, measure: Measure, days: int) -> int:
    """Some times what a contact has on average, so that few fit."""
    mean = _EVENTS_OF_A_CONTACT * kind.percent / 100 * days / _DAYS
    many = max(1, round(mean * dice.uniform(2, 7)))
    match measure:
        case "count":
            return many
        case "sum":
            return many * dice.randrange(_AMOUNT // 4, _AMOUNT)
        case "largest":
            return _AMOUNT - dice.randrange(1, max(2, int(_AMOUNT / (2 + 4 * mean))))


def _attribute_test(dice: random.Random) -> AttributeTest:
    match dice.randrange(4):
        case 0:
            return AttributeTest("country", "is", dice.choice(COUNTRIES))
        case 1:
            return AttributeTest("plan", "is", dice.choice(PLANS))
        case 2:
            return AttributeTest("plan", "is_not", dice.choice(PLANS))
        case _:
            return AttributeTest("score", "at_least", dice.randrange(100, 900))
