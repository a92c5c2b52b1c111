"""The whole plan, lowered."""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.lower.aggregates import describe
from segsmith.lower.entity_row import entity_row, predicate_names, present, row_select
from segsmith.lower.fixed_pages import fixed_pages
from segsmith.lower.history_page import describe_past, history_page
from segsmith.lower.lasting_page import describe_lasting, lasting_page
from segsmith.lower.page import Column, ColumnDoc, Macro, MacroFile, Page, Select, Table, TextFile
from segsmith.lower.rank_page import rank_page
from segsmith.lower.renames import segment_renames
from segsmith.lower.scorecards import scorecard_pages
from segsmith.lower.scores import score_macros
from segsmith.lower.segments import segment_macros
from segsmith.lower.sequence_pages import computed_page
from segsmith.lower.source_rows import whole
from segsmith.lower.sql import call, jinja_text, path
from segsmith.plan import EntityPlan, Plan, history_of, lasting_of
from segsmith.resolve.catalog import Catalog


@dataclass(frozen=True)
class Lowered:
    """What rendering turns into files."""

    pages: tuple[Page, ...]
    macros: tuple[MacroFile, ...]
    texts: tuple[TextFile, ...]


def lower_plan(plan: Plan) -> Lowered:
    """Pages, macros and fixed pages of a project."""
    catalog = plan.resolved.catalog
    pages: list[Page] = []
    macros: list[MacroFile] = [_settings(plan)]
    for entity in plan.entities:
        pages += [computed_page(page, entity, catalog) for page in entity.pages]
        more = (history_page(entity), lasting_page(entity), rank_page(entity, catalog))
        pages += [page for page in more if page is not None]
        pages.append(_traits_table(entity, catalog))
        macros.append(entity_row(entity, catalog))
        macros += segment_renames(entity)
        names = predicate_names(entity)
        macros += score_macros(entity, catalog)
        macros += [segment_macros(segment, entity, plan, names) for segment in entity.segments]
    cards = (page for entity in plan.entities for page in scorecard_pages(entity, catalog))
    return Lowered(tuple(pages), tuple(macros), (*fixed_pages(plan), *cards))


def _settings(plan: Plan) -> MacroFile:
    zone = jinja_text(plan.resolved.settings.time_zone)
    body = f"{{{{ return({{\n    'time_zone': {zone},\n}}) }}}}"
    return MacroFile(
        "segsmith_settings",
        "segment_defs/project.yml",
        (Macro("segsmith_settings", body),),
        is_shared=True,
    )


def _traits_table(entity: EntityPlan, catalog: Catalog) -> Page:
    # No view: on PostgreSQL one over several tables that dbt swaps is dropped with the first of
    # them, and two swaps at once that both drop it stop each other (a deadlock). And a run that
    # looks at few leaves the rows of the others as they are.
    select = row_select(entity, catalog, with_traits_only=True)
    columns = (select.columns[-1], *select.columns[:-1], Column(call("as_of"), "as_of"))
    table = Table("traits", Select(columns, select.source, select.joins, select.where))
    described = {p.name: describe(p.trait) for page in entity.pages for p in page.traits}
    described |= {flag.name: describe_past(flag.past) for flag in history_of(entity)}
    described |= {flag.name: describe_lasting(flag.lasting) for flag in lasting_of(entity)}
    key = f"{entity.name}_id"
    owner = whole(entity.entity.from_).argument()
    same = f"entity_row.{path(entity.entity.key.column)} = {entity.name}_traits.{key}"
    there = [same, *map(str, present("entity_row.", entity.entity))]
    gone = "".join(f"        {condition!r},\n" for condition in there)
    return Page(
        name=f"{entity.name}_traits",
        folder=entity.name,
        config=(
            "{{ config(\n    materialized='incremental',\n"
            "    incremental_strategy='delete+insert',\n"
            f"    unique_key='{key}',\n"
            "    full_refresh=false,\n"
            "    on_schema_change='sync_all_columns',\n"
            "    schema=var('segsmith_personal_schema', 'segsmith_personal'),\n"
            "    tags=['segsmith', 'segsmith_readers'],\n"
            f'    post_hook="{{{{ segsmith.forget_the_gone({owner}, [\n{gone}    ]) }}}}",\n) }}}}'
        ),
        grain=f"one row per {entity.name}: every trait in use, as last looked at.",
        tables=(table,),
        description=f"Every trait in use, for every {entity.name}.",
        columns=(
            ColumnDoc(key, f"The {entity.name}."),
            *(ColumnDoc(name, words) for name, words in sorted(described.items())),
            ColumnDoc(
                "as_of", "The run that last looked: the instant at which the traits hold (UTC)."
            ),
        ),
    )
