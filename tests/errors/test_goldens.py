"""One golden picture for every rule that a definition can break.

A case is a folder `cases/<rule>` or `cases/<rule>__<variant>`, laid over `base/` as the definition
folder; `expected.txt` is what the user is told. `SEGSMITH_UPDATE_GOLDENS=1` writes it anew.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from segsmith import pipeline
from segsmith.authoring.add import add_json
from segsmith.errors import Problem, UserError
from segsmith.errors.picture import pictures
from segsmith.read.yaml_nodes import MAX_BYTES

HERE = Path(__file__).parent
CASES = HERE / "cases"


def _leads_out(folder: Path) -> None:
    outside = folder.parent.parent / "outside.yml"
    outside.write_text("segment: tried\nwhere: {tag: vip}\n", encoding="utf-8")
    (folder / "segments" / "tried.yml").symlink_to(outside)


def _is_a_folder(folder: Path) -> None:
    (folder / "segments" / "tried.yml").mkdir()


def _many_bytes(folder: Path) -> None:
    text = "segment: tried\n" + "# filler\n" * (MAX_BYTES // 9 + 1)
    (folder / "segments" / "tried.yml").write_text(text, encoding="utf-8")


def _many_levels(folder: Path) -> None:
    text = "segment: tried\nwhere: " + "{not: " * 300 + "{tag: vip}" + "}" * 300 + "\n"
    (folder / "segments" / "tried.yml").write_text(text, encoding="utf-8")


def _long_text(folder: Path) -> None:
    text = f"segment: tried\nwhere: {{attribute: country, is: {'x' * 100_001}}}\n"
    (folder / "segments" / "tried.yml").write_text(text, encoding="utf-8")


def _chain_of_variants(folder: Path) -> None:
    """Each refers to the one before, with another value."""
    first = "parameters: {tag: vip}\nwhere: {tag: {parameter: tag}}\n"
    (folder / "segments" / "step_0.yml").write_text(f"segment: step_0\n{first}")
    for number in range(1, 23):
        text = (
            f"segment: step_{number}\nparameters: {{tag: vip}}\n"
            f"where: {{segment: step_{number - 1}, with: {{tag: {{parameter: tag}}}}}}\n"
        )
        (folder / "segments" / f"step_{number}.yml").write_text(text)
    text = "segment: tried\nwhere:\n  segment: step_22\n  with: {tag: beta}\n"
    (folder / "segments" / "tried.yml").write_text(text)


def _doubled_variants(folder: Path) -> None:
    """Each refers twice to a variant of the one before: written out, the last is a million."""
    first = "parameters: {tag: vip}\nwhere: {tag: {parameter: tag}}\n"
    (folder / "segments" / "step_0.yml").write_text(f"segment: step_0\n{first}")
    for number in range(1, 16):
        one = f"{{segment: step_{number - 1}, with: {{tag: {{parameter: tag}}}}}}"
        text = f"segment: step_{number}\nparameters: {{tag: vip}}\nwhere:\n  any: [{one}, {one}]\n"
        (folder / "segments" / f"step_{number}.yml").write_text(text)
    text = "segment: tried\nwhere:\n  segment: step_15\n  with: {tag: beta}\n"
    (folder / "segments" / "tried.yml").write_text(text)


def _many_conditions(folder: Path) -> None:
    conditions = "".join(f"    - {{attribute: country, is: c{n}}}\n" for n in range(10_000))
    text = f"segment: tried\nwhere:\n  any:\n{conditions}"
    (folder / "segments" / "tried.yml").write_text(text, encoding="utf-8")


def _many_digits(folder: Path) -> None:
    text = f"segment: tried\nwhere: {{attribute: score, is: {'9' * 5_000}}}\n"
    (folder / "segments" / "tried.yml").write_text(text, encoding="utf-8")


def _folder_leads_out(folder: Path) -> None:
    outside = folder.parent.parent / "outside"
    outside.mkdir()
    (outside / "visits.yml").write_text("entity: visits\n", encoding="utf-8")
    (folder / "catalog" / "visits.yml").symlink_to(outside / "visits.yml")


def _leads_nowhere(folder: Path) -> None:
    (folder / "segments" / "tried.yml").symlink_to(folder / "segments" / "nowhere.yml")


def _leads_to_itself(folder: Path) -> None:
    (folder / "segments" / "tried.yml").symlink_to(folder / "segments" / "tried.yml")


def _links_a_folder(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "segments" / "more").symlink_to(folder / "more")


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _generated(folder: Path) -> Path:
    """The macro that the segment `tried` became."""
    (folder / "segments" / "tried.yml").write_text("segment: tried\nwhere: {tag: vip}\n")
    pipeline.generate(folder.parent)
    return folder.parent / "macros" / "segsmith" / "contact_segment__tried.sql"


def _vanished(folder: Path) -> None:
    _generated(folder)
    (folder / "segments" / "tried.yml").unlink()


def _edited(folder: Path) -> None:
    macro = _generated(folder)
    macro.write_text(macro.read_text(encoding="utf-8").replace("vip", "beta"), encoding="utf-8")


def _foreign(folder: Path) -> None:
    macro = _generated(folder)
    (macro.parent / "ours.sql").write_text("select 1\n", encoding="utf-8")


# What cannot be kept as a file in the repository is made here.
MADE: dict[str, Callable[[Path], None]] = {
    "definition-vanished": _vanished,
    "edited-by-hand": _edited,
    "foreign-file": _foreign,
    "no-definitions": _no_folder,
    "not-a-file": _is_a_folder,
    "not-a-file__dangling-link": _leads_nowhere,
    "not-a-file__linked-folder": _links_a_folder,
    "not-a-file__link-to-itself": _leads_to_itself,
    "number-too-long__thousands": _many_digits,
    "outside-folder": _leads_out,
    "outside-folder__catalog": _folder_leads_out,
    "rule-too-large__conditions": _many_conditions,
    "text-too-long": _long_text,
    "rule-too-large__variants": _doubled_variants,
    "too-many-variants": _chain_of_variants,
    "too-large": _many_bytes,
    "too-large__levels": _many_levels,
}


def case_names() -> list[str]:
    """Every case, those that are made here too."""
    return sorted({*MADE, *(folder.name for folder in CASES.iterdir() if folder.is_dir())})


@pytest.mark.parametrize("case", case_names())
def test_golden(case: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    folder = root / "segment_defs"
    shutil.copytree(HERE / "base", folder)
    (folder / "segments").mkdir()
    if (CASES / case).is_dir():
        shutil.copytree(CASES / case, folder, dirs_exist_ok=True)
        (folder / "expected.txt").unlink(missing_ok=True)
    if case in MADE:
        MADE[case](folder)

    told = _told(root)

    assert f"[{case.partition('__')[0]}]" in told or case == "several-mistakes"
    golden = CASES / case / "expected.txt"
    if os.environ.get("SEGSMITH_UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def _told(root: Path) -> str:
    """Errors as the user sees them, or the warnings of a project without errors."""
    try:
        problems = _load(root)
    except UserError as error:
        problems = list(error.problems)
    assert problems, "nothing is wrong with this case"
    # A generated line stands in some pictures; its checksum is no part of the golden.
    return re.sub(r"checksum [0-9a-f]+", "checksum 000000", pictures(problems, root)) + "\n"


def _load(root: Path) -> list[Problem]:
    added = root / "segment_defs" / "add.json"
    if added.exists():
        add_json(root, added.read_text(encoding="utf-8"), "segment_defs/add.json")
        return []
    warnings = list(pipeline.load(root).warnings)
    pipeline.generate(root)
    return warnings


def test_the_base_has_no_mistake(tmp_path: Path) -> None:
    shutil.copytree(HERE / "base", tmp_path / "segment_defs")
    assert _load(tmp_path) == []
