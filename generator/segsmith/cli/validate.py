"""`segsmith validate`: all mistakes of all definitions, nothing written."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import typer
from rich.text import Text

from segsmith.cli.invocation import out, told


@told
def validate(context: typer.Context) -> None:
    """Check every definition; no warehouse is needed."""
    from segsmith import pipeline
    from segsmith.cli.reviews import overdue_reviews
    from segsmith.errors.picture import picture

    root = context.obj.place.root
    project = pipeline.load(root)
    console = out()
    today = datetime.now(ZoneInfo(project.settings.time_zone)).date()
    for problem in (*project.warnings, *overdue_reviews(project.definitions, today)):
        console.print(Text(picture(problem, root)), soft_wrap=True)
        console.print()
    definitions = project.definitions
    count = len(definitions.segments)
    console.print(
        Text(
            f"{count:,} segment{'' if count == 1 else 's'} and "
            f"{len(definitions.sources):,} catalog files are fine."
        )
    )
