"""What editors need: the schema files, and the first line of every definition file."""

from __future__ import annotations

from pathlib import Path

from segsmith.schema import refresh_comments, refresh_schemas

ROOT = Path(__file__).parents[2]
# The other projects of this repository share the demo's schema files.
OTHERS = ("examples/cdnow", "integration_tests")


def refresh_editors(check: bool = False) -> list[str]:
    """Write schemas and first lines; the paths (below the root) of what was not fresh."""
    own = ROOT / "segment_defs"
    paths = [own / ".schema" / name for name in refresh_schemas(own, check)]
    paths += [own / path for path in refresh_comments(own, check)]
    for project in OTHERS:
        folder = ROOT / project / "segment_defs"
        shared = "../" * (project.count("/") + 2) + "segment_defs/.schema"
        paths += [folder / path for path in refresh_comments(folder, check, shared)]
    return [path.relative_to(ROOT).as_posix() for path in paths]
