"""`segsmith add FILE.json`: a segment in the JSON shape becomes a definition file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from segsmith.cli.invocation import err, out, told
from segsmith.errors import Position, Problem, UserError


@told
def add(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A JSON file; - reads standard input.")],
    key: Annotated[
        str | None, typer.Option(help="The segment's key; made from its name when left out.")
    ] = None,
    owner: Annotated[str, typer.Option(help="Its owner, where the JSON names none.")] = "",
    description: Annotated[
        str, typer.Option(help="Its description, where the JSON has none.")
    ] = "",
    may_replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite the segment that has this key.")
    ] = False,
    only_show: Annotated[
        bool, typer.Option("--show", help="Print the YAML; write nothing.")
    ] = False,
) -> None:
    """Write a segment given as JSON (name, conditions, logic) as a YAML definition."""
    from segsmith.authoring.add import Wanted, add_json
    from segsmith.errors.picture import picture
    from segsmith.schema import refresh_schemas

    root = context.obj.place.root
    said = {"owner": owner, "description": description}
    around = {name: value for name, value in said.items() if value}
    wanted = Wanted(key, around, may_replace, write=not only_show)
    text, name = _read(file, root)
    added, warnings = add_json(root, text, name, wanted)
    for problem in warnings:
        err().print(Text(picture(problem, root)), soft_wrap=True)
    for each in added:
        if only_show:
            sys.stdout.write(each.text)
        else:
            sign = "~" if each.was_there else "+"
            out().print(Text(f"{sign} {each.path}"), soft_wrap=True)
    if not only_show:
        refresh_schemas(root / "segment_defs")


def _read(file: str, root: Path) -> tuple[str, str]:
    """The text, and the name that mistakes in it are told under."""
    if file == "-":
        return sys.stdin.read(), "<standard input>"
    path = Path(file).resolve()
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    try:
        return path.read_text(encoding="utf-8"), name
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text (byte {error.start:,})"
        raise UserError([Problem(Position(name), "not-text", message)]) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise UserError([Problem(Position(name), "not-a-file", message)]) from None
