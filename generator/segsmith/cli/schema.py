"""`segsmith schema`: the JSON Schema of definition files, for editors."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from segsmith.cli.invocation import err, out, told


@told
def schema(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when files would change.")
    ] = False,
) -> None:
    """Write the schemas that editors complete and check definitions with."""
    from segsmith.schema import refresh_comments, refresh_schemas

    folder = context.obj.place.root / "segment_defs"
    folder.mkdir(exist_ok=True)
    schemas = [f".schema/{name}" for name in refresh_schemas(folder, check)]
    changed = [*schemas, *refresh_comments(folder, check)]
    for path in changed:
        out().print(Text(f"~ segment_defs/{path}"), soft_wrap=True)
    if not changed:
        out().print(Text("Every schema is fresh, and every definition file names its own."))
    elif check:
        message = "Schemas or the first lines of definitions are not fresh: run `segsmith schema`."
        err().print(Text(message), soft_wrap=True)
        raise typer.Exit(1)
