"""Whose inputs were loaded since the last run: the `loaded` branches of int_<entity>__evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from segsmith.definitions.catalog import Entity, OwnedSource, Source
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
from segsmith.resolve.nodes import ObjectTrait
from segsmith.resolve.object_catalog import StepSource

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def load_branches(plan: EntityPlan, catalog: Catalog) -> str:
    """A branch for every source that rules of the entity read."""
    sources = {source for segment in plan.segments for source in segment.sources if source} | {
        plan.name
    }
    branches = []
    for name in sorted(sources):
        source = catalog.source(name)
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
            branches += _object_load_branches(plan, page, catalog)
    branches += _changed_elsewhere(plan, catalog)
    return "\n\n    union all\n\n    ".join(branches)


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


def _object_load_branches(plan: EntityPlan, page: TraitPage, catalog: Catalog) -> Iterator[str]:
    """Whose row of an object was loaded, or a row on the way to one that tells when it was."""
    object_ = catalog.objects_of(plan.name)[page.object]
    if object_.entity_key is not None:
        yield _load_branch(plan.name, object_.source, object_.table, object_.entity_key)
        return
    first = page.traits[0].trait
    assert isinstance(first, ObjectTrait)
    for last, step in enumerate(first.steps):
        source = catalog.source(step.source)
        if source.loaded_at is None and isinstance(source, StepSource):
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
    mine = plan.entity
    for step in sorted({node.relation for node in plan.across}):
        other = mine.relations[step].to
        by = path(mine.attributes[mine.relations[step].by].column or mine.relations[step].by)
        yield _changed_branch(
            f"mine.{path(mine.key.column)}",
            str(whole(mine.from_)),
            f"mine.{by} = changed.{other}_id",
            other,
        )
    for page in plan.pages:
        object_ = catalog.objects_of(plan.name).get(page.object)
        if object_ is not None and object_.row_entity in plan.read_entities:
            yield _changed_branch(
                f"mine.{path(object_.entity_key or '')}",
                str(whole(object_.table.from_)),
                f"mine.{path(object_.key)} = changed.{object_.row_entity}_id",
                object_.row_entity,
            )


def _changed_branch(key: str, table: str, on: str, other: str) -> str:
    return (
        f"select {key} as loaded_id\n"
        f"    from {table} as mine\n"
        f"    inner join {whole_model(f'int_{other}__evaluated')} as changed\n"
        f"        on {on}\n"
        f"    where changed.cause <> 'time'\n"
        f"        and {key} is not null"
    )


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
