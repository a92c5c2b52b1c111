"""`segsmith new`: a definition file to begin with, bare or from a template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from segsmith.cli.invocation import err, note, out, told


@told
def new(
    context: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The new segment's key.")
    ] = None,
    template: Annotated[
        str | None, typer.Option("--from", metavar="TEMPLATE", help="The template to copy.")
    ] = None,
    only_list: Annotated[
        bool, typer.Option("--list", help="List the templates; write nothing.")
    ] = False,
    folder: Annotated[str, typer.Option(help="A folder below segment_defs/segments.")] = "",
    entity: Annotated[str, typer.Option(help="The entity, where it is not the usual one.")] = "",
    owner: Annotated[str, typer.Option(help="The owner.")] = "",
    description: Annotated[str, typer.Option(help="The description.")] = "",
    only_show: Annotated[
        bool, typer.Option("--show", help="Print the definition; write nothing.")
    ] = False,
) -> None:
    """Begin a segment: a bare definition, or a copy of a template with this catalog's names."""
    from segsmith.authoring.new import new_segment
    from segsmith.authoring.templates import templates
    from segsmith.schema import refresh_schemas

    root: Path = context.obj.place.root
    known = templates(root)
    if only_list:
        _print_templates(out(), known)
        return
    if key is None:
        raise typer.BadParameter("say the new segment's key, or --list", param_hint="NAME")
    _check(root, key, template, known, folder)
    around = {"owner": owner, "description": description, "entity": entity}
    said = {word: value for word, value in around.items() if value}
    made = new_segment(root, key, known[template] if template else None, said, folder)
    if only_show:
        out().print(Text(made.text), soft_wrap=True, end="")
    else:
        target = root / made.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(made.text, encoding="utf-8", newline="\n")
        refresh_schemas(root / "segment_defs")
        out().print(Text(f"+ {made.path}"), soft_wrap=True)
    _tell(made, root)


def _check(root: Path, key: str, template: str | None, known: Any, folder: str) -> None:
    """Refuse a key that cannot be one or is taken, a template that is not there.

    Raises:
        WarehouseError: with the way on.
    """
    from segsmith.cli.definitions_here import read_definitions
    from segsmith.definitions.scalars import KEY_LENGTH, KEY_PATTERN
    from segsmith.errors import did_you_mean
    from segsmith.warehouse import WarehouseError

    if not KEY_PATTERN.fullmatch(key) or len(key) > KEY_LENGTH:
        raise WarehouseError(
            "bad-key",
            f"{key!r} cannot be a name",
            f"small letters a-z, digits and single underscores, at most {KEY_LENGTH}",
        )
    if folder and not all(KEY_PATTERN.fullmatch(part) for part in folder.split("/")):
        raise WarehouseError(
            "outside-folder",
            f"{folder!r} is no folder below segment_defs/segments",
            "names of small letters, digits and underscores, with / between them",
        )
    if template is not None and template not in known:
        raise WarehouseError(
            "unknown-template",
            f"there is no template `{template}`",
            did_you_mean(template, known, "templates"),
        )
    for document in read_definitions(root).segments:
        if document.model.segment == key:
            raise WarehouseError(
                "already-there",
                f"the segment `{key}` is there already, in {document.file}",
                "choose another name, or edit that file",
            )


def _print_templates(console: Console, known: Any) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for template in known.values():
        table.add_row(template.name, template.title)
    console.print(table)
    console.print()
    console.print(Text("segsmith new NAME --from TEMPLATE"), style="green")


def _tell(made: Any, root: Path) -> None:
    """What was filled in, and what is left to do."""
    from segsmith.errors.picture import picture

    for name, other in made.renamed.items():
        note(f"`{name}` of the template is `{other}` in this catalog")
    for problem in made.problems:
        err().print(Text(picture(problem, root)), soft_wrap=True)
        err().print()
    if made.traits:
        note("traits that the catalog lacks; they go under `traits:` of the entity's file:")
        for line in made.traits:
            err().print(Text(f"  {line}"), soft_wrap=True)
    if made.scores:
        note("scores that the catalog switches on; they go under `scores:` of the entity's file:")
        for line in made.scores:
            err().print(Text(f"  {line}"), soft_wrap=True)
    for name, template in made.segments.items():
        if template:
            note(f"the segment it refers to: segsmith new {name} --from {template}")
    errors = [problem for problem in made.problems if problem.severity == "error"]
    if errors:
        note(f"{len(errors)} to mend before `segsmith generate`; `segsmith validate` tells again")
