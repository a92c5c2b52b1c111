"""A trait page: one read of a source and its event kinds, all its traits as aggregates."""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.definitions.catalog import (
    DeletedFlag,
    EventSource,
    From,
    OwnedSource,
    Source,
    TagSource,
)
from segsmith.definitions.measures import RULE_MEASURES
from segsmith.lower.boundaries import boundary_call, boundary_name
from segsmith.lower.expressions import Names, bare
from segsmith.lower.page import Column, ColumnDoc, Join, Page, Select, Table
from segsmith.lower.sql import Call, Sql, call, joined, literal, path, sql
from segsmith.lower.truth import truth_lines, truth_tree
from segsmith.plan import EntityPlan, TraitPage
from segsmith.plan.canonical import canonical, digest
from segsmith.plan.names import flag_name, rule_words
from segsmith.plan.passes.simplify_rules import simplify
from segsmith.resolve.catalog import EVENT_TIME, Catalog
from segsmith.resolve.nodes import (
    BOUNDARIES,
    AsOf,
    Boundary,
    Every,
    Field,
    Function,
    HoldsRule,
    InSegment,
    Node,
    ObjectTrait,
    Trait,
)
from segsmith.resolve.sequence_nodes import SequenceTrait
from segsmith.resolve.walk import trait_nodes

INTERNAL = """\
{{ config(
    materialized='table',
    schema=var('segsmith_internal_schema', 'segsmith_internal'),
    tags=['segsmith'],
) }}"""


# A column stands two levels in; on one line it needs no parentheses.
COLUMN_WIDTH = 94
DATA_TYPES = {
    "text": "text",
    "number": "numeric",
    "boolean": "boolean",
    "instant": "timestamp",
    "date": "date",
    "array": "text[]",
}


def relation(place: From) -> Sql:
    """The `ref` or `source` of a catalog source."""
    if place.ref is not None:
        return sql("{{ ref(", literal(place.ref), ") }}")
    schema, table = place.source or ("", "")
    return sql("{{ source(", literal(schema), ", ", literal(table), ") }}")


def whole(place: From) -> Sql:
    """The `ref` or `source` of a catalog source where an alias follows it.

    Under --empty and --sample dbt puts a subquery with an alias of its own in place of a plain
    `ref`; a second alias is a syntax error on PostgreSQL.
    """
    return Sql((Call(f"{str(relation(place))[3:-3]}.render()"),))


def whole_model(name: str) -> str:
    """The `ref` of one of our own models where an alias follows it."""
    return f"{{{{ ref('{name}').render() }}}}"


def model_name(page: TraitPage) -> str:
    """The dbt model of a page."""
    return f"int_{page.entity}__{page.name}_traits"


@dataclass
class PageMaker:
    """Makes the page of one source and set of event kinds; of tags and lists, too."""

    page_plan: TraitPage
    plan: EntityPlan
    catalog: Catalog

    def __post_init__(self) -> None:
        self.sources = [self.catalog.source(name) for name in self.page_plan.sources]
        self.traits = [planned.trait for planned in self.page_plan.traits]
        self.nodes = [node for trait in self.traits for node in trait_nodes(trait)]
        self.key = f"{self.plan.name}_id"
        self.rows = self.page_plan.name
        self.flagged = f"flagged_{self.rows}"
        found = {node for node in self.nodes if isinstance(node, BOUNDARIES)} - {AsOf()}
        self.boundaries: list[Boundary] = sorted(found, key=boundary_name)
        fields = {node for node in self.nodes if isinstance(node, Field)}
        self.properties = sorted(
            (f for f in fields if f.grain == "event" and f.name != EVENT_TIME),
            key=lambda field: field.name,
        )
        self.outer = sorted(
            (f for f in fields if f.grain == "entity"), key=lambda f: (f.relation, f.name)
        )

    def page(self) -> Page:
        entity = self.plan.name
        what = self._words()
        tables = [self._evaluated(), *self._row_tables()]
        if self.outer:
            tables.append(self._entity())
        if self.boundaries:
            tables.append(self._boundaries())
        tables += self._computed_tables()
        return Page(
            name=model_name(self.page_plan),
            folder=entity,
            config=INTERNAL,
            grain=f"one row per evaluated {entity} with at least one row of {what}.",
            tables=tuple(tables),
            description=f"Traits of a {entity} computed in one read of {what}.",
            columns=(
                ColumnDoc(self.key, f"The {entity}."),
                *(ColumnDoc(p.name, describe(p.trait)) for p in self.page_plan.traits),
                ColumnDoc("run_stamp", "The run that wrote the row."),
            ),
        )

    def _words(self) -> str:
        places = [source.from_ for source in self.sources]
        names = " and ".join(place.ref or ".".join(place.source or ()) for place in places)
        kinds = self.page_plan.kinds
        return f"{names} ({', '.join(kinds)})" if kinds else names

    def _evaluated(self) -> Table:
        ref = f"{{{{ ref('int_{self.plan.name}__evaluated') }}}}"
        return Table("evaluated", Select((Column(sql(self.key), self.key),), ref))

    def _row_tables(self) -> list[Table]:
        first, *others = (self._rows_of(source) for source in self.sources)
        return [Table(self.rows, first, united_with=tuple(others))]

    def _computed_tables(self) -> list[Table]:
        return [self._flagged(), self._aggregated()]

    def _rows_of(self, source: Source) -> Select:
        assert isinstance(source, OwnedSource)
        columns = [Column(path(source.entity_key), self.key)]
        where: list[Sql] = []
        if isinstance(source, EventSource):
            columns += [Column(property_column(source, f), f.name) for f in self.properties]
            key = path(source.key)
            if len(self.sources) > 1:
                key = sql("cast(", key, " as {{ dbt.type_string() }})")
            columns += [Column(key, "event_key"), Column(path(source.occurred_at), EVENT_TIME)]
            where += event_filter(source, self.page_plan.kinds)
        else:
            columns += [Column(path(field.column), field.name) for field in self.properties]
        if isinstance(source, TagSource):
            where.append(sql(path(source.tag), " is not null"))
        where += not_deleted(source)
        return Select(tuple(columns), str(relation(source.from_)), (), tuple(where))

    def _entity(self) -> Table:
        entity = self.plan.entity
        name = self.plan.name
        key = path(entity.key.column)
        columns = [Column(sql("entity_row.", key), self.key)]
        columns += [
            Column(sql("entity_row.", path(field.column)), field.name) for field in self.outer
        ]
        return Table(name, Select(tuple(columns), f"{whole(entity.from_)} as entity_row"))

    def _boundaries(self) -> Table:
        columns = [Column(boundary_call(b), boundary_name(b)) for b in self.boundaries]
        columns.append(Column(call("as_of"), "as_of"))
        return Table(
            "boundaries",
            Select(tuple(columns), "(select 1 as one) as one_row"),
            "Every time boundary used below, computed once.",
        )

    def _names(self, rows: str) -> Names:
        def field(node: Field) -> Sql:
            if node.grain == "entity":
                return sql(f"{self.plan.name}.{node.name}")
            return sql(f"{rows}.{self._column_of(node)}")

        def boundary(node: Boundary) -> Sql:
            if isinstance(node, AsOf):
                return call("as_of")
            return sql(f"boundaries.{boundary_name(node)}")

        def never(_: object) -> Sql:
            raise AssertionError("a rule about one row reads no traits")

        return Names(field, never, boundary, self._row_is_in, never, never, never)

    def _row_is_in(self, segment: InSegment | HoldsRule) -> Sql:
        raise AssertionError("an event is in no segment")

    def _column_of(self, field: Field) -> str:
        """The column of the rows that holds a property."""
        return field.name

    def _flagged(self) -> Table:
        names = self._names(self.rows)
        columns = [Column(sql(f"{self.rows}.{self.key}"), self.key)]
        columns += [
            Column(bare(node, names), name, laid_out(node, names))
            for name, node in sorted(self._measured().items())
        ]
        flags = {flag_name(t): t for t in self.traits if flag_name(t)}
        for name, trait in sorted(flags.items()):
            parts = tuple(n for n in (*trait.window, trait.rule) if n is not None)
            truth = simplify(Every(parts)) if len(parts) > 1 else parts[0]
            columns.append(Column(bare(truth, names), name, laid_out(truth, names)))
        columns += [Column(sql(f"{self.rows}.{name}"), name) for name in self._order_columns()]
        joins = [self._inner_join("evaluated", self.rows)]
        if self.outer:
            joins.append(self._inner_join(self.plan.name, self.rows))
        if self.boundaries:
            joins.append(Join("cross join", "boundaries"))
        return Table(
            self.flagged,
            Select(tuple(columns), self.rows, tuple(joins)),
            "One flag per distinct condition.",
        )

    def _order_columns(self) -> tuple[str, ...]:
        """What puts rows in order: their time, and their key among equal times."""
        return ("event_key", EVENT_TIME) if isinstance(self.sources[0], EventSource) else ()

    def _inner_join(self, table: str, rows: str) -> Join:
        condition = f"{rows}.{self.key} = {table}.{self.key}"
        return Join("inner join", table, on=(condition,))

    def _measured(self) -> dict[str, Node]:
        """The values that are aggregated, by the name they have in the flagged rows."""
        found: dict[str, Node] = {}
        for trait in self.traits:
            if trait.of is not None and trait.of.type is not None:
                found[measured_name(trait)] = trait.of
            if trait.measure == "distinct_days":
                at = Field("event", EVENT_TIME, EVENT_TIME, "instant")
                found["local_day"] = Function("local_date", (at,), "date")
        found.pop(EVENT_TIME, None)
        return found

    def _aggregated(self) -> Table:
        columns = [Column(sql(self.key), self.key)]
        columns += [
            Column(self._aggregate(planned.trait), planned.name)
            for planned in self.page_plan.traits
        ]
        columns.append(Column(call("run_stamp"), "run_stamp"))
        return Table(
            f"{self.rows}_traits",
            Select(tuple(columns), self.flagged, (), (), (self.key,)),
        )

    def _aggregate(self, trait: Trait) -> Sql:
        return aggregate(trait, measured_name(trait), EVENT_TIME, "event_key", "local_day")


def laid_out(node: Node, names: Names) -> tuple[str, ...]:
    """A truth on several lines; nothing for a value."""
    return (
        tuple(truth_lines(truth_tree(node, names), 0, COLUMN_WIDTH))
        if node.type == "boolean"
        else ()
    )


def property_column(source: EventSource, field: Field) -> Sql:
    """A property's column; null in a source that lacks it."""
    found = source.properties.get(field.name)
    if found is None:
        return sql(f"cast(null as {DATA_TYPES[field.type]})")
    return path(found.column or field.name)


def event_filter(source: EventSource, kinds: tuple[str, ...]) -> list[Sql]:
    """The conditions for a row to be a visible event of one of the kinds."""
    found = [sql(path(source.occurred_at), " <= ", call("as_of"))]
    named = event_name_is(source, tuple(kind for kind in kinds if kind in source.kinds))
    if named is not None:
        found.insert(0, named)
    return found + loaded_by_mark(source, source.events)


def event_name_is(source: EventSource, kinds: tuple[str, ...]) -> Sql | None:
    """Whether a row is of one of the kinds; None where a source has only one."""
    if source.event_name is None:
        return None
    values = [literal(source.kinds[kind].value or kind) for kind in kinds]
    name = path(source.event_name)
    if len(values) == 1:
        return sql(name, " = ", values[0])
    return sql(name, " in (", joined(values, ", "), ")")


def not_deleted(source: Source, alias: str = "") -> list[Sql]:
    """The condition for a row not to be flagged deleted, where there is a flag."""
    if isinstance(source.deletes, DeletedFlag):
        return [sql("not coalesce(", alias, path(source.deletes.flag), ", false)")]
    return []


def loaded_by_mark(source: Source, name: str, alias: str = "") -> list[Sql]:
    """The condition for a row to be there when the run took its load marks."""
    if source.loaded_at is None:
        return []
    mark = call("load_mark", name)
    loaded = sql(alias, path(source.loaded_at))
    return [sql("(", loaded, " <= ", mark, " or ", loaded, " is null)")]


def measured_name(trait: Trait) -> str:
    """The column of the flagged rows that a trait aggregates; '' for a count or a time."""
    if trait.of is None:
        return ""
    if isinstance(trait.of, Field):
        return trait.of.name
    if trait.measure in RULE_MEASURES and trait.of is not None:
        return f"is_{rule_words(trait.of)}_{digest(canonical(trait.of), 6)}"
    return f"value_{digest(canonical(trait.of), 6)}"


def aggregate(trait: Trait, value: str, time: str, key: str, local_day: str) -> Sql:
    """A trait over flagged rows, by the columns with its value, and with their time and key."""
    flag = flag_name(trait)
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
    which = trait.measure.removesuffix("_is")
    return call(f"value_at_{which}", value, time, key, flag or "true")


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
