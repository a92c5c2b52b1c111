"""The row that every rule of an entity reads: its attributes and traits in use, one select."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from segsmith.definitions.catalog import DeletedFlag, Entity
from segsmith.lower.boundaries import boundary_call
from segsmith.lower.expressions import RULE, Names, lower
from segsmith.lower.history_page import history_model
from segsmith.lower.lasting_page import lasting_model
from segsmith.lower.page import Column, Join, Macro, MacroFile, Select
from segsmith.lower.row_values import field_column, hash_columns, rank_model, row_values
from segsmith.lower.source_rows import KEY_TYPES, whole
from segsmith.lower.sql import Call, Sql, call, path, sql
from segsmith.lower.trait_pages import (
    model_name,
    whole_model,
)
from segsmith.plan import EntityPlan, history_of, lasting_of, scorecards_in
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.nodes import (
    Field,
    HoldsRule,
    InSegment,
    KeyHash,
    Lasting,
    Node,
    Past,
    Rank,
    RankedCount,
    RowValue,
    Scorecard,
    ScorecardValue,
    Scored,
    Trait,
    TraitValue,
)

_ALIASES = ("evaluated", "segment_history", "attribute_history", "rankings")
_ZERO = {
    **dict.fromkeys(("count", "sum", "distinct_values", "distinct_days"), "0"),
    **dict.fromkeys(("exists", "first_is", "last_is", "sequence"), "false"),
}


def score_macro(score: Scored) -> str:
    """The macro that holds a score's formula."""
    return f"{score.entity}_score__{score.name}"


def is_formula(score: Scored) -> bool:
    """Whether a score is more than one column of the row."""
    return not isinstance(score.value, (TraitValue, ScorecardValue))


def scorecard_column(card: Scorecard, part: str) -> str:
    """The row's column of what a scorecard gives."""
    return card.name if part == "likelihood" else f"{card.name}_{part}"


def likelihood_model(card: Scorecard) -> str:
    """The model with a row per entity: its points and its likelihood."""
    return f"int_{card.entity}__{card.name}"


def across_column(node: InSegment) -> str:
    """The row's column that says whether the related entity is in a segment."""
    return f"{node.relation}__in_{node.segment}"


def member_joins(entity: Entity, node: InSegment, alias: str, mine: str) -> tuple[list[Join], Sql]:
    """Joins to the members of a segment of another entity, and the truth of being among them.

    They are those that this run found; a paused segment keeps whom it had and who is there still.
    """
    name, key = entity.entity, f"{entity.entity}_id"
    same = f"{mine} = {alias}.{key}"
    if not node.is_kept:
        members = call(
            "members_now",
            name,
            KEY_TYPES[entity.key.type],
            node.segment,
            Sql((Call(f"ref('{name}_segment_evaluation').render()"),)),
            Sql((Call(f"ref('int_{name}__evaluated').render()"),)),
        )
        found = [Join("left join", f"({members})", alias, (same,))]
        return found, sql(f"{alias}.{key} is not null")
    kept = call("kept_members", name, KEY_TYPES[entity.key.type], node.segment)
    there = f"{alias}__there"
    living = (f"{alias}.{key} = {there}.{key}", f"{there}.cause not in ('deleted', 'merged_away')")
    joins = [
        Join("left join", f"({kept})", alias, (same,)),
        Join("left join", whole_model(f"int_{name}__evaluated"), there, living),
    ]
    return joins, sql(f"{there}.{key} is not null")


def predicate_names(plan: EntityPlan) -> Names:
    """How a rule names what it reads: columns of the row, boundaries and segments by macro."""
    columns = plan.trait_columns
    flags = _flags(plan)

    def field(node: Field) -> Sql:
        return sql(f"{plan.name}.{field_column(node)}")

    def trait(node: Trait) -> Sql:
        return sql(f"{plan.name}.{columns[node]}")

    def segment(node: InSegment | HoldsRule) -> Sql:
        if isinstance(node, InSegment) and node.relation:
            return sql(f"{plan.name}.{across_column(node)}")
        part = RULE if isinstance(node, HoldsRule) else ""
        return Sql((Call(f"{plan.name}_segment__{node.segment}{part}()"),))

    values = row_values(plan)

    def computed(node: RowValue) -> Sql:
        return sql(f"{plan.name}.{values[node]}")

    def past(node: Past | Lasting) -> Sql:
        return sql(f"{plan.name}.{flags[node]}")

    def score(node: Scored | ScorecardValue) -> Sql:
        if isinstance(node, ScorecardValue):
            return sql(f"{plan.name}.{scorecard_column(node.scorecard, node.part)}")
        if is_formula(node):
            return Sql((Call(f"{score_macro(node)}()"),))
        return lower(node.value, names)

    names = Names(field, trait, boundary_call, segment, computed, past, score)
    return names


def _flags(plan: EntityPlan) -> dict[Past | Lasting, str]:
    """The column of each question to the past, of segments or of attributes."""
    flags: dict[Past | Lasting, str] = {flag.past: flag.name for flag in history_of(plan)}
    return flags | {flag.lasting: flag.name for flag in lasting_of(plan)}


def entity_row(plan: EntityPlan, catalog: Catalog) -> MacroFile:
    """The macro `<entity>_evaluation_row()`."""
    name = f"{plan.name}_evaluation_row"
    macro = Macro(name, row_select(plan, catalog))
    return MacroFile(name, "every definition", (macro,), is_shared=True)


def columns_read(plan: EntityPlan, nodes: Iterable[Node]) -> frozenset[str]:
    """The columns of the row that these nodes read."""
    return column_reader(plan)(nodes)


def column_reader(plan: EntityPlan) -> Callable[[Iterable[Node]], frozenset[str]]:
    """`columns_read` for many rules of one plan: what it looks up is made once."""
    traits = plan.trait_columns
    flags = _flags(plan)
    values = row_values(plan)

    def read(nodes: Iterable[Node]) -> frozenset[str]:
        found = set[str]()
        for node in nodes:
            match node:
                case Field():
                    found.add(field_column(node))
                case TraitValue():
                    found.add(traits[node.trait])
                case Past() | Lasting():
                    found.add(flags[node])
                case ScorecardValue():
                    found.add(scorecard_column(node.scorecard, node.part))
                case KeyHash() | Rank() | RankedCount():
                    found.add(values[node])
                case InSegment() if node.relation:
                    found.add(across_column(node))
        return frozenset(found)

    return read


def narrow(select: Select, columns: frozenset[str], key: str) -> Select:
    """The row with these columns and the key, and with the joins that they need."""
    kept = tuple(c for c in select.columns if c.name in columns or c.name == key)
    text = " ".join(str(column.expression) for column in kept)
    first, *others = select.joins
    joins = (first, *(join for join in others if re.search(rf"\b{join.alias}\.", text)))
    return replace(select, columns=kept, joins=joins)


def row_select(plan: EntityPlan, catalog: Catalog, with_traits_only: bool = False) -> Select:
    """One row per evaluated entity that is there: the columns that rules read.

    The key stands last, so that a new column is one new line wherever it sorts.
    """
    entity = plan.entity
    key = f"{plan.name}_id"
    columns: list[Column] = []
    if not with_traits_only:
        for field in plan.fields:
            table = f"{plan.name}__{field.relation}" if field.relation else plan.name
            columns.append(Column(sql(f"{table}.", path(field.column)), field_column(field)))
        columns += hash_columns(plan)
        for node in plan.across:
            _, value = _member_joins(plan, catalog, node)
            columns.append(Column(value, across_column(node)))
    mine = f"evaluated.{key} = {plan.name}.{path(entity.key.column)}"
    joins = [Join("inner join", str(whole(entity.from_)), plan.name, (mine,))]
    joins += _related(plan, catalog)
    if not with_traits_only:
        joins += [join for node in plan.across for join in _member_joins(plan, catalog, node)[0]]
    for page in plan.pages:
        alias = f"{page.name}_traits" if page.name in (plan.name, *_ALIASES) else page.name
        model = whole_model(model_name(page))
        joins.append(Join("left join", model, alias, (f"evaluated.{key} = {alias}.{key}",)))
        for planned in page.traits:
            value = sql(f"{alias}.{planned.name}")
            zero = _ZERO.get(planned.trait.measure)
            if zero is not None:
                value = sql("coalesce(", value, f", {zero})")
            columns.append(Column(value, planned.name))
    for card in scorecards_in(plan):
        alias = f"scored_{card.name}"
        joined = f"evaluated.{key} = {alias}.{key}"
        joins.append(Join("left join", whole_model(likelihood_model(card)), alias, (joined,)))
        for part in ("likelihood", "points"):
            value = sql(f"{alias}.{part}")
            columns.append(Column(value, scorecard_column(card, part)))
    for alias, model, flags in (
        ("segment_history", history_model(plan.name), [f.name for f in history_of(plan)]),
        ("attribute_history", lasting_model(plan.name), [f.name for f in lasting_of(plan)]),
    ):
        if flags:
            same = f"evaluated.{key} = {alias}.{key}"
            joins.append(Join("left join", whole_model(model), alias, (same,)))
        columns += [Column(sql(f"coalesce({alias}.{flag}, false)"), flag) for flag in flags]
    ranks = {v: n for v, n in row_values(plan).items() if isinstance(v, (Rank, RankedCount))}
    if ranks and not with_traits_only:
        same = f"evaluated.{key} = rankings.{key}"
        joins.append(Join("left join", whole_model(rank_model(plan.name)), "rankings", (same,)))
        columns += [Column(sql(f"rankings.{name}"), name) for name in ranks.values()]
    columns.sort(key=lambda column: column.name)
    columns.append(Column(sql(f"evaluated.{key}"), key))
    return Select(
        tuple(columns),
        f"{whole_model(f'int_{plan.name}__evaluated')} as evaluated",
        tuple(joins),
        (
            sql("evaluated.cause not in ('deleted', 'merged_away')"),
            *present(f"{plan.name}.", entity),
        ),
    )


def _related(plan: EntityPlan, catalog: Catalog) -> list[Join]:
    joins: list[Join] = []
    for step in sorted({field.relation for field in plan.fields if field.relation}):
        relation_ = plan.entity.relations[step]
        other = catalog.entities[relation_.to].model
        by = plan.entity.attributes[relation_.by].column or relation_.by
        alias = f"{plan.name}__{step}"
        same = f"{plan.name}.{path(by)} = {alias}.{path(other.key.column)}"
        there = (str(condition) for condition in present(f"{alias}.", other))
        joins.append(Join("left join", str(whole(other.from_)), alias, (same, *there)))
    return joins


def _member_joins(plan: EntityPlan, catalog: Catalog, node: InSegment) -> tuple[list[Join], Sql]:
    step = plan.entity.relations[node.relation]
    by = plan.entity.attributes[step.by].column or step.by
    alias = f"{node.relation}__{node.segment}"
    return member_joins(catalog.entities[step.to].model, node, alias, f"{plan.name}.{path(by)}")


def present(alias: str, entity: Entity) -> tuple[Sql, ...]:
    """Conditions for a row of an entity to be there: not flagged deleted, not merged away.

    `alias` ends in a dot, or is empty.
    """
    found: list[Sql] = []
    if isinstance(entity.deletes, DeletedFlag):
        flag = path(entity.deletes.flag)
        found.append(sql("not coalesce(", alias, flag, ", false)"))
    if entity.merged_into is not None:
        found.append(sql(alias, path(entity.merged_into), " is null"))
    return tuple(found)
