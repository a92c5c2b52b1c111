"""`segsmith check-sources`: the catalog against the warehouse, with counts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from segsmith.cli.definitions_here import read_definitions
from segsmith.cli.figures import number, share
from segsmith.cli.invocation import err, out, print_json, told
from segsmith.cli.tables import plain_table
from segsmith.definitions.catalog import Entity, ObjectSource
from segsmith.warehouse import Place
from segsmith.warehouse.reach_check import check_history, check_joined_types, check_reach
from segsmith.warehouse.source_check import SourceReport, check_source


@told
def check_sources(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Compare the catalog with the warehouse: tables, columns, types, keys, nulls."""
    reports = _reports(context.obj.place)
    if as_json:
        print_json([asdict(report) for report in reports])
    else:
        for report in reports:
            _print(out(), report)
        errors = sum(len(report.errors) for report in reports)
        warnings = sum(len(report.warnings) for report in reports)
        out().print(
            Text(f"{len(reports):,} sources: {errors:,} errors, {warnings:,} warnings", "bold")
        )
    if any(report.errors for report in reports):
        raise typer.Exit(1)


def _reports(place: Place) -> list[SourceReport]:
    from segsmith.warehouse.connection import open_warehouse
    from segsmith.warehouse.manifest import parse, read_manifest

    definitions = read_definitions(place.root)
    entities = {document.model.entity: document.model for document in definitions.entities}
    with err().status("reading the project and the warehouse"):
        parse(place)
        manifest = read_manifest(place)
        with open_warehouse(place) as warehouse:
            reports = []
            for document in definitions.sources:
                source = document.model
                report = check_source(source, entities, warehouse, manifest)
                reports.append(report)
                if isinstance(source, ObjectSource) and source.entity in entities:
                    entity = entities[source.entity]
                    check_joined_types(source, entity, warehouse, manifest, report)
                    reports += check_reach(source, warehouse, manifest)
                if isinstance(source, Entity) and source.history is not None:
                    reports.append(check_history(source, source.history, warehouse, manifest))
            return reports


def _print(console: Console, report: SourceReport) -> None:
    rows = f"{number(report.rows)} rows" if report.columns else ""
    console.print(Text.assemble((report.source, "bold"), f"  {report.place}  {rows}"))
    if report.columns:
        table = plain_table()
        table.add_column("column", overflow="fold", min_width=10)
        table.add_column("as", no_wrap=True)
        table.add_column("type", overflow="ellipsis", no_wrap=True)
        table.add_column("nulls", justify="right", no_wrap=True)
        table.add_column("filled", justify="right", no_wrap=True)
        for column in report.columns:
            filled = "" if column.nulls is None else share(report.rows - column.nulls, report.rows)
            table.add_row(
                Text(column.column),
                Text(column.role),
                Text(column.type, style="bold red" if column.nulls is None else ""),
                Text(number(column.nulls)),
                Text(filled),
            )
        console.print(table)
    for message in report.errors:
        console.print(Text.assemble(("error", "bold red"), f": {message}"), soft_wrap=True)
    for message in report.warnings:
        console.print(Text.assemble(("warning", "bold yellow"), f": {message}"), soft_wrap=True)
    if report.errors or report.warnings:
        console.print()
