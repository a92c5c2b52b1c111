"""`segsmith generate`: definitions become dbt models and macros."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.text import Text

from segsmith.cli.invocation import err, out, told

_WORDS = (("created", "+"), ("updated", "~"), ("deleted", "-"))


@told
def generate(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when files would change.")
    ] = False,
) -> None:
    """Write the dbt models and macros of all definitions."""
    from segsmith import pipeline

    changes = pipeline.generate(context.obj.place.root, check=check)
    changed = tell_changes(changes)
    if check and changed:
        err().print(
            Text("The generated files are not those of the definitions: run `segsmith generate`."),
            soft_wrap=True,
        )
        raise typer.Exit(1)


def tell_changes(changes: Any, most: int = 40) -> int:
    """Print what was (or would be) written; how many files that are."""
    console = out()
    lines = [f"{sign} {path}" for word, sign in _WORDS for path in getattr(changes, word)]
    for line in lines[:most]:
        console.print(Text(line), soft_wrap=True)
    if len(lines) > most:
        console.print(Text(f"  … and {len(lines) - most:,} more"))
    counts = [f"{len(getattr(changes, word)):,} {word}" for word, _ in _WORDS]
    console.print(Text(", ".join([*counts, f"{len(changes.unchanged):,} unchanged"])))
    return len(lines)
