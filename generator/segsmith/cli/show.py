"""`segsmith show SEGMENT`: everything about one segment."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from segsmith.cli.definitions_here import (
    complete_segment,
    find_segment,
    read_definitions,
    used_by,
    uses,
    words_of,
)
from segsmith.cli.figures import change, day, instant, number, spark
from segsmith.cli.invocation import note, out, print_json, told
from segsmith.definitions.segments import Segment
from segsmith.warehouse import Place, WarehouseError
from segsmith.warehouse.connection import Row

CAUSES_OF_RUNS = 5


@dataclass(frozen=True)
class Links:
    """The segments that one rests on, and those that rest on it."""

    uses: list[str]
    used_by: list[str]


@dataclass(frozen=True)
class Known:
    """What the warehouse tells of one segment."""

    row: Row = field(default_factory=dict)
    sizes: list[Row] = field(default_factory=list)
    causes: list[Row] = field(default_factory=list)


@told
def show(
    context: typer.Context,
    segment: Annotated[str, typer.Argument(autocompletion=complete_segment)],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Show a segment: its rule in words, its size over time, who changed and why."""
    place = context.obj.place
    definitions = read_definitions(place.root)
    document = find_segment(definitions, segment)
    model = document.model
    rule = words_of(definitions, model)
    links = Links(uses(definitions, model), used_by(definitions, segment))
    known = _known(place, model)
    if as_json:
        print_json(_json(model, document.file, rule, links, known))
        return
    console = out()
    _print_head(console, model, rule, document.file, links, known)
    _print_sizes(console, known)
    _print_causes(console, known)
    _print_definition(console, place, document.file)


def _known(place: Place, model: Segment) -> Known:
    from segsmith.warehouse.facts import open_facts

    try:
        with open_facts(place, copy_when_locked=True) as facts:
            rows = [r for r in facts.segments() if r["segment_key"] == model.segment]
            if not rows:
                note("this segment is not in the warehouse yet; `segsmith preview` counts it")
                return Known()
            causes = facts.causes(model.entity, model.segment, CAUSES_OF_RUNS)
            return Known(rows[0], facts.sizes(model.segment), causes)
    except WarehouseError as error:
        if error.rule not in ("no-warehouse", "not-built"):
            raise
        note(f"{error.message}; {error.help}")
        return Known()


def _print_head(
    console: Console, model: Segment, rule: str, file: str, links: Links, known: Known
) -> None:
    title = Text(model.segment, style="bold")
    if model.name:
        title.append(f"  {model.name}", style="not bold")
    console.print(title)
    if model.description:
        console.print(Text(model.description.strip(), style="dim"))
    console.print()
    row = known.row
    facts = {
        "who is in": rule,
        "members": number(row.get("members")) if row else "not built",
        "status": _status(model, row),
        "owner": model.owner,
        "labels": ", ".join(model.labels),
        "rule since": day(row.get("changed_at")) if row else "",
        "evaluated": f"{instant(row.get('last_evaluated_at'))} UTC" if row else "",
        "uses": ", ".join(links.uses),
        "used by": ", ".join(links.used_by),
        "audience": "yes" if model.audience else "",
        "guards": _guards(model),
        "notes": model.notes.strip(),
        "file": file,
    }
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in facts.items():
        if value:
            grid.add_row(label, Text(value))
    console.print(grid)


def _status(model: Segment, row: Row) -> str:
    if row.get("status") != "held":
        return model.status
    return f"held since {instant(row.get('held_since'))} UTC: {row.get('held_reason')}"


def _guards(model: Segment) -> str:
    limits = model.guards.model_dump(exclude_none=True)
    return ", ".join(f"{name} {value:g}" for name, value in limits.items())


def _print_sizes(console: Console, known: Known) -> None:
    if not known.sizes:
        return
    members = [row["members"] for row in known.sizes]
    line = spark(members, max(10, min(console.width - 4, 120)))
    first, last = known.sizes[-len(line)], known.sizes[-1]
    console.print()
    console.print(Text("size", style="bold"))
    console.print(Text(f"  {line}"), soft_wrap=True)
    words = f"{number(last['members'])} on {day(last['as_of'])}"
    if first is not last:
        words = f"{number(first['members'])} on {day(first['as_of'])}, {words}; "
        words += f"least {number(min(members))}, most {number(max(members))}"
    console.print(Text(f"  {words}"))


def _print_causes(console: Console, known: Known) -> None:
    if not known.causes:
        return
    console.print()
    console.print(Text("last changes (entered and left, by cause)", style="bold"))
    table = Table.grid(padding=(0, 2))
    for as_of, group in groupby(known.causes, key=lambda row: row["as_of"]):
        rows = list(group)
        entered = sum(r["transitions"] for r in rows if r["kind"] == "entered")
        exited = sum(r["transitions"] for r in rows if r["kind"] == "exited")
        causes = [f"{r['kind']} {number(r['transitions'])} {_cause(r['cause'])}" for r in rows]
        table.add_row(f"  {instant(as_of)}", change(entered, exited), Text("; ".join(causes)))
    console.print(table)


def _cause(cause: str) -> str:
    words = {"first_run": "first run", "time": "time passed", "definition": "definition changed"}
    return f"({words.get(cause, cause)})"


def _print_definition(console: Console, place: Place, file: str) -> None:
    console.print()
    console.print(Text("definition", style="bold"))
    text = (place.root / file).read_text(encoding="utf-8").rstrip()
    for line in text.splitlines():
        console.print(Text(f"  {line}"), soft_wrap=True)


def _json(model: Segment, file: str, rule: str, links: Links, known: Known) -> dict[str, Any]:
    return {
        "segment": model.segment,
        "name": model.name,
        "description": model.description,
        "owner": model.owner,
        "labels": list(model.labels),
        "status": known.row.get("status", model.status) if known.row else model.status,
        "rule": rule,
        "file": file,
        "uses": links.uses,
        "used_by": links.used_by,
        "members": known.row.get("members"),
        "changed_at": known.row.get("changed_at"),
        "last_evaluated_at": known.row.get("last_evaluated_at"),
        "held_since": known.row.get("held_since"),
        "held_reason": known.row.get("held_reason"),
        "sizes": [
            {k: row[k] for k in ("as_of", "members", "entered", "exited")} for row in known.sizes
        ],
        "last_changes": known.causes,
    }
