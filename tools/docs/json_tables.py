"""The JSON shape in the page about the language: an example as YAML, the operators by type."""

from __future__ import annotations

import re

from segsmith.authoring.add import Wanted, add_json
from segsmith.authoring.json_operators import (
    OF_EVENTS,
    OF_OBJECTS,
    OF_TAGS,
    OPERATORS,
    fitting,
    operator_for,
)
from segsmith.resolve.operators import OPERATORS_OF
from tools.docs.chapters import CHAPTERS
from tools.docs.examples import ROOT
from tools.docs.markdown import code, table

_CHAPTER = CHAPTERS / "language" / "70-json.md"


def added(_: str) -> str:
    """The chapter's example as it is written."""
    [text] = re.findall(r"(?ms)^```json\n(.+?)^```$", _CHAPTER.read_text(encoding="utf-8"))
    [found], warnings = add_json(ROOT, text, _CHAPTER.name, Wanted(write=False))
    if warnings:
        raise ValueError(f"the example of {_CHAPTER.name} has warnings")
    return f"```yaml\n{found.text}```"


def json_operators(_: str) -> str:
    """Every operator: the types that it fits, and our word for it."""
    rows = []
    for name in OPERATORS:
        fits = [type_ for type_ in OPERATORS_OF if name in fitting(type_)]
        types = "all" if len(fits) == len(OPERATORS_OF) else ", ".join(fits)
        words = list(dict.fromkeys(operator_for(name, type_)[0] for type_ in fits))
        rows.append(
            (
                code(name),
                types,
                *(_yes(name in of) for of in (OF_EVENTS, OF_OBJECTS, OF_TAGS)),
                ", ".join(code(word) for word in words),
            )
        )
    return table(
        ("operator", "values of type", "events", "objects", "tags, lists, segments", "becomes"),
        rows,
    )


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""
