"""Our project for the rules: catalog, definitions, and all that the generator makes of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, assert_never

from tests.support.outside_project import REPOSITORY, OutsideProject
from tests.support.written import definitions_of, read_plain

from benchmarks.engine.rules import AttributeTest, EventTest, Group, Not, Rule, Segment
from segsmith.pipeline import generate

CATALOG = Path(__file__).parent / "catalog"
REFRESH = ("--selector", "refresh")
LEDGER = "main_segsmith.contact_segment_ledger"
EVALUATED = "main_segsmith_internal.int_contact__evaluated"
MEMBERS = f"""select segment_key, contact_id
from {LEDGER}
where kind in ('entered', 'exited')
group by segment_key, contact_id
having max(ordinal) % 2 = 1"""
# What readers see, once a whole build has made it.
MEMBERSHIP = "select segment_key, contact_id from main_segsmith.contact_segment_membership"


def write_project(root: Path, profile: dict[str, Any], rules: tuple[Segment, ...]) -> None:
    """Write the project, with the selectors that docs/operations.md gives, and generate it."""
    written = [{"segment": s.name, "where": condition(s.rule)} for s in rules]
    catalog = tuple(read_plain(path) for path in sorted(CATALOG.glob("*.yml")))
    project = OutsideProject(root, profile)
    project.write(definitions_of(written, "UTC", catalog), written, catalog)
    shutil.copy(REPOSITORY / "selectors.yml", root)
    generate(root)


def condition(rule: Rule) -> dict[str, Any]:
    """A rule as a condition of the language."""
    match rule:
        case EventTest(trait=trait, at_least=at_least):
            of = {} if trait.measure == "count" else {"of": "amount"}
            return {
                "event": trait.kind,
                str(trait.measure): {**of, "at_least": at_least},
                "within_last": f"{trait.days} days",
            }
        case AttributeTest(column=column, operator=operator, value=value):
            return {"attribute": column, operator: value}
        case Not(part=part):
            return {"not": condition(part)}
        case Group(word=word, parts=parts):
            return {word: [condition(part) for part in parts]}
        case _:
            assert_never(rule)
