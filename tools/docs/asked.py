"""What people ask for, as one table: made from the sections of the chapter that it heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from segsmith.authoring.flow_yaml import flow
from segsmith.read import plain
from segsmith.read.yaml_nodes import read_yaml
from tools.docs.chapters import CHAPTERS, Maker
from tools.docs.markdown import anchor, code, table

CHAPTER = CHAPTERS / "language" / "60-asked.md"
_BLOCK = re.compile(r"(?ms)^```yaml [a-z]+\n(.+?)^```$")
_LINK = re.compile(r"\[([^\]]+)\]\((\w+\.md#[^)]*<!-- made: anchor \S+ -->)\)")


@dataclass(frozen=True)
class Asked:
    """One section: what is asked, the definitions that say it, links to spec cases."""

    heading: str
    definitions: tuple[str, ...]
    cases: tuple[str, ...]


def sections() -> Iterator[Asked]:
    """Every section; one without cases of its own has those of the next that has some."""
    found: list[Asked] = []
    for part in CHAPTER.read_text(encoding="utf-8").split("\n### ")[1:]:
        heading, _, body = part.partition("\n")
        joined = " ".join(body.split())
        links = tuple(f"[{words}]({target})" for words, target in _LINK.findall(joined))
        found.append(Asked(heading, tuple(_flowed(body)), links))
    later: tuple[str, ...] = ()
    filled = []
    for one in reversed(found):
        later = one.cases or later
        filled.append(Asked(one.heading, one.definitions, later))
    return reversed(filled)


def _flowed(body: str) -> Iterator[str]:
    for text in _BLOCK.findall(body):
        yield flow(plain(read_yaml(text, CHAPTER.name)))


def asked(anchors: Maker) -> Maker:
    """The maker of the table; `anchors` gives the link target of a spec case."""

    def linked(case: str) -> str:
        return re.sub(r"<!-- made: anchor (\S+) -->", lambda m: anchors(str(m.group(1))), case)

    def made(_: str) -> str:
        rows = []
        for one in sections():
            cases = ", ".join(map(linked, one.cases))
            title = f"[{one.heading}](#{anchor(one.heading)})"
            rows.append((title, " ".join(map(code, one.definitions)), cases))
        return table(("asked", "said", "proved"), rows)

    return made
