"""`segsmith discard-unpublished`: delete ledger rows that are wrong and that no reader saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from rich.text import Text

from segsmith.cli.figures import instant, number
from segsmith.cli.invocation import out, told
from segsmith.warehouse import Place
from segsmith.warehouse.connection import Row


@dataclass(frozen=True)
class Tail:
    """The rows of one ledger after the published run, and the first fault among them."""

    entity: str
    ledger: str
    condition: str
    kinds: list[Row]
    fault: str

    @property
    def rows(self) -> int:
        """How many rows."""
        return sum(int(kind["n"]) for kind in self.kinds)


@told
def discard_unpublished(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete ledger rows that were written but not published, when they break the ledger's laws."""
    from segsmith.warehouse.connection import database_path, open_warehouse
    from segsmith.warehouse.file_lock import one_run_at_a_time

    place = context.obj.place
    console = out()
    with one_run_at_a_time(database_path(place)):
        tails = [tail for tail in _tails(place) if tail.rows]
        if not tails:
            console.print(
                Text("Every row of the ledger is published; there is nothing to discard.")
            )
            return
        if not any(tail.fault for tail in tails):
            total = number(sum(tail.rows for tail in tails))
            console.print(
                Text(f"{total} rows are not published yet, and sound: the next run publishes them.")
            )
            return
        for tail in tails:
            _print_tail(tail)
        if not yes:
            typer.confirm("Delete these rows? No reader has seen them.", abort=True)
        with open_warehouse(place, writes=True) as warehouse:
            for tail in tails:
                warehouse.execute(f"delete from {tail.ledger} where {tail.condition}")
    console.print(Text("Deleted. The next run evaluates everything they held."))


def _tails(place: Place) -> list[Tail]:
    from segsmith.cli.preview import compile_inline
    from segsmith.warehouse.connection import open_warehouse
    from segsmith.warehouse.manifest import read_manifest

    manifest = read_manifest(place)
    entities = manifest.entities()
    checks = {entity: compile_inline(place, _check(entity)) for entity in entities}
    with open_warehouse(place) as warehouse:
        published = manifest.table("segsmith_published")
        is_published = published is not None and warehouse.has(published)
        tails = []
        for entity in entities:
            ledger = manifest.table(f"{entity}_segment_ledger")
            if ledger is None or not warehouse.has(ledger):
                continue
            condition = "1 = 1"
            if published is not None and is_published:
                last = warehouse.rows(
                    f"select max(as_of) as as_of from {warehouse.quoted(published)} "
                    f"where entity = '{entity}'"
                )[0]["as_of"]
                if last is not None:
                    condition = f"as_of > timestamp '{last.isoformat(sep=' ')}'"
            name = warehouse.quoted(ledger)
            kinds = warehouse.rows(
                f"select as_of, kind, count(*) as n from {name} where {condition} "
                "group by as_of, kind order by as_of, kind"
            )
            faults = warehouse.rows(f"select message from (\n{checks[entity]}\n) as f limit 1")
            fault = (
                str(faults[0]["message"]).partition(f" ({entity}_segment_ledger")[0]
                if faults
                else ""
            )
            tails.append(Tail(entity, name, condition, kinds, fault))
    return tails


def _check(entity: str) -> str:
    return (
        f"{{{{ segsmith.tail_faults('{entity}', "
        f"segsmith.existing_relation('{entity}_segment_ledger'), "
        "segsmith.existing_relation('segsmith_published')) }}"
    )


def _print_tail(tail: Tail) -> None:
    console = out()
    console.print(
        Text(f"{number(tail.rows)} unpublished rows of {tail.entity}_segment_ledger", style="bold")
    )
    if tail.fault:
        console.print(Text(f"  {tail.fault}"), soft_wrap=True)
    for kind in tail.kinds:
        console.print(Text(f"  {instant(kind['as_of'])}  {kind['kind']:<10}  {number(kind['n'])}"))
