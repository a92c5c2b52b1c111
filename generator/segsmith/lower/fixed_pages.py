"""Pages whose text is the same for every project but for names: package data, filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from string import Template

from segsmith.definitions.catalog import Attribute, DeletedFlag, Entity
from segsmith.definitions.segments import AudienceColumns
from segsmith.lower.load_branches import (
    compared_sources,
    load_branches,
    look_branches,
    macro_call,
    sources_read,
)
from segsmith.lower.page import TextFile
from segsmith.lower.read_columns import read_columns
from segsmith.lower.source_rows import (
    DATA_TYPES,
    KEY_TYPES,
    relation,
    whole,
)
from segsmith.lower.sql import Sql, call, jinja_text, path, yaml_text
from segsmith.lower.time_branches import moving, time_branches
from segsmith.plan import EntityPlan, Plan
from segsmith.resolve.catalog import Catalog

ENTITY_PAGES = (
    "int_entity__evaluated",
    "entity_segment_definitions",
    "entity_segment_evaluation",
    "entity_segment_ledger",
    "entity_segment_transitions",
    "int_entity__stays",
    "entity_segment_membership",
    "entity_segment_history",
    "int_entity__broken_expectations",
)
# Where load times do not tell what changed.
COMPARING_PAGES = ("int_entity__fingerprints", "int_entity__known_fingerprints")
PROJECT_PAGES = (
    "segsmith_run",
    "segsmith_published",
    "segsmith_segments",
    "segsmith_segment_runs",
    "segsmith_segment_sizes",
    "segsmith_segment_sizes_by_day",
    "segsmith_audiences",
    "segsmith_people",
    "segsmith_audience_memberships",
)


def fixed_pages(plan: Plan) -> Iterator[TextFile]:
    """Every fixed page of a project, with the YAML beside it."""
    catalog = plan.resolved.catalog
    for entity in plan.entities:
        values = entity_values(entity, catalog)
        further = COMPARING_PAGES if compared_sources(entity, catalog) else ()
        for name in (*ENTITY_PAGES, *further):
            target = name.replace("entity", entity.name)
            yield from filled(name, f"{entity.name}/{target}", values)
        yield from _audiences(entity)
    if plan.entities:
        yield from _project_pages(plan)


def _project_pages(plan: Plan) -> Iterator[TextFile]:
    people = _people(plan)
    names = ", ".join(f"'{entity.name}'" for entity in plan.entities)
    values = {
        **entity_values(people, plan.resolved.catalog),
        "entities": f"[{names}]",
        "source_branches": _source_branches(plan),
    }
    for name in PROJECT_PAGES:
        yield from filled(name, name, values)


def _people(plan: Plan) -> EntityPlan:
    """Whose audiences the plain audience tables hold, which are of one entity.

    It is `contact` where there is one, else the first entity that declares an audience.
    """

    def is_addressed(entity: EntityPlan) -> bool:
        return any(s.resolved.definition.audience is not False for s in entity.segments)

    by_rank = sorted(plan.entities, key=lambda e: (e.name != "contact", not is_addressed(e)))
    return by_rank[0]


def filled(name: str, target: str, values: Mapping[str, str]) -> Iterator[TextFile]:
    """A page and the YAML beside it, names filled in."""
    folder = resources.files("segsmith.lower") / "pages"
    for ending in ("sql", "yml"):
        page = folder / f"{name}.{ending}"
        if page.is_file():
            text = Template(page.read_text(encoding="utf-8")).substitute(values)
            yield TextFile(f"{target}.{ending}", text)


def entity_values(plan: EntityPlan, catalog: Catalog) -> dict[str, str]:
    """What a page of an entity is filled in with."""
    entity = plan.entity
    return {
        "entity": plan.name,
        "key_type": KEY_TYPES[entity.key.type],
        "ordered_id": _ordered_id(plan),
        "entity_relation": str(relation(entity.from_)),
        "is_settled": _settled(entity),
        "entity_id": named(entity.key.column, f"{plan.name}_id"),
        "entity_filter": _living(entity),
        "merged_select": _merged(entity),
        **_scope(plan, catalog),
        "read_entities": f"[{', '.join(jinja_text(name) for name in plan.read_entities)}]",
    }


def _ordered_id(plan: EntityPlan) -> str:
    """The id as the feed sorts by it: on every engine alike, and numbers as numbers."""
    key = f"changes.{plan.name}_id"
    is_text = plan.entity.key.type == "text"
    return f"{{{{ segsmith.by_code_point('{key}') }}}}" if is_text else key


def _scope(plan: EntityPlan, catalog: Catalog) -> dict[str, str]:
    """Whom a run looks at, and when it has to look at everybody."""
    found = moving(plan, catalog)
    sources = sources_read(plan)
    branches = [*look_branches(plan, catalog), *time_branches(plan, catalog, found)]
    compared = compared_sources(plan, catalog)
    if compared:
        branches.append(macro_call("differing_ids", [jinja_text(plan.name)]))
    loaded = load_branches(plan, catalog, has_load_time=True)
    untold = load_branches(plan, catalog, has_load_time=False)
    nobody = (
        f"{{{{ segsmith.empty_select({{'loaded_id': '{KEY_TYPES[plan.entity.key.type]}'}}) }}}}"
    )
    between = "\n\n    union all\n\n    "
    return {
        "load_branches": between.join(loaded) or nobody,
        "untold_branches": between.join(untold) or nobody,
        "compared": "true" if compared else "false",
        "fingerprint_branches": between.join(
            f"select\n"
            f"        '{each.name}' as source_key,\n"
            f"        {each.key} as owner_id,\n"
            f"        count(*) as row_count,\n"
            f"        {{{{ segsmith.row_fingerprint('{each.rows}') }}}} as fingerprint\n"
            f"    from {each.table}\n"
            f"    where {each.key} is not null\n"
            f"    group by {each.key}"
            for each in compared
        ),
        "always": _listed(sorted(found.always)),
        "daily": _listed(sorted(found.daily)),
        "sources": _listed(sources),
        "look_branches": "".join(f"union\n\n    {branch}\n\n    " for branch in branches).rstrip()
        + "\n",
    }


def _listed(texts: Iterable[str]) -> str:
    """A Jinja list with an item a line, so that branches merge."""
    lines = "".join(f"\n        {jinja_text(text)}," for text in texts)
    return f"{lines}\n    " if lines else ""


def named(column: str, name: str) -> str:
    """A column under a name of ours."""
    return str(path(column)) if column == name else f"{path(column)} as {name}"


def _living(entity: Entity) -> str:
    """The condition for a row of the entity to be there."""
    parts = [f"{path(entity.key.column)} is not null"]
    if isinstance(entity.deletes, DeletedFlag):
        parts.append(f"not coalesce({path(entity.deletes.flag)}, false)")
    if entity.merged_into is not None:
        parts.append(f"{path(entity.merged_into)} is null")
    return "where " + "\n        and ".join(parts)


def _settled(entity: Entity) -> str:
    """Whether a row of the entity was there when the run took its load marks."""
    if entity.loaded_at is None:
        return "true"
    loaded = path(entity.loaded_at)
    mark = call("load_mark", entity.entity)
    return f"coalesce({loaded} <= {mark}, true)"


def _merged(entity: Entity) -> str:
    """Who was merged into whom: loser_id, survivor_id."""
    key = path(entity.key.column)
    where = "1 = 0"
    survivor: Sql | str = key
    if entity.merged_into is not None:
        survivor = path(entity.merged_into)
        where = f"{survivor} is not null"
    return (
        f"select\n        {key} as loser_id,\n        {survivor} as survivor_id\n"
        f"    from {relation(entity.from_)}\n    where {where}"
    )


def _source_branches(plan: Plan) -> str:
    catalog = plan.resolved.catalog
    used = {s for e in plan.entities for segment in e.segments for s in segment.sources}
    branches = []
    for name in sorted(used):
        source = catalog.source(name)
        owner = getattr(source, "entity", name)
        arguments = [
            f"source_key={jinja_text(name)}",
            f"relation={str(relation(source.from_))[3:-3]}",
            f"entity={jinja_text(owner)}",
        ]
        if source.loaded_at is not None:
            arguments.append(f"loaded_at={path(source.loaded_at).argument()}")
        if isinstance(source, Entity):
            arguments += ["is_entity=true", f"entity_key={path(source.key.column).argument()}"]
            if source.key.type != "text":
                arguments.append("has_text_key=false")
        arguments.append(f"max_shrink={source.max_shrink}")
        until = plan.resolved.approved_sources.get(name)
        if until is not None:
            arguments.append(f"approved_until='{until.isoformat(sep=' ')}'")
        read = read_columns(plan, name).items()
        lines = "".join(f"\n            {jinja_text(c)}: {jinja_text(t)}," for c, t in read)
        arguments.append(f"columns={{{lines}\n        }}")
        branches.append(macro_call("source_evidence", arguments))
    return "\n\n    union all\n\n    ".join(branches)


def _audiences(plan: EntityPlan) -> Iterator[TextFile]:
    entity = plan.entity
    for segment in sorted(plan.segments, key=lambda s: s.key):
        audience = segment.resolved.definition.audience
        if audience is False:
            continue
        names = audience.columns if isinstance(audience, AudienceColumns) else ()
        columns = {name: entity.attributes[name] for name in names}
        key = f"{plan.name}_id"
        join = ""
        if columns:
            join = (
                f"\ninner join {whole(entity.from_)} as {plan.name}\n"
                f"    on stays.{key} = {plan.name}.{path(entity.key.column)}"
            )
        written = segment.resolved.definition
        shown = (_audience_column(plan.name, name, a) for name, a in columns.items())
        docs = (_audience_column_doc(name, attribute) for name, attribute in columns.items())
        values = {
            "entity": plan.name,
            "key_type": KEY_TYPES[entity.key.type],
            "segment_key": segment.key,
            "audience_columns": "".join(shown),
            "audience_is_contracted": "true" if _is_contracted(columns.values()) else "false",
            "audience_join": join,
            "audience_tags": _audience_tags(entity, bool(columns)),
            "audience_description": yaml_text(written.description or written.name or segment.key),
            "audience_column_docs": "".join(docs),
        }
        yield from filled(
            "audience__segment", f"{plan.name}/audiences/audience__{segment.key}", values
        )


def _audience_tags(entity: Entity, has_columns: bool) -> str:
    """A view is made with each new table of dbt's under it: PostgreSQL drops it with the old."""
    follows = has_columns and entity.from_.ref is not None
    return "'segsmith'" if follows else "'segsmith', 'segsmith_readers'"


def _is_contracted(columns: Iterable[Attribute]) -> bool:
    """Whether every type is the same on every engine: a number keeps the type it has at home."""
    return all(column.type not in ("number", "array") for column in columns)


def _audience_column(table: str, name: str, attribute: Attribute) -> str:
    column = f"{table}.{path(attribute.column or name)}"
    if attribute.type in ("number", "array"):
        return f",\n    {column} as {name}"
    return f",\n    cast({column} as {DATA_TYPES[attribute.type]}) as {name}"


def _audience_column_doc(name: str, attribute: Attribute) -> str:
    type_ = f", data_type: {DATA_TYPES[attribute.type]}"
    if attribute.type in ("number", "array"):
        type_ = ""
    described = yaml_text(attribute.description or f"The attribute {name}.")
    return f"\n      - {{name: {name}{type_}, description: {described}}}"
