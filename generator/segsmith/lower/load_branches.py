"""Whose inputs were loaded since the last run: the `loaded` branches of int_<entity>__evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from segsmith.definitions.catalog import Entity, OwnedSource, Relation, Source
from segsmith.definitions.scalars import Duration
from segsmith.lower.source_rows import (
    relation,
    whole,
)
from segsmith.lower.sql import jinja_text, path
from segsmith.lower.trait_pages import (
    whole_model,
)
from segsmith.plan import EntityPlan, TraitPage
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.nodes import JoinStep, ObjectTrait
from segsmith.resolve.object_catalog import StepSource

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def load_branches(plan: EntityPlan, catalog: Catalog, has_load_time: bool) -> list[str]:
    """A branch for every source that rules of the entity read, and that has a load time or none.

    They tell causes; `look_branches` are wider.
    """
    branches: list[str] = []
    for name in sources_read(plan):
        source = catalog.source(name)
        if (source.loaded_at is not None) is not has_load_time:
            continue
        match source:
            case OwnedSource() if source.entity == plan.name:
                branches.append(_load_branch(plan.name, name, source, source.entity_key))
            case Entity() if source.entity == plan.name:
                branches.append(_load_branch(plan.name, name, source, source.key.column))
            case Entity():
                branches += _related_load_branches(plan, source)
            case _:
                pass  # an object, or what belongs to another entity: below
    for page in plan.pages:
        if page.object:
            branches += _object_load_branches(plan, page, catalog, has_load_time)
    if has_load_time:
        branches += _changed_elsewhere(plan, catalog)
    return branches


def sources_read(plan: EntityPlan) -> list[str]:
    """The catalog keys of all sources that rules of the entity read, its own among them."""
    read = {source for segment in plan.segments for source in segment.sources if source}
    return sorted(read | {plan.name})


@dataclass(frozen=True)
class Compared:
    """Rows that are compared with those of the last run: `table` joins them to who owns them.

    `name` is that of the source, with a number from the second way to it on; `key` is the column of
    the owner's id, `rows` the alias of the table that is compared.
    """

    name: str
    table: str
    key: str
    rows: str


def compared_sources(plan: EntityPlan, catalog: Catalog) -> list[Compared]:
    """Sources of which a run cannot know what changed but by comparing.

    They have no load time; or rows of theirs may go without a trace, or get another owner, as
    those of objects do.
    """
    ways = {*_compared_owned(plan, catalog), *_compared_objects(plan, catalog)}
    found: list[Compared] = []
    for way in sorted(ways, key=lambda each: (each.name, each.table)):
        number = 1 + sum(each.name.partition("#")[0] == way.name for each in found)
        found.append(replace(way, name=f"{way.name}#{number}") if number > 1 else way)
    return found


def _compared_owned(plan: EntityPlan, catalog: Catalog) -> Iterator[Compared]:
    for name in sources_read(plan):
        source = catalog.source(name)
        match source:
            case OwnedSource() if source.entity == plan.name and _is_compared(source):
                table = f"{whole(source.from_)} as owned_row"
                yield Compared(name, table, f"owned_row.{path(source.entity_key)}", "owned_row")
            case Entity() if source.entity == plan.name and source.loaded_at is None:
                table = f"{whole(source.from_)} as mine"
                yield Compared(name, table, f"mine.{path(source.key.column)}", "mine")
            case Entity() if source.entity != plan.name and _is_compared(source):
                yield from _compared_related(plan, source)


def _compared_related(plan: EntityPlan, related: Entity) -> Iterator[Compared]:
    mine = plan.entity
    for _, step in sorted(mine.relations.items()):
        if step.to == related.entity:
            key = f"mine.{path(mine.key.column)}"
            yield Compared(related.entity, related_table(mine, step, related), key, "related")


def _compared_objects(plan: EntityPlan, catalog: Catalog) -> Iterator[Compared]:
    for page in plan.pages:
        if not page.object:
            continue
        object_ = catalog.objects_of(plan.name)[page.object]
        if object_.entity_key is not None:
            table = f"{whole(object_.table.from_)} as owned_row"
            yield Compared(
                object_.source, table, f"owned_row.{path(object_.entity_key)}", "owned_row"
            )
            continue
        first = page.traits[0].trait
        assert isinstance(first, ObjectTrait)
        for number, step in enumerate(first.steps, 1):
            table = reached_table(plan, catalog, first.steps[:number])
            key = f"step_0.{path(plan.entity.key.column)}"
            yield Compared(step.source, table, key, f"step_{number}")


def reached_table(plan: EntityPlan, catalog: Catalog, steps: Iterable[JoinStep]) -> str:
    """The entity's own table as `step_0`, joined step by step to those on the way to an object."""
    table = f"{whole(plan.entity.from_)} as step_0"
    for number, step in enumerate(steps, 1):
        table += (
            f"\n    inner join {whole(catalog.source(step.source).from_)} as step_{number}"
            f"\n        on step_{number - 1}.{path(step.mine)} = step_{number}.{path(step.theirs)}"
        )
    return table


def related_table(mine: Entity, step: Relation, related: Entity) -> str:
    """The entity's own table as `mine`, joined to the one that it points at as `related`."""
    by = path(mine.attributes[step.by].column or step.by)
    return (
        f"{whole(mine.from_)} as mine\n"
        f"    inner join {whole(related.from_)} as related\n"
        f"        on mine.{by} = related.{path(related.key.column)}"
    )


def _is_compared(source: Source) -> bool:
    """Whether its load times do not tell all that changed."""
    return source.loaded_at is None or source.deletes == "compare"


def look_branches(plan: EntityPlan, catalog: Catalog) -> list[str]:
    """Whose rows were loaded since; whose related entity is looked at, if its segments are read."""
    loaded = load_branches(plan, catalog, has_load_time=True)
    return [
        branch.replace("\n    ) }}", "\n        is_cause=false,\n    ) }}")
        for branch in loaded
        if branch.endswith(") }}")
    ] + [
        f"select {key} as looked_id\n    from {table} as mine\n"
        f"    inner join {whole_model(f'int_{other}__evaluated')} as looked_at_there\n"
        f"        on {mine} = looked_at_there.{other}_id"
        for key, table, mine, other in _read_elsewhere(plan, catalog)
    ]


def _related_load_branches(plan: EntityPlan, related: Entity) -> list[str]:
    """Whose row of a related entity was loaded: it is an input of theirs as well."""
    mine = plan.entity
    branches = []
    for _, step in sorted(mine.relations.items()):
        if step.to == related.entity:
            arguments = [
                jinja_text(plan.name),
                jinja_text(related.entity),
                whole(mine.from_).argument(),
                path(mine.key.column).argument(),
                whole(related.from_).argument(),
                path(mine.attributes[step.by].column or step.by).argument(),
                path(related.key.column).argument(),
                *_load_time(related),
            ]
            branches.append(macro_call("related_loaded_since", arguments))
    return branches


def _object_load_branches(
    plan: EntityPlan, page: TraitPage, catalog: Catalog, has_load_time: bool
) -> Iterator[str]:
    """Whose row of an object was loaded, or a row on the way to one that tells when it was."""
    object_ = catalog.objects_of(plan.name)[page.object]
    if object_.entity_key is not None:
        if (object_.table.loaded_at is not None) is has_load_time:
            yield _load_branch(plan.name, object_.source, object_.table, object_.entity_key)
        return
    first = page.traits[0].trait
    assert isinstance(first, ObjectTrait)
    for last, step in enumerate(first.steps):
        source = catalog.source(step.source)
        if source.loaded_at is None and isinstance(source, StepSource):
            continue
        if (source.loaded_at is not None) is not has_load_time:
            continue
        joins = [
            f"[{whole(catalog.source(s.source).from_).argument()}, "
            f"{path(s.mine).argument()}, {path(s.theirs).argument()}]"
            for s in first.steps[: last + 1]
        ]
        arguments = [
            jinja_text(plan.name),
            jinja_text(step.source),
            whole(plan.entity.from_).argument(),
            path(plan.entity.key.column).argument(),
            "[\n            " + ",\n            ".join(joins) + ",\n        ]",
            *_load_time(source),
        ]
        yield macro_call("reached_loaded_since", arguments)


def _changed_elsewhere(plan: EntityPlan, catalog: Catalog) -> Iterator[str]:
    """Whose related entity has new data, where its segments are read."""
    for key, table, mine, other in _read_elsewhere(plan, catalog):
        yield (
            f"select {key} as loaded_id\n"
            f"    from {table} as mine\n"
            f"    inner join {whole_model(f'int_{other}__evaluated')} as changed\n"
            f"        on {mine} = changed.{other}_id\n"
            f"    where changed.cause <> 'time'\n"
            f"        and {key} is not null"
        )


def _read_elsewhere(plan: EntityPlan, catalog: Catalog) -> Iterator[tuple[str, str, str, str]]:
    """The ways to entities whose segments are read: key, table, its column and the other entity."""
    mine = plan.entity
    for step in sorted({node.relation for node in plan.across}):
        other = mine.relations[step].to
        by = path(mine.attributes[mine.relations[step].by].column or mine.relations[step].by)
        yield f"mine.{path(mine.key.column)}", str(whole(mine.from_)), f"mine.{by}", other
    for page in plan.pages:
        object_ = catalog.objects_of(plan.name).get(page.object)
        if object_ is not None and object_.row_entity in plan.read_entities:
            key = f"mine.{path(object_.entity_key or '')}"
            own = f"mine.{path(object_.key)}"
            yield key, str(whole(object_.table.from_)), own, object_.row_entity


def _load_branch(entity: str, name: str, source: Source, key: str) -> str:
    arguments = [
        jinja_text(entity),
        jinja_text(name),
        str(relation(source.from_))[3:-3],
        path(key).argument(),
        *_load_time(source),
    ]
    return macro_call("loaded_since", arguments)


def _load_time(source: Source) -> list[str]:
    """The arguments on a source's load time; none without one."""
    if source.loaded_at is None:
        return []
    return [path(source.loaded_at).argument(), str(_seconds(source.lookback))]


def _seconds(duration: Duration) -> int:
    """A duration in seconds; a month counts 31 days and a year 366, for a lookback never less."""
    days = {"month": 31, "year": 366}.get(duration.unit)
    return duration.count * (days * 86_400 if days else _SECONDS[duration.unit])


def macro_call(macro: str, arguments: list[str]) -> str:
    """A macro call over several lines, so that it stays narrow and merges."""
    inner = ",\n        ".join(arguments)
    return f"{{{{ segsmith.{macro}(\n        {inner},\n    ) }}}}"
