"""The plan of the policy and the column `tier` say the same of every segment of the demo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from segsmith.definitions.parse import parse
from segsmith.errors import UserError
from segsmith.pipeline import render_plan
from segsmith.plan import make_plan
from segsmith.read import read_sources
from segsmith.read.source_tree import SourceFile
from segsmith.read.yaml_nodes import read_yaml
from segsmith.resolve import ResolvedProject, resolve
from segsmith.resolve.tiers import TIERS_OF_PLAN

ROOT = Path(__file__).parents[2]


def _demo(plan: str) -> ResolvedProject:
    policy = read_yaml(f"policy: {{plan: {plan}}}\n", "project.yml")
    tree = replace(read_sources(ROOT), project=SourceFile("segment_defs/project.yml", policy))
    return resolve(parse(tree))


def _smart(project: ResolvedProject) -> set[str]:
    """The segments whose generated definition says that they are smart."""
    files = render_plan(make_plan(project))
    return {
        PurePosixPath(file.path).stem.partition("_segment__")[2]
        for file in files
        if '"tier": "smart"' in file.text
    }


def test_what_starter_refuses_is_smart() -> None:
    project = _demo("growth")
    smart = _smart(project)
    with pytest.raises(UserError) as told:
        _demo("starter")
    assert {problem.rule for problem in told.value.problems} == {"not-in-plan"}
    refused = {PurePosixPath(problem.position.file).stem for problem in told.value.problems}
    assert refused
    assert refused <= smart
    uses = {s.key: s.refers_to for entity in project.entities for s in entity.segments}
    for key in smart - refused:
        assert uses[key] & smart, f"{key} is smart, but the plan let it pass"


def test_every_plan_has_standard_conditions() -> None:
    assert all("standard" in tiers for tiers in TIERS_OF_PLAN.values())
