"""The formula of a score: a macro of its own, laid out over lines."""

from __future__ import annotations

from collections.abc import Iterator

from segsmith.lower.entity_row import is_formula, predicate_names, score_macro
from segsmith.lower.expressions import Names, bare, lower
from segsmith.lower.page import Macro, MacroFile
from segsmith.plan import EntityPlan
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.nodes import Arithmetic, Case, Function, Node, Scored
from segsmith.resolve.walk import walk

WIDTH = 88
_LISTED = ("concat", "greatest", "least")


def score_macros(plan: EntityPlan, catalog: Catalog) -> Iterator[MacroFile]:
    """A macro for every score that a rule of the entity reads."""
    names = predicate_names(plan)
    parts = (part for s in plan.segments for truth in s.truths for part in walk(truth))
    used = {part for part in parts if isinstance(part, Scored) and is_formula(part)}
    origin = catalog.entities[plan.name].file
    for score in sorted(used, key=lambda each: each.name):
        name = score_macro(score)
        body = "\n".join(formula_lines(score.value, names))
        yield MacroFile(name, origin, (Macro(name, body),), is_shared=True)


def formula_lines(node: Node, names: Names) -> list[str]:
    """A value on one line where it fits, else branches, terms and arguments each on their own."""
    flat = str(lower(node, names))
    if len(flat) <= WIDTH:
        return [flat]
    match node:
        case Case():
            lines = ["case"]
            for when, then in node.branches:
                head = f"    when {bare(when, names)} then"
                lines += _after(head, formula_lines(then, names))
            if node.default is not None:
                lines += _after("    else", formula_lines(node.default, names))
            return [*lines, "end"]
        case Arithmetic(operator="+"):
            first, *others = _terms(node)
            lines = [f"    {line}" for line in formula_lines(first, names)]
            for term in others:
                head, *rest = formula_lines(term, names)
                lines += [f"    + {head}", *(f"    {line}" for line in rest)]
            return ["(", *lines, ")"]
        case Function() if node.name in _LISTED:
            lines = []
            for argument in node.arguments:
                *above, last = formula_lines(argument, names)
                lines += [*(f"    {line}" for line in above), f"    {last},"]
            return [f"{node.name}(", *lines[:-1], lines[-1][:-1], ")"]
    return [flat]


def _after(head: str, lines: list[str]) -> list[str]:
    """A value behind a word, on its line where it fits."""
    if len(lines) == 1 and len(head) + len(lines[0]) < WIDTH:
        return [f"{head} {lines[0]}"]
    return [head, *(f"        {line}" for line in lines)]


def _terms(node: Node) -> list[Node]:
    """The terms of a sum of sums."""
    if isinstance(node, Arithmetic) and node.operator == "+":
        return [*_terms(node.left), node.right]
    return [node]
