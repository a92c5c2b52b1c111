"""The stages in order: read, parse, resolve, plan, lower, render, write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

from segsmith.definitions.parse import parse
from segsmith.errors import Position, Problem, UserError, did_you_mean
from segsmith.lower.page import TextFile
from segsmith.lower.project import lower_plan
from segsmith.plan import Plan, make_plan
from segsmith.read import read_sources
from segsmith.render.files import GeneratedFile, macro_file, page_files, text_file
from segsmith.render.page import EDIT_HERE
from segsmith.render.preview import preview_select
from segsmith.resolve import ResolvedProject, resolve
from segsmith.write.files import Changes, compare, write

_ATTRIBUTES = f"""# {EDIT_HERE}
# Branches that each add a trait to one page merge: both lines are kept.
*.sql text eol=lf merge=union
*.yml text eol=lf merge=union
"""


def load(root: Path) -> ResolvedProject:
    """Read and check the definitions of a project.

    Raises:
        UserError: every mistake of the first stage that finds any.
    """
    return resolve(parse(read_sources(root)))


def plan_of(root: Path) -> Plan:
    """What is computed for the definitions of a project.

    Raises:
        UserError: as `load`.
    """
    return make_plan(load(root))


def files_of(project: ResolvedProject) -> tuple[GeneratedFile, ...]:
    """Every file that the definitions become, sorted by path.

    Raises:
        UserError: an output folder that leads out of the project.
    """
    return render_plan(make_plan(project))


def render_plan(plan: Plan) -> tuple[GeneratedFile, ...]:
    """The files of a plan."""
    models, macros = _folders(plan.resolved)
    lowered = lower_plan(plan)
    files: list[GeneratedFile] = []
    for page in lowered.pages:
        files += page_files(page, models)
    files += [macro_file(file, macros) for file in lowered.macros]
    files += [text_file(file, models) for file in lowered.texts]
    for folder in (models, macros):
        files.append(text_file(TextFile(".gitattributes", _ATTRIBUTES), folder))
    return tuple(sorted(files, key=lambda file: file.path))


def generate(root: Path, check: bool = False) -> Changes:
    """Write the generated files of a project; with `check`, only tell what differs.

    Raises:
        UserError: a mistake in a definition, or a file that may not be overwritten. Nothing is
            written then.
    """
    project = load(root)
    files = files_of(project)
    folders = _folders(project)
    _refuse_vanished(root, project, folders[1])
    if check:
        return compare(root, files, folders)
    return write(root, files, folders)


def preview_sql(root: Path, segment: str) -> str:
    """One segment of the working copy as a select of ids, generated or not.

    Raises:
        UserError: a mistake in a definition, or there is no such segment.
    """
    return preview_of(load(root), segment)


def preview_of(project: ResolvedProject, segment: str) -> str:
    """One segment of a project as a select of ids.

    Raises:
        UserError: there is no such segment.
    """
    found = {s.key: s for entity in project.entities for s in entity.segments}
    if segment not in found:
        message = f"there is no segment `{segment}`"
        raise UserError(
            [
                Problem(
                    Position("segment_defs"),
                    "unknown-segment",
                    message,
                    did_you_mean(segment, found),
                )
            ]
        )
    needed, waiting = set[str](), [segment]
    while waiting:
        key = waiting.pop()
        needed.add(key)
        waiting += found[key].refers_to - needed
    entities = tuple(
        replace(entity, segments=tuple(s for s in entity.segments if s.key in needed))
        for entity in project.entities
        if any(s.key in needed for s in entity.segments)
    )
    return preview_select(make_plan(replace(project, entities=entities)), segment)


def _folders(project: ResolvedProject) -> tuple[str, str]:
    output = project.settings.output
    for folder in (output.models, output.macros):
        path = PurePosixPath(folder)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            document = project.definitions.project
            raise UserError(
                [
                    Problem(
                        document.at("output"),
                        "outside-folder",
                        f"the output folder {folder!r} leads out of the project",
                        "name a folder below the dbt project, like models/segsmith",
                    )
                ]
            )
    return output.models, output.macros


def _refuse_vanished(root: Path, project: ResolvedProject, macros: str) -> None:
    """A definition that was generated once may not vanish: its members would never leave."""
    models = [document.model for document in project.definitions.segments]
    keys = {key for model in models for key in (model.segment, *model.renamed_from)}
    problems = []
    for path in sorted((root / macros).glob("*_segment__*.sql")):
        entity, _, key = path.stem.partition("_segment__")
        if key not in keys and entity in project.catalog.entities:
            problems.append(
                Problem(
                    Position(path.relative_to(root).as_posix()),
                    "definition-vanished",
                    f"the definition of `{key}` is gone, but its members are still in it",
                    f"bring the file back with `status: retired`; everybody then leaves. If the "
                    f"segment never ran, delete {path.relative_to(root).as_posix()} as well. If "
                    f"it has another name now, say `renamed_from: {key}` there",
                )
            )
    if problems:
        raise UserError(problems)
