"""`segsmith preview SEGMENT`: who would be in, by the working copy, without building anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer
from rich.columns import Columns
from rich.text import Text

from segsmith.cli.as_of import now, read_as_of
from segsmith.cli.definitions_here import (
    complete_segment,
    find_segment,
    read_definitions,
    renames,
    words_of,
)
from segsmith.cli.figures import number, share
from segsmith.cli.invocation import err, out, print_json, told
from segsmith.definitions.catalog import DeletedFlag
from segsmith.definitions.segments import Segment
from segsmith.warehouse import Place, WarehouseError
from segsmith.warehouse.connection import Warehouse
from segsmith.warehouse.manifest import Manifest


@dataclass(frozen=True)
class Preview:
    """Counts of contacts, and some ids in the order of the key."""

    segment: str
    as_of: str
    rule: str
    members: int
    entities: int
    in_now: int | None
    would_enter: int | None
    would_leave: int | None
    sample: list[Any]


@told
def preview(
    context: typer.Context,
    segment: Annotated[str, typer.Argument(autocompletion=complete_segment)],
    as_of: Annotated[
        str | None,
        typer.Option(callback=read_as_of, help="At this instant (UTC), now when left out."),
    ] = None,
    sample: Annotated[int, typer.Option(min=0, max=1000, help="How many ids to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Count who would be in a segment, as the definition stands in the working copy."""
    from segsmith import pipeline

    place = context.obj.place
    definitions = read_definitions(place.root)
    model = find_segment(definitions, segment).model
    sql = pipeline.preview_sql(place.root, segment)
    at = as_of or now()
    with _waiting("compiling and counting"):
        zone = definitions.project.model.time_zone
        variables = {
            "segsmith_preview_as_of": at,
            "segsmith_time_zone": zone,
            "segsmith_renames": renames(definitions),
        }
        compiled = compile_inline(place, sql, variables)
        found = _count(place, model, compiled, sample)
    answer = Preview(segment, at, words_of(definitions, model), **found)
    if as_json:
        print_json(asdict(answer))
    else:
        _print(answer, model.entity)


@contextmanager
def _waiting(for_: str) -> Iterator[None]:
    with err().status(for_):
        yield


def compile_inline(place: Place, sql: str, variables: Mapping[str, object] | None = None) -> str:
    """The SQL that dbt makes of a text with Jinja.

    Raises:
        WarehouseError: dbt cannot compile it.
    """
    from segsmith.warehouse.dbt_command import run_dbt

    outcome = run_dbt(place, ["compile", "--inline", sql], variables)
    if outcome.error is not None:
        raise outcome.error
    return str(outcome.results[0].node.compiled_code).strip().rstrip(";")


def _count(place: Place, segment: Segment, sql: str, sample: int) -> dict[str, Any]:
    from segsmith.warehouse.connection import open_warehouse, text
    from segsmith.warehouse.manifest import read_manifest

    manifest = read_manifest(place)
    entity = segment.entity
    # the tables of the last run may know it under an old name
    keys = ", ".join(text(key) for key in (segment.segment, *segment.renamed_from))
    with open_warehouse(place) as warehouse:
        column = warehouse.quote(f"{entity}_id")
        membership = manifest.table(f"{entity}_segment_membership")
        found: dict[str, Any] = {"in_now": None, "would_enter": None, "would_leave": None}
        found["entities"] = _entities(place, entity, warehouse, manifest)
        if membership is not None and warehouse.has(membership):
            counts = warehouse.rows(
                f"select count(wanted.{column}) as members, count(known.{column}) as in_now, "
                f"count(case when known.{column} is null then 1 end) as would_enter, "
                f"count(case when wanted.{column} is null then 1 end) as would_leave "
                f"from (\n{sql}\n) as wanted full join (select {column} from "
                f"{warehouse.quoted(membership)} where segment_key in ({keys})) as known "
                f"on wanted.{column} = known.{column}"
            )[0]
            found |= counts
        else:
            found |= warehouse.rows(f"select count(*) as members from (\n{sql}\n) as wanted")[0]
        ids = warehouse.rows(
            f"select {column} as id from (\n{sql}\n) as wanted order by {column} limit {sample}"
        )
        return {**found, "sample": [row["id"] for row in ids]}


def _entities(place: Place, entity: str, warehouse: Warehouse, manifest: Manifest) -> int:
    """How many entities there are, without deleted ones."""
    definitions = read_definitions(place.root)
    model = next(d.model for d in definitions.entities if d.model.entity == entity)
    table = manifest.source(model.from_.ref, model.from_.source)
    if table is None:
        raise WarehouseError("not-built", f"the table of {entity} is not known to dbt")
    sql = f"select count(*) as n from {warehouse.quoted(table)}"
    if isinstance(model.deletes, DeletedFlag):
        sql += f" where not coalesce({warehouse.quote(model.deletes.flag)}, false)"
    return int(warehouse.rows(sql)[0]["n"])


def _print(answer: Preview, entity: str) -> None:
    console = out()
    console.print(Text.assemble((answer.segment, "bold"), f"  at {answer.as_of} UTC"))
    console.print(Text(answer.rule))
    console.print()
    part = share(answer.members, answer.entities)
    console.print(
        Text.assemble(
            (number(answer.members), "bold"),
            f" of {number(answer.entities)} {entity}s would be in ({part})",
        )
    )
    if answer.in_now is not None:
        console.print(
            Text(
                f"{number(answer.in_now)} are in now: {number(answer.would_enter)} would enter, "
                f"{number(answer.would_leave)} would leave"
            )
        )
    if answer.sample:
        console.print()
        console.print(Text("for instance", style="dim"))
        console.print(Columns([Text(str(each)) for each in answer.sample], padding=(0, 2)))
