"""What is proved, counted: read from the tests and from what the long runs wrote down."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.errors.test_every_rule_has_a_golden import rules
from tests.property.batches import USUAL_EXAMPLES
from tests.property.forms import all_forms
from tests.property.laws_of_sets import SET_LAWS
from tests.property.test_drawn_forms import TABLE
from tests.support.spec_cases import spec_cases

from segsmith.authoring.flow_yaml import flow
from tools.docs.chapters import Maker
from tools.docs.error_pictures import goldens
from tools.docs.markdown import code, folded, table
from tools.mutants.all_mutants import MUTANTS, every_mutant

ROOT = Path(__file__).parents[2]
_RESULTS = ROOT / "tools" / "mutants" / "results.json"


@cache
def _noticed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(_RESULTS.read_text(encoding="utf-8"))
    return found


def counts(_: str) -> str:
    """Forms, spec cases, error rules, drawn definitions, laws, mutants."""
    cases = spec_cases()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [long_run] = re.findall(r"SEGSMITH_EXAMPLES=(\d+)", makefile)
    caught = sum(bool(_noticed().get(mutant.name)) for mutant in every_mutant())
    rows = (
        ("forms that are drawn", str(len(all_forms()))),
        ("spec cases", str(len(cases))),
        ("definitions in them, members by hand", str(sum(len(c.members) for c in cases))),
        ("rules of errors", str(len(rules()))),
        ("golden errors", str(len(goldens()))),
        ("laws of groups", str(len(SET_LAWS))),
        ("drawn definitions in `make test`", f"{USUAL_EXAMPLES:,}"),
        ("drawn definitions in `make fuzz`, for each engine", f"{int(long_run):,}"),
        ("mutants", str(len(every_mutant()))),
        ("mutants noticed", str(caught)),
    )
    return table(("what", "how many"), rows)


def laws(_: str) -> str:
    """The laws of groups, over rules a, b and c."""
    a, b, c = ({"rule": name} for name in "abc")
    rows = []
    for law in SET_LAWS:
        same = _shown(flow(law.same_as(a, b, c))) if law.same_as else ""
        rows.append((_said(law.name), _shown(flow(law.definition(a, b, c))), same))
    return table(("law", "definition", "has the same hash as"), rows)


def _said(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _shown(text: str) -> str:
    return code(re.sub(r"\{rule: (\w)\}", r"\1", text))


def mutants(_: str) -> str:
    """Each mutant and what noticed it."""
    parts = []
    for kind, found in MUTANTS.items():
        rows = [(m.name, code(m.file), _seen(_noticed().get(m.name, []))) for m in found]
        body = table(("the rule broken", "in", "noticed by"), rows)
        parts.append(folded(f"{kind}: {len(found)} mutants", body))
    return "\n\n".join(parts)


def _seen(found: list[str]) -> str:
    shown = [code(re.sub(r"^tests/\S*::", "", one).split("[")[0]) for one in found[:2]]
    return ", ".join(shown) or "nothing yet"


def drawn(_: str) -> str:
    """The table of what was drawn, as the command wrote it."""
    header, *rows = [
        re.split(r" {2,}", line.strip()) for line in TABLE.read_text("utf-8").splitlines()
    ]
    body = table(header, rows)
    return folded(f"{len(rows)} forms", body)


PROOF_PARTS: Mapping[str, Maker] = {
    "counts": counts,
    "drawn": drawn,
    "laws": laws,
    "mutants": mutants,
}
