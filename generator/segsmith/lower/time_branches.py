"""Whom time alone can move: the branches of int_<entity>__evaluated that follow limits of time.

A comparison of a row's value with a limit that moves (30 days ago, the start of this week) turns
over only where the value lies between where the limit was in the last run and where it is now. So
a run looks at the entities that own a row with such a value, and nothing needs to be remembered.
What is no such comparison is told by its name: then everybody is looked at, where a day has begun
or in every run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from segsmith.definitions.catalog import EventSource
from segsmith.lower.boundaries import boundary_macro
from segsmith.lower.load_branches import reached_table, related_table
from segsmith.lower.source_rows import (
    KEY_TYPES,
    event_name_is,
    not_deleted,
    property_column,
    relation,
    whole,
)
from segsmith.lower.sql import Sql, jinja_text, path
from segsmith.plan import EntityPlan, TraitPage
from segsmith.resolve.catalog import EVENT_TIME, Catalog
from segsmith.resolve.nodes import (
    Anniversary,
    Comparison,
    Constant,
    Field,
    Function,
    Lasting,
    Node,
    ObjectTrait,
    Past,
    Rank,
    RankedCount,
    ScorecardValue,
    Trait,
    TraitValue,
)
from segsmith.resolve.sequence_nodes import SequenceTrait
from segsmith.resolve.time_nodes import (
    BOUNDARIES,
    AsOf,
    DayStart,
    LocalDay,
    PeriodDay,
    PeriodStart,
    ThisMonth,
)
from segsmith.resolve.walk import children, walk

Limit: TypeAlias = tuple[str, *tuple[str | int, ...]]
_AT = Field("event", EVENT_TIME, EVENT_TIME, "instant")
_BY_DAY = (Anniversary, DayStart, LocalDay, PeriodDay, PeriodStart, ThisMonth)
_OF_A_ROW = ("first", "last", "smallest", "largest")
# A month later and a month earlier are no inverses at the end of a month; nor are years.
_UNEVEN = ("month", "year")


@dataclass(frozen=True)
class Place:
    """Whose rows a value is of: those of a page, or of the table at a step on the way to them."""

    page: TraitPage
    step: int = -1


@dataclass
class Moving:
    """What in the rules of an entity moves with time.

    `rows` are limits by place and value of a row, `fields` by attribute, `past` those of the ledger
    by segment; `daily` and `always` are the reasons to look at everybody.
    """

    rows: dict[tuple[Place, Field], set[Limit]] = field(default_factory=lambda: defaultdict(set))
    fields: dict[Field, set[Limit]] = field(default_factory=lambda: defaultdict(set))
    past: dict[str, set[Limit]] = field(default_factory=lambda: defaultdict(set))
    daily: set[str] = field(default_factory=set)
    always: set[str] = field(default_factory=set)


def moving(plan: EntityPlan, catalog: Catalog) -> Moving:
    """All that time can turn over in the rules of an entity."""
    return _Finder(plan, catalog).found()


@dataclass
class _Finder:
    plan: EntityPlan
    catalog: Catalog
    moving: Moving = field(default_factory=Moving)
    seen: set[tuple[int, Place | None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pages = {p.trait: page for page in self.plan.pages for p in page.traits}

    def found(self) -> Moving:
        for segment in self.plan.segments:
            own = (segment.own_rule,) if segment.own_rule is not None else ()
            for truth in (*segment.truths, *own):
                self._look(truth, None)
        for page in self.plan.pages:
            for planned in page.traits:
                self._trait(Place(page), planned.trait)
        return self.moving

    def _trait(self, rows: Place, trait: Trait) -> None:
        if not isinstance(trait, ObjectTrait) and _is_of_events(trait, self.catalog):
            # an event of the future is none until it is past
            self.moving.rows[rows, _AT].add(("as_of",))
        parts = [trait.of, trait.rule, *trait.window]
        if isinstance(trait, SequenceTrait):
            parts += [part.rule for part in trait.happenings]
            self._last_item(rows, trait)
        if isinstance(trait, ObjectTrait):
            parts.append(trait.row_rule)
            for number, step in enumerate(trait.steps):
                if step.rule is not None:
                    self._look(step.rule, Place(rows.page, number))
        for part in parts:
            if part is not None:
                self._look(part, rows)

    def _last_item(self, rows: Place, trait: SequenceTrait) -> None:
        """A sequence may end in a time of nothing: it is over when a limit passes its start."""
        last = trait.steps[-1]
        if last.event is None and last.within is not None:
            count, unit = last.within.count, last.within.unit
            self.moving.rows[rows, _AT].add(("ago", count, unit))
            if unit in _UNEVEN:
                self.moving.rows[rows, _AT] |= {
                    ("ago", count, unit, days, "day") for days in range(-3, 4) if days
                }

    def _look(self, node: Node, rows: Place | None) -> None:
        """Look at a value or truth; `rows` is what it is about, None for the entity's own row."""
        if (id(node), rows) in self.seen:
            return
        self.seen.add((id(node), rows))
        match node:
            case Comparison(left=left, right=right):
                if self._is_followed(left, right, rows):
                    return
            case Past():
                limits = {
                    n for part in node.window for n in walk(part) if isinstance(n, BOUNDARIES)
                }
                self.moving.past[node.segment] |= {boundary_macro(n) for n in limits - {AsOf()}}
                return
            case Lasting():
                self.moving.always.add("a history of attributes has no load time")
                return
            case Rank() | RankedCount():
                self.moving.always.add("a rule ranks")
            case ScorecardValue():
                self.moving.always.add("a score is fitted anew by every run")
            case Function(name="days_since"):
                self.moving.always.add("a rule counts days since something")
            case _ if isinstance(node, _BY_DAY):
                self.moving.daily.add("a day has begun")
            case _ if isinstance(node, BOUNDARIES):
                self.moving.always.add("a rule computes with the time of the run")
        for part in children(node):
            self._look(part, rows)

    def _is_followed(self, left: Node, right: Node, rows: Place | None) -> bool:
        """Follow a comparison of a row's value with a limit; False where it is no such one."""
        match left, right:
            case Function(name="days_since", arguments=(value,)), Constant(value=days):
                if value.type != "instant" or not isinstance(days, (int, Decimal)):
                    return False
                whole_days = int(days // 1)
                limits: list[Limit] = [("ago", n, "day") for n in (whole_days, whole_days + 1)]
                return self._follow(value, limits, rows)
        if isinstance(left, BOUNDARIES):
            left, right = right, left
        if isinstance(right, BOUNDARIES) and not isinstance(right, ThisMonth):
            return self._follow(left, [boundary_macro(right)], rows)
        return False

    def _follow(self, value: Node, limits: list[Limit], rows: Place | None) -> bool:
        match value:
            case Field(grain="event") if rows is not None:
                self.moving.rows[rows, value].update(limits)
            case Field(grain="entity"):
                self.moving.fields[value].update(limits)
            case TraitValue(trait=trait) if trait.measure in _OF_A_ROW:
                of = trait.of if trait.of is not None else _time_of(trait)
                return self._follow(of, limits, Place(self.pages[trait]))
            case _:
                return False
        return True


def _is_of_events(trait: Trait, catalog: Catalog) -> bool:
    return isinstance(catalog.source(trait.sources[0]), EventSource)


def _time_of(trait: Trait) -> Node:
    by = trait.by if isinstance(trait, ObjectTrait) else None
    return by if by is not None else _AT


def time_branches(plan: EntityPlan, catalog: Catalog, found: Moving) -> list[str]:
    """A select of ids for every table with rows that a limit of time may have passed over."""
    return [
        *_attribute_branches(plan, catalog, found),
        *_row_branches(plan, catalog, found),
        *_past_branches(plan, found),
    ]


def _attribute_branches(plan: EntityPlan, catalog: Catalog, found: Moving) -> Iterator[str]:
    """Of the entity's own table, and of each that it points at."""
    mine = plan.entity
    by_relation: dict[str, dict[str, set[Limit]]] = defaultdict(lambda: defaultdict(set))
    for attribute, limits in found.fields.items():
        by_relation[attribute.relation][str(path(attribute.column))] |= limits
    for step_name, columns in sorted(by_relation.items()):
        table, alias = f"{whole(mine.from_)} as mine", "mine"
        if step_name:
            step = mine.relations[step_name]
            table = related_table(mine, step, catalog.entities[step.to].model)
            alias = "related"
        moved = [
            _passed(plan.name, f"{alias}.{c}", limits) for c, limits in sorted(columns.items())
        ]
        yield _branch(f"mine.{path(mine.key.column)}", table, moved)


def _row_branches(plan: EntityPlan, catalog: Catalog, found: Moving) -> Iterator[str]:
    """Of each source of events, and of the tables of objects and those on the way to them."""
    by_place: dict[Place, dict[Field, set[Limit]]] = defaultdict(dict)
    for (place, value), limits in found.rows.items():
        by_place[place][value] = limits
    by_source: dict[str, list[str]] = defaultdict(list)
    for place, values in sorted(by_place.items(), key=_by_name):
        if place.page.object:
            yield _object_branch(plan, catalog, place, values)
            continue
        for name in place.page.sources:
            by_source[name].append(_events_passed(plan, catalog.events[name].model, place, values))
    for name, conditions in sorted(by_source.items()):
        source = catalog.events[name].model
        table, key = str(relation(source.from_)), str(path(source.entity_key))
        yield _branch(key, table, conditions, not_deleted(source))


def _by_name(item: tuple[Place, object]) -> tuple[str, int]:
    place, _ = item
    return place.page.name, place.step


def _events_passed(
    plan: EntityPlan, source: EventSource, place: Place, values: dict[Field, set[Limit]]
) -> str:
    """The condition for an event to be of a page, and for a limit to have passed over it."""
    moved: dict[str, set[Limit]] = defaultdict(set)
    for value, limits in values.items():
        is_time = value.name == EVENT_TIME
        if is_time or value.name in source.properties:
            column = path(source.occurred_at) if is_time else property_column(source, value)
            moved[str(column)] |= limits
    passed = [_passed(plan.name, name, limits) for name, limits in sorted(moved.items())]
    any_passed = "\nor ".join(passed)
    named = event_name_is(source, tuple(k for k in place.page.kinds if k in source.kinds))
    if named is None:
        return any_passed
    if len(passed) > 1:
        any_passed = "(\n    " + any_passed.replace("\n", "\n    ") + "\n)"
    inner = f"{named}\nand {any_passed}".replace("\n", "\n    ")
    return f"(\n    {inner}\n)"


def _object_branch(
    plan: EntityPlan, catalog: Catalog, place: Place, values: dict[Field, set[Limit]]
) -> str:
    object_ = catalog.objects_of(plan.name)[place.page.object]
    first = place.page.traits[0].trait
    assert isinstance(first, ObjectTrait)
    if object_.entity_key is not None:
        key, table, alias = str(path(object_.entity_key)), str(relation(object_.table.from_)), ""
    else:
        last = place.step if place.step >= 0 else len(first.steps) - 1
        key, alias = f"step_0.{path(plan.entity.key.column)}", f"step_{last + 1}."
        table = reached_table(plan, catalog, first.steps[: last + 1])
    moved: dict[str, set[Limit]] = defaultdict(set)
    for value, limits in values.items():
        moved[f"{alias}{path(value.column)}"] |= limits
    conditions = [_passed(plan.name, column, limits) for column, limits in sorted(moved.items())]
    return _branch(key, table, conditions)


def _past_branches(plan: EntityPlan, found: Moving) -> Iterator[str]:
    """Who entered or exited in the last run, or when a limit passed over it since."""
    if found.past:
        keys = "".join(f"\n            {jinja_text(key)}," for key in sorted(found.past))
        limits = sorted({limit for each in found.past.values() for limit in each}, key=str)
        listed = "".join(f"\n            {_shown(limit)}," for limit in limits)
        yield (
            "{{ segsmith.passed_transitions(\n"
            f"        {jinja_text(plan.name)},\n"
            f"        {jinja_text(KEY_TYPES[plan.entity.key.type])},\n"
            f"        [{keys}\n        ],\n"
            f"        [{listed}\n        ],\n    ) }}}}"
        )


def _branch(key: str, table: str, moved: Iterable[str], more: Iterable[Sql] = ()) -> str:
    lines = [f"select {key} as looked_id", f"    from {table}", "    where"]
    further = [str(condition) for condition in more]
    if further:
        lines += [f"        {further[0]}", *(f"        and {each}" for each in further[1:])]
        lines.append("        and (")
    pad = "            " if further else "        "
    any_moved = f"\n{pad}or ".join(each.replace("\n", f"\n{pad}") for each in moved)
    lines.append(f"{pad}{any_moved}")
    return "\n".join([*lines, "        )"] if further else lines)


def _passed(entity: str, column: str, limits: Iterable[Limit]) -> str:
    listed = "".join(f"\n    {_shown(limit)}," for limit in sorted(limits, key=str))
    return f"{{{{ segsmith.is_passed({jinja_text(entity)}, {jinja_text(column)}, [{listed}\n]) }}}}"


def _shown(limit: Limit) -> str:
    return "[" + ", ".join(repr(part) for part in limit) + "]"
