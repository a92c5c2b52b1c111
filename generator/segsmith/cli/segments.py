"""`segsmith segments`: every segment with its members, owner, last change and status."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from segsmith.cli.definitions_here import read_definitions, words_of
from segsmith.cli.figures import change, day, instant, number
from segsmith.cli.invocation import note, out, print_json, told
from segsmith.cli.tables import plain_table
from segsmith.definitions.parse import Definitions
from segsmith.warehouse import Place, WarehouseError
from segsmith.warehouse.connection import Row
from segsmith.warehouse.facts import Facts

NARROW = 100  # below this width owners are cut
WIDE = 120  # from this width on the rule is shown too


@dataclass(frozen=True)
class Line:
    """One segment: from its definition, or, without one, from the warehouse."""

    segment: str
    name: str
    owner: str
    status: str
    members: int | None
    last_change: datetime | None
    entered: int | None
    exited: int | None
    rule: str


@told
def segments(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """List the segments: members, owner, last change, status."""
    place = context.obj.place
    definitions = read_definitions(place.root)
    built, changes = _published(place)
    lines = list_segments(definitions, built, changes)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    console = out()
    console.print(_table(lines, console.width))
    console.print(Text(f"{len(lines):,} segment{'' if len(lines) == 1 else 's'}"))


def _published(place: Place) -> tuple[dict[str, Row], dict[str, Row]]:
    """The segments in the warehouse and their last changes; a note where there are none."""
    from segsmith.warehouse.facts import open_facts

    try:
        with open_facts(place, copy_when_locked=True) as facts:
            rows = {row["segment_key"]: row for row in facts.segments()}
            changes = facts.last_changes()
            as_of = max((run.as_of for run in facts.last_runs()), default=None)
            copied = (
                " (the published copy: another process writes)" if facts.warehouse.is_copy else ""
            )
            note(f"as of {instant(as_of)} UTC{copied}")
            _tell_stale(facts, as_of)
            return rows, changes
    except WarehouseError as error:
        if error.rule not in ("no-warehouse", "not-built"):
            raise
        note(f"{error.message}; {error.help}")
        return {}, {}


def _tell_stale(facts: Facts, as_of: datetime | None) -> None:
    """One line when readers of the published copy see an older run than this."""
    from segsmith.warehouse.connection import published_path
    from segsmith.warehouse.published_copy import published_until

    copy = published_path(facts.warehouse.path)
    if copy is None or facts.warehouse.is_copy or not copy.exists():
        return
    until = published_until(copy, facts.table("segsmith_published"))
    if until is None or (as_of is not None and until < as_of):
        note(f"{copy.name} is of {instant(until)} UTC; `segsmith run` renews it")


def list_segments(
    definitions: Definitions, built: dict[str, Row], changes: dict[str, Row]
) -> list[Line]:
    """Definitions and warehouse side by side, by key."""
    written = {document.model.segment: document.model for document in definitions.segments}
    lines = []
    for key in sorted({*written, *built}):
        model, row, last = written.get(key), built.get(key, {}), changes.get(key, {})
        lines.append(
            Line(
                segment=key,
                name=model.name if model else row.get("name", ""),
                owner=model.owner if model else row.get("owner", ""),
                status=_status(model.status if model else None, row),
                members=row.get("members"),
                last_change=last.get("as_of"),
                entered=last.get("entered"),
                exited=last.get("exited"),
                rule=words_of(definitions, model) if model else row.get("rule", ""),
            )
        )
    return lines


def _status(written: str | None, row: Row) -> str:
    if written is None:
        return "undefined"
    if not row:
        return "not built" if written == "active" else f"{written}, not built"
    return "held" if row.get("status") == "held" else written


def _table(lines: list[Line], width: int) -> Table:
    table = plain_table()
    # On a narrow terminal a long owner is cut.
    is_narrow = width < NARROW
    # A key is what people copy: it stays whole before an owner does.
    longest = max((len(line.segment) for line in lines), default=0)
    table.add_column("segment", overflow="fold", min_width=min(longest, width // 3))
    table.add_column("members", justify="right", no_wrap=True)
    table.add_column("last change", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column(
        "owner", overflow="ellipsis", no_wrap=True, max_width=15 if is_narrow else None
    )
    if width >= WIDE:
        table.add_column("who is in", overflow="fold", ratio=1)
    for line in lines:
        cells = [
            Text(line.segment, style="bold"),
            Text(number(line.members)),
            _last_change(line),
            Text(line.status, style="" if line.status == "active" else "yellow"),
            Text(line.owner or "–"),
        ]
        if width >= WIDE:
            cells.append(Text(line.rule))
        table.add_row(*cells)
    return table


def _last_change(line: Line) -> Text:
    if line.last_change is None:
        return Text("–")
    return Text(f"{day(line.last_change)} {change(line.entered or 0, line.exited or 0)}")
