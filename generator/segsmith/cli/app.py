"""The commands, and the options that stand before every one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from segsmith import __version__
from segsmith.cli.add import add
from segsmith.cli.check_sources import check_sources
from segsmith.cli.discard_unpublished import discard_unpublished
from segsmith.cli.generate import generate
from segsmith.cli.invocation import Options
from segsmith.cli.language import language
from segsmith.cli.new import new
from segsmith.cli.preview import preview
from segsmith.cli.run import run
from segsmith.cli.schema import schema
from segsmith.cli.segments import segments
from segsmith.cli.show import show
from segsmith.cli.validate import validate

app = typer.Typer(
    name="segsmith",
    help="Segments as code on dbt: definitions in YAML, membership and history in the warehouse.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"segsmith {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    project_dir: Annotated[
        Path,
        typer.Option(
            envvar="DBT_PROJECT_DIR",
            help="The dbt project's folder, or one below it.",
            file_okay=False,
        ),
    ] = Path(),
    profiles_dir: Annotated[
        Path | None,
        typer.Option(
            envvar="DBT_PROFILES_DIR",
            help="Where profiles.yml is; as dbt looks for it when left out.",
            file_okay=False,
        ),
    ] = None,
    target: Annotated[
        str | None, typer.Option(help="The target of the dbt profile; its default when left out.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Keep what every command needs."""
    context.obj = Options(project_dir, profiles_dir, target)


app.command()(new)
app.command()(add)
app.command()(generate)
app.command()(validate)
app.command()(segments)
app.command()(show)
app.command()(preview)
app.command()(language)
app.command()(run)
app.command()(schema)
app.command("check-sources")(check_sources)
app.command("discard-unpublished")(discard_unpublished)
