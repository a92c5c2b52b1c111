"""Every rule with its message, its help and its picture, from the goldens and from the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.errors.test_goldens import CASES, case_names

import segsmith
from tools.docs.chapters import Maker
from tools.docs.markdown import anchor, code, table

WIDTH = 110
PACKAGE = Path(segsmith.__file__).parent
_HEAD = re.compile(r"(?m)^(error|warning)\[([a-z-]+)\]: (.*)$")
_HELP = re.compile(r"(?m)^ +(?:= )?help: (.*)$")


@dataclass(frozen=True)
class Shown:
    """A rule as one golden shows it."""

    rule: str
    case: str
    severity: str
    message: str
    help: str
    picture: str


def goldens() -> list[Shown]:
    """Every golden of one rule, by rule and case."""
    shown = []
    for case in case_names():
        rule = case.partition("__")[0]
        text = (CASES / case / "expected.txt").read_text(encoding="utf-8").rstrip()
        for picture in re.split(r"\n\n(?=(?:error|warning)\[)", text):
            head = _HEAD.search(picture)
            if head is None or head.group(2) != rule:
                continue
            picture = re.sub(r"\n\n\d+ problems? found\.$", "", picture)
            found = _HELP.search(picture)
            help_ = found.group(1) if found else ""
            shown.append(Shown(rule, case, head.group(1), head.group(3), help_, picture))
            break
    return shown


def _index(_: str) -> str:
    first: dict[str, Shown] = {}
    for each in goldens():
        first.setdefault(each.rule, each)
    rows = [
        (f"[{code(rule)}](#{anchor(rule)})", _inline(each.message), _inline(each.help))
        for rule, each in sorted(first.items())
    ]
    return table(("rule", "for instance", "help"), rows)


def _inline(text: str) -> str:
    """A message inside a table: what is no Markdown of ours stays text."""
    parts = re.split(r"(`[^`]*`)", text)
    kept = [p if p.startswith("`") else re.sub(r"([*_<\[\]\\])", r"\\\1", p) for p in parts]
    return "".join(kept)


def _pictures(_: str) -> str:
    parts: list[str] = []
    last = ""
    for each in sorted(goldens(), key=lambda shown: (shown.rule, shown.case)):
        if each.rule != last:
            parts.append(f"### {each.rule}")
        lines = [_cut(line) for line in each.picture.splitlines()]
        parts.append("\n".join(["```text", *lines, "```"]))
        last = each.rule
    return "\n\n".join(parts)


def _cut(line: str) -> str:
    """A line of a definition that is far too long is shown in part; what we say is not cut."""
    is_ours = line.startswith(("error", "warning")) or "= help:" in line
    return line if is_ours or len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def warehouse_rules() -> dict[str, tuple[str, str]]:
    """Rule, message and help of what no file is to blame for; a changing part is an ellipsis."""
    found: dict[str, tuple[str, str]] = {}
    for folder in ("cli", "warehouse"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for rule, message, help_ in _raised(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(rule, (message, help_))
    return found


def _raised(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    for call in ast.walk(tree):
        name = (
            call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        )
        if name == "WarehouseError" and isinstance(call, ast.Call):
            rule, message, *rest = [_words(argument) for argument in call.args]
            yield rule, message, rest[0] if rest else ""


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return re.sub("…+", "…", "".join(_words(part) for part in node.values))
    return "…"


def _warehouse(_: str) -> str:
    rows = [
        (code(rule), _inline(message), _inline(help_))
        for rule, (message, help_) in sorted(warehouse_rules().items())
    ]
    return table(("rule", "message", "help"), rows)


ERROR_PARTS: Mapping[str, Maker] = {
    "index": _index,
    "pictures": _pictures,
    "warehouse": _warehouse,
}
