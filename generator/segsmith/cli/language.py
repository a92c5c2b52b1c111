"""`segsmith language`: what a segment may say here, and under which plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from segsmith.authoring.flow_yaml import flow
from segsmith.cli.invocation import note, out, print_json, told
from segsmith.cli.tables import plain_table
from segsmith.definitions.conditions import DECIDING_KEYS, KIND_OF_CLASS
from segsmith.definitions.segments import Tier
from segsmith.errors import UserError, did_you_mean
from segsmith.resolve.language import Field, Language
from segsmith.resolve.operators import OPERATORS_OF
from segsmith.resolve.tiers import TIERS_OF_PLAN
from segsmith.warehouse import WarehouseError
from segsmith.words.fields import key_words

WIDEST = 40  # a name is at most this long


@told
def language(
    context: typer.Context,
    entity: Annotated[str | None, typer.Argument(help="Of this entity only.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """List the fields, operators, values and events that a segment may use."""
    found = _languages(context.obj.place.root, entity)
    if as_json:
        print_json({each.entity: as_plain(each) for each in found})
        return
    console = out()
    for index, each in enumerate(found):
        if index:
            console.print()
        print_language(each, console)


def _languages(root: Path, entity: str | None) -> list[Language]:
    """One language an entity; without segments where a segment has a mistake.

    Raises:
        UserError: the catalog or the project's file has mistakes.
        WarehouseError: there is no such entity.
    """
    from dataclasses import replace

    from segsmith.definitions.parse import parse
    from segsmith.read import read_sources
    from segsmith.resolve import resolve

    tree = read_sources(root)
    try:
        project = resolve(parse(tree))
    except UserError:
        project = resolve(parse(replace(tree, segments=(), stages=(), approvals=None)))
        note("the segments are left out: some have mistakes, see `segsmith validate`")
    known = sorted(project.catalog.entities)
    if entity is not None and entity not in known:
        help_ = did_you_mean(entity, known, "entities")
        raise WarehouseError("unknown-entity", f"there is no entity `{entity}`", help_)
    return [Language(project, name) for name in ([entity] if entity is not None else known)]


def plan_of(tier: Tier) -> str:
    """The least plan that has a tier, and those above it: `growth+`."""
    least = next(plan for plan, tiers in TIERS_OF_PLAN.items() if tier in tiers)
    return f"{least}+"


def as_plain(spoken: Language) -> dict[str, Any]:
    """The language of an entity for machines."""

    def fields(values: Iterable[Field]) -> list[dict[str, Any]]:
        return [{**asdict(each), **_plans(spoken, each.tier)} for each in values]

    return {
        "plan": spoken.project.settings.policy.plan,
        "attributes": fields(spoken.attributes),
        "traits": fields(spoken.traits),
        "scores": fields(spoken.scores),
        "events": [
            {
                **asdict(each),
                "properties": _asked_of_a_row(each.properties),
                **_plans(spoken, each.tier),
            }
            for each in spoken.events
        ],
        "objects": [
            {**asdict(each), "attributes": _asked_of_a_row(each.attributes)}
            | _plans(spoken, each.tier)
            for each in spoken.objects
        ],
        "tags": spoken.tags,
        "lists": spoken.lists,
        "consent": spoken.consent,
        "channels": spoken.channels,
        "stages": spoken.stages,
        "segments": [{**asdict(s), **_plans(spoken, s.tier)} for s in spoken.segments],
        "operators": {
            type_: [name.rstrip("_") for name in names] for type_, names in OPERATORS_OF.items()
        },
    }


def _plans(spoken: Language, tier: Tier) -> dict[str, Any]:
    plans = [plan for plan, tiers in TIERS_OF_PLAN.items() if tier in tiers]
    return {"plans": plans, "is_allowed": spoken.may_use(tier)}


def _asked_of_a_row(fields: Iterable[Field]) -> list[dict[str, Any]]:
    kept = ("name", "type", "description", "values", "personal")
    return [{key: getattr(each, key) for key in kept} for each in fields]


def print_language(spoken: Language, console: Console) -> None:
    """The language of an entity for people."""
    plan = spoken.project.settings.policy.plan
    console.print(
        Text.assemble("What a segment of ", (spoken.entity, "bold"), f" may say (plan: {plan})")
    )
    _section(console, "attributes", "attribute: …", _fields(spoken, spoken.attributes))
    _section(console, "traits", "trait: …", _fields(spoken, spoken.traits))
    _section(console, "scores", "trait: …", _fields(spoken, spoken.scores))
    _section(console, "events", "event: …", _events(spoken))
    for source, properties in sorted({e.source: e.properties for e in spoken.events}.items()):
        title = f"properties of {source} events"
        _section(console, title, "where: {attribute: …}", _properties_table(properties))
    _section(console, "objects", "object: …", _objects(spoken))
    for each in spoken.objects:
        title = f"attributes of {each.name}"
        _section(console, title, "where: {attribute: …}", _properties_table(each.attributes))
    _section(console, "tags", "tag: …", _words(spoken.tags))
    _section(console, "lists", "list: …", _words(spoken.lists))
    _section(console, "consent", "opted_in: …, opted_out: …", _words(spoken.consent or None))
    _section(console, "channels", "channel: …", _words(spoken.channels))
    _section(console, "segments", "segment: …", _segments(spoken))
    for name, order in spoken.stages.items():
        body = Text(" → ".join(order))
        _section(console, f"stages {name}", "of these, who is in one is in no further one", body)
    _section(console, "conditions", "each begins with one of these keys", _conditions())
    _section(console, "operators", "by the type of the value", _operators())


def _section(console: Console, title: str, written: str, body: Table | Text | None) -> None:
    if body is None or (isinstance(body, Table) and not body.row_count):
        return
    head = Text.assemble((title, "bold"), ("  ", ""), (written, "dim"))
    console.print(Group(Text(""), head, Padding(body, (0, 0, 0, 2))))


def _table(names: Iterable[str], *columns: str) -> Table:
    table = plain_table()
    table.show_header = False
    table.box = None
    longest = max((len(name) for name in names), default=0)
    table.add_column("name", overflow="fold", min_width=min(longest, WIDEST))
    for column in columns:
        is_text = column == "about"
        table.add_column(column, no_wrap=not is_text, overflow="fold", ratio=1 if is_text else None)
    return table


def _fields(spoken: Language, fields: Iterable[Field]) -> Table:
    shown = list(fields)
    table = _table((field.name for field in shown), "type", "plan", "about")
    for field in shown:
        row = (field.type, _plan(spoken, field.tier), _about(field))
        table.add_row(Text(field.name, style="bold"), *row)
    return table


def _properties_table(fields: Iterable[Field]) -> Table:
    shown = list(fields)
    table = _table((field.name for field in shown), "type", "about")
    for field in shown:
        table.add_row(Text(field.name, style="bold"), field.type, _about(field))
    return table


def _about(field: Field) -> str:
    parts = [field.description.rstrip(".")] if field.description else []
    if field.values:
        parts.append("one of " + ", ".join(field.values))
    if field.personal:
        parts.append("personal")
    return "; ".join(parts)


def _events(spoken: Language) -> Table:
    table = _table((event.name for event in spoken.events), "source", "plan", "about")
    for event in spoken.events:
        row = (event.source, _plan(spoken, event.tier), event.description)
        table.add_row(Text(event.name, style="bold"), *row)
    return table


def _objects(spoken: Language) -> Table:
    table = _table((each.name for each in spoken.objects), "plan", "about")
    for each in spoken.objects:
        row = (_plan(spoken, each.tier), each.description)
        table.add_row(Text(each.name, style="bold"), *row)
    return table


def _segments(spoken: Language) -> Table:
    table = _table((segment.name for segment in spoken.segments), "plan", "about")
    for segment in spoken.segments:
        plan = _plan(spoken, segment.tier)
        about = [segment.title] if segment.title else []
        about += [f"with {name}: {flow(value)}" for name, value in segment.parameters.items()]
        table.add_row(Text(segment.name, style="bold"), plan, "; ".join(about))
    return table


def _conditions() -> Table:
    table = _table(DECIDING_KEYS, "about")
    kinds = {kind: model for model, kind in KIND_OF_CLASS.items()}
    for key, kind in DECIDING_KEYS.items():
        table.add_row(Text(key, style="bold"), key_words(kinds[kind], key).replace("`", ""))
    return table


def _operators() -> Table:
    table = _table(OPERATORS_OF, "about")
    for type_, names in OPERATORS_OF.items():
        table.add_row(Text(type_, style="bold"), ", ".join(name.rstrip("_") for name in names))
    return table


def _plan(spoken: Language, tier: Tier) -> Text:
    """Which plans have it; marked where the project's own has not."""
    return Text(plan_of(tier), style="" if spoken.may_use(tier) else "red")


def _words(known: tuple[str, ...] | None) -> Text | None:
    if known is None:
        return None
    return Text(", ".join(known) if known else "any text: the catalog names none")
