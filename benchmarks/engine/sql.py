"""Rules and traits as plain SQL, as a person writes them: no part of the generator is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from benchmarks.engine.rules import AttributeTest, EventTest, Group, Not, Rule, Trait

ValueOf = Callable[[EventTest], str]


def predicate(rule: Rule, value_of: ValueOf) -> str:
    """A rule as a condition that is never null; `value_of` gives the SQL of a trait's value."""
    match rule:
        case EventTest(at_least=at_least):
            return f"coalesce({value_of(rule)}, 0) >= {at_least}"
        case AttributeTest():
            return _attribute(rule)
        case Not(part=part):
            return f"not ({predicate(part, value_of)})"
        case Group(word=word, parts=parts):
            joined = {"all": " and ", "any": " or "}[word]
            return joined.join(f"({predicate(part, value_of)})" for part in parts)
        case _:
            assert_never(rule)


def _attribute(test: AttributeTest) -> str:
    match test.operator:
        case "at_least":
            return f"coalesce({test.column} >= {test.value}, false)"
        case "is":
            return f"coalesce({test.column} = '{test.value}', false)"
        case "is_not":
            return f"{test.column} is distinct from '{test.value}'"


def aggregate(trait: Trait, is_counted: str = "") -> str:
    """The aggregate of a trait; `is_counted` is a condition for an event to count."""
    value = {"count": "count(*)", "sum": "sum(amount)", "largest": "max(amount)"}[trait.measure]
    return f"{value} filter (where {is_counted})" if is_counted else value


def in_window(days: int, as_of: str) -> str:
    """The condition for an event to lie in the last so many days."""
    return f"occurred_at >= {as_of} - interval '{days} days'"


def timestamp(at: datetime) -> str:
    """An instant as a literal."""
    return f"timestamp '{at}'"
