"""Traits as aggregates over flagged rows, and what they are in words."""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.definitions.measures import RULE_MEASURES
from segsmith.lower.page import Column
from segsmith.lower.sql import Sql, call, sql
from segsmith.plan.canonical import canonical, digest
from segsmith.plan.names import flag_name, rule_words
from segsmith.resolve.nodes import Field, ObjectTrait, Trait
from segsmith.resolve.sequence_nodes import SequenceTrait

# What fits on a line beside a name of ours, and without one.
_SHORT = 60
_LONG = 86


def measured_name(trait: Trait) -> str:
    """The column of the flagged rows that a trait aggregates; '' for a count or a time."""
    if trait.of is None:
        return ""
    if isinstance(trait.of, Field):
        return trait.of.name
    if trait.measure in RULE_MEASURES and trait.of is not None:
        return f"is_{rule_words(trait.of)}_{digest(canonical(trait.of), 6)}"
    return f"value_{digest(canonical(trait.of), 6)}"


def order_name(time: str) -> str:
    """The column that numbers an entity's rows in the order of a time and their key."""
    return f"order_by_{time}"


def order_column(rows: str, owner: str, time: str, key: str) -> Column:
    """The number of a row: 1 is the first one; those that nothing tells apart share theirs."""
    by = f"order by {rows}.{time}, {rows}.{key} nulls first"
    lines = ("rank() over (", f"    partition by {rows}.{owner}", f"    {by}", ")")
    flat = f"rank() over (partition by {rows}.{owner} {by})"
    return Column(sql(flat), order_name(time), lines)


def aggregate(trait: Trait, value: str, time: str, key: str, local_day: str) -> Sql:
    """A trait over flagged rows, by the columns with its value, and with their time and key."""
    flag = flag_name(trait)
    if trait.measure in RULE_MEASURES:
        return sql(" = ".join(map(str, _first_or_last(trait, value, time))))
    counted = f"case when {flag} then {value or 1} end" if flag else (value or "*")
    match trait.measure:
        case "count":
            return sql(f"count({counted})")
        case "exists":
            return sql(f"count({counted}) > 0")
        case "sum":
            return sql(f"coalesce(sum({counted}), 0)")
        case "average":
            return call("divide", f"sum({counted})", f"count({counted})")
        case "smallest":
            return sql(f"min({counted})")
        case "largest":
            return sql(f"max({counted})")
        case "distinct_values":
            return sql(f"count(distinct {counted})")
        case "distinct_days":
            day = f"case when {flag} then {local_day} end" if flag else local_day
            return sql(f"count(distinct {day})")
    if trait.of is None:
        at = f"case when {flag} then {time} end" if flag else time
        return sql(f"{'min' if trait.measure == 'first' else 'max'}({at})")
    return call(f"value_at_{trait.measure}", value, time, key, flag or "true")


def _first_or_last(trait: Trait, value: str, time: str) -> tuple[_Extreme, _Extreme]:
    """The first (last) row of all, and of those that pass the rule: it passes where they are one.

    One order of the rows serves every rule; an aggregate that finds the row for each is slow.
    """
    which = "min" if trait.measure == "first_is" else "max"
    flags = (flag_name(trait),) if flag_name(trait) else ()
    order = order_name(time)
    return _Extreme(which, flags, order), _Extreme(which, (*flags, value), order)


@dataclass(frozen=True)
class _Extreme:
    """The least or greatest number of the rows for which the flags hold."""

    which: str
    flags: tuple[str, ...]
    order: str

    def __str__(self) -> str:
        return f"{self.which}({self._numbers()})"

    def _numbers(self) -> str:
        if not self.flags:
            return self.order
        return f"case when {' and '.join(self.flags)} then {self.order} end"

    def lines(self) -> list[str]:
        """On as few lines as it fits, room left for a name at the end."""
        if len(str(self)) <= _SHORT:
            return [str(self)]
        if len(self._numbers()) <= _LONG:
            return [f"{self.which}(", f"    {self._numbers()}", ")"]
        first, *others = self.flags
        whens = [f"            {first}", *(f"            and {flag}" for flag in others)]
        case = ["    case", "        when", *whens, f"            then {self.order}", "    end"]
        return [f"{self.which}(", *case, ")"]


def aggregate_lines(trait: Trait, value: str, time: str) -> tuple[str, ...]:
    """The aggregate on several lines, where one may be too long."""
    if trait.measure not in RULE_MEASURES:
        return ()
    of_all, of_passing = (extreme.lines() for extreme in _first_or_last(trait, value, time))
    return (*of_all, f"= {of_passing[0]}", *of_passing[1:])


def describe(trait: Trait) -> str:
    """What the trait is, for the YAML beside the page."""
    measure = {
        "first_is": "whether the first passes a rule",
        "last_is": "whether the last passes a rule",
    }.get(trait.measure, trait.measure.replace("_", " "))
    if isinstance(trait, SequenceTrait):
        return _describe_steps(trait)
    named = trait.object if isinstance(trait, ObjectTrait) else trait.sources[0]
    kinds = " or ".join(trait.kinds) or named
    of = f" of {trait.of.name}" if isinstance(trait.of, Field) else ""
    if trait.of is not None and not of and trait.measure not in RULE_MEASURES:
        of = " of a formula"
    rule = ", of those that pass the rule" if trait.rule is not None else ""
    window = f", window {trait.window_words.replace('_', ' ')}" if trait.window_words else ""
    word = "Whether there is one" if trait.measure == "exists" else measure.capitalize() + of
    return f"{word}: {kinds}{rule}{window}."


def _describe_steps(trait: SequenceTrait) -> str:
    words = []
    for step in trait.steps:
        part = step.event or step.without
        kinds = " or ".join(part.kinds) if part is not None else ""
        words.append(kinds if step.event is not None else f"no {kinds}")
    window = f", window {trait.window_words.replace('_', ' ')}" if trait.window_words else ""
    return f"Whether there is a sequence: {', then '.join(words)}{window}."
