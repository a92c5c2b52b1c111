"""The columns by which sequences are followed, row for row in the order of time.

Of all earlier instants at which a beginning of a sequence is complete the latest one decides: it
makes `within` easiest to keep and leaves least room for what may not come between. So one window
function a step is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from segsmith.definitions.scalars import Duration
from segsmith.lower.page import Column
from segsmith.lower.sql import call, sql
from segsmith.plan.canonical import canonical, digest
from segsmith.plan.names import happening_name
from segsmith.resolve.catalog import EVENT_TIME
from segsmith.resolve.nodes import Node
from segsmith.resolve.sequence_nodes import Happening, SequenceStep, SequenceTrait

EARLIER = "rows between unbounded preceding and 1 preceding"
LATER = "rows between 1 following and unbounded following"
END = 1000  # the level of the sequences themselves: more than any has steps
_WIDTH = 84


@dataclass(frozen=True)
class Found:
    """A column that is found from others, as an aggregate over rows that pass conditions.

    `level` is the table that finds it: 1 what was seen before each instant, 2 and more the steps.
    Without a frame it counts all rows of an entity.
    """

    name: str
    level: int
    aggregate: str
    when: tuple[str, ...]
    needs: frozenset[str]
    frame: str = ""

    def column(self, key: str) -> Column:
        """The expression, laid out for when one line is too short."""
        value = EVENT_TIME if self.frame else "1"
        over = [
            ") over (",
            f"    partition by {key} order by {EVENT_TIME}",
            f"    {self.frame}",
            ")",
        ]
        end = over if self.frame else [") > 0"]
        case = f"case when {' and '.join(self.when)} then {value} end"
        head = f"{self.aggregate}({case}{end[0]}"
        lines = [head, *end[1:]]
        if len(head) > _WIDTH:
            conditions = [
                f"            {line}"
                for index, condition in enumerate(self.when)
                for line in _laid_out(condition, "and " if index else "")
            ]
            opened = [f"{self.aggregate}(", "    case", "        when", *conditions]
            lines = [*opened, f"            then {value}", "    end", *end]
        flat = " ".join(line.strip() for line in lines).replace("( ", "(").replace(" )", ")")
        return Column(sql(flat), self.name, tuple(lines))


@dataclass
class SequenceColumns:
    """All columns of a page of sequences, each once.

    `parts` are what the steps look for, by the stem of their columns, with the window that counts.
    """

    sequences: Mapping[str, SequenceTrait]
    kinds_name: Callable[[Happening], str]
    parts: dict[str, tuple[Happening, tuple[Node, ...]]] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, trait in self.sequences.items():
            self._follow(name, trait)

    def defined_at(self, level: int) -> list[Found]:
        """The columns that a table finds, by name."""
        return sorted((f for f in self.found.values() if f.level == level), key=lambda f: f.name)

    def carried_to(self, level: int) -> list[str]:
        """The columns of the table before that are still needed after a level, or by it."""
        earlier = {f"has_{stem}" for stem in self.parts}
        earlier |= {f.name for f in self.found.values() if f.level < level}
        needed = set[str]().union(*(f.needs for f in self.found.values() if f.level > level))
        return sorted(earlier & needed)

    @property
    def levels(self) -> range:
        """The tables between the instants and the end."""
        return range(1, 1 + max(f.level for f in self.found.values() if f.level < END))

    def _follow(self, name: str, trait: SequenceTrait) -> None:
        done = _Done((), frozenset(), "")
        for count, step in enumerate(trait.steps):
            if step.event is None:
                done = self._stays_without(done, trait, step)
            elif count == 0:
                done = self._happened(trait, step)
            else:
                done = self._next_step(done, trait, count)
        self.found[name] = Found(name, END, "count", done.when, done.needs)

    def _happened(self, trait: SequenceTrait, step: SequenceStep) -> _Done:
        assert step.event is not None
        stem = self._part(step.event, trait.window, trait.window_words)
        return _Done((f"has_{stem}",), frozenset((f"has_{stem}",)), stem)

    def _next_step(self, done: _Done, trait: SequenceTrait, count: int) -> _Done:
        """The step after the first `count` ones, which are `done`."""
        step = trait.steps[count]
        now = self._happened(trait, step)
        name = f"last_{done.stem}_at"
        if count > 1:
            key = digest(canonical((trait.steps[:count], trait.window)), 6)
            name = f"reached_{done.stem}_{key}_at"
        self.found[name] = Found(name, count, "max", done.when, done.needs, EARLIER)
        when, needs = [*now.when], {*now.needs, name}
        when.append(f"{name} is not null" if step.within is None else _within(step.within, name))
        if step.without is not None:
            other = self._seen("last", step.without, "max", EARLIER)
            when.append(f"coalesce({other} <= {name}, true)")
            needs.add(other)
        return _Done(tuple(when), frozenset(needs), now.stem)

    def _stays_without(self, done: _Done, trait: SequenceTrait, step: SequenceStep) -> _Done:
        assert step.within is not None and step.without is not None  # checked when read
        other = self._seen("next", step.without, "min", LATER)
        end = call("later", EVENT_TIME, step.within.count, step.within.unit)
        when = (*done.when, f"{end} <= {call('as_of')}", f"coalesce({other} > {end}, true)")
        return _Done(when, done.needs | {other}, done.stem)

    def _seen(self, word: str, part: Happening, aggregate: str, frame: str) -> str:
        stem = self._part(part, (), "")
        name = f"{word}_{stem}_at"
        has = f"has_{stem}"
        self.found[name] = Found(name, 1, aggregate, (has,), frozenset((has,)), frame)
        return name

    def _part(self, part: Happening, window: tuple[Node, ...], words: str) -> str:
        stem = happening_name(part, self.kinds_name(part), window, words)
        self.parts[stem] = (part, window)
        return stem


@dataclass(frozen=True)
class _Done:
    """Where the steps so far are complete: the conditions, the columns in them, the last step."""

    when: tuple[str, ...]
    needs: frozenset[str]
    stem: str


def _laid_out(condition: str, joiner: str) -> list[str]:
    """A condition on one line, or a long one with what it compares on a line of its own."""
    match = re.fullmatch(r"(coalesce\()?(\w+) (<=|>) (.+?)(, true\))?", condition)
    if match is None or len(condition) <= _WIDTH - 12:
        return [joiner + condition]
    opened, left, operator, right, _ = match.groups()
    if opened:
        return [f"{joiner}coalesce(", f"    {left}", f"    {operator} {right},", "    true", ")"]
    return [joiner + left, f"{operator} {right}"]


def _within(duration: Duration, before: str) -> str:
    return f"{EVENT_TIME} <= {call('later', before, duration.count, duration.unit)}"
