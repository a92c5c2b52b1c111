"""Stages: a segment's rule, and none of the rules of the further stages of its set."""

from __future__ import annotations

from collections.abc import Mapping

from segsmith.definitions.parse import Definitions, Document
from segsmith.definitions.segments import Segment
from segsmith.definitions.stages import Stages
from segsmith.errors import Problem, did_you_mean
from segsmith.resolve.nodes import Complement, Every, HoldsRule, Node, Some

Documents = Mapping[str, Document[Segment]]


def further_stages(definitions: Definitions, segment: str, documents: Documents) -> tuple[str, ...]:
    """The stages after a segment in its set; retired ones have nobody in them and drop out."""
    known = (key for key in definitions.stages_after(segment) if key in documents)
    return tuple(key for key in known if documents[key].model.status != "retired")


def in_no_further(rule: Node, further: tuple[str, ...]) -> Node:
    """The rule of a stage, and none of those further on."""
    if not further:
        return rule
    rules: tuple[Node, ...] = tuple(HoldsRule(key) for key in further)
    return Every((rule, Complement(Some(rules) if len(rules) > 1 else rules[0])))


def check_stages(definitions: Definitions, documents: Documents, problems: list[Problem]) -> None:
    """Tell what is wrong with the sets of stages."""
    taken: dict[str, str] = {}
    files: dict[str, str] = {}
    for stages in definitions.stages:
        name = stages.model.stages
        if name in files:
            message = f"the set `{name}` is also defined in {files[name]}"
            help_ = "give one of them another name"
            problems.append(Problem(stages.at("stages"), "duplicate-stages", message, help_))
            continue
        files[name] = stages.file
        found: list[Document[Segment]] = []
        for index, key in enumerate(stages.model.order):
            place = stages.at("order", index)
            if key not in documents:
                message, help_ = f"there is no segment `{key}`", did_you_mean(key, documents)
                problems.append(Problem(place, "unknown-segment", message, help_))
                continue
            if key in taken:
                message = f"`{key}` is a stage of `{taken[key]}` as well"
                problems.append(Problem(place, "stage-twice", message, "a stage is of one set"))
                continue
            taken[key] = name
            found.append(documents[key])
            problems += _own_problems(documents[key], name)
        _check_together(stages, found, problems)


def _own_problems(document: Document[Segment], name: str) -> list[Problem]:
    """A stage's members are decided by its set alone, so nobody is put in or kept out by hand."""
    if document.model.status == "retired":
        return []
    return [
        Problem(
            document.at_key(key),
            "stage-override",
            f"`{key}` stands in a stage of `{name}`",
            "it would put somebody in two stages or in none; say it in the rule",
        )
        for key in ("always_include", "always_exclude")
        if getattr(document.model, key) is not None
    ]


def _check_together(
    stages: Document[Stages], found: list[Document[Segment]], problems: list[Problem]
) -> None:
    living = [document for document in found if document.model.status != "retired"]
    for document in living[1:]:
        first, other = living[0].model, document.model
        index = stages.model.order.index(other.segment)
        if other.entity != first.entity:
            message = f"`{other.segment}` is of {other.entity}, `{first.segment}` of {first.entity}"
            place = stages.at("order", index)
            problems.append(Problem(place, "mixed-stages", message, "stages are of one entity"))
        elif other.status != first.status:
            message = f"`{other.segment}` is {other.status}, `{first.segment}` is {first.status}"
            help_ = "a paused stage keeps members who move on: pause all stages of a set, or none"
            problems.append(Problem(stages.at("order", index), "mixed-stages", message, help_))
