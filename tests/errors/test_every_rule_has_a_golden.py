"""Every rule id in the stages that can refuse has a golden error; no golden is of another."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import segsmith

CASES = Path(__file__).parent / "cases"
STAGES = ("read", "definitions", "resolve", "write", "authoring", "pipeline.py")
_RULE = re.compile(r"[a-z]+(-[a-z]+)+")
_FREE = {"several-mistakes"}  # cases about more than one rule
# Python's own stack is deeper than the YAML reader lets a rule be: a second belt.
_UNREACHABLE = {"too-deep"}


def rules() -> set[str]:
    """The rule ids: every text like `two-operators` that is handed to a call."""
    package = Path(segsmith.__file__).parent
    found: set[str] = set()
    for stage in STAGES:
        files = [package / stage] if stage.endswith(".py") else (package / stage).rglob("*.py")
        for file in files:
            found |= _rules_in(ast.parse(file.read_text(encoding="utf-8")))
    return found - _UNREACHABLE


def _rules_in(tree: ast.Module) -> set[str]:
    return {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for argument in call.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and _RULE.fullmatch(argument.value)
    }


def test_every_rule_has_a_golden() -> None:
    shown = {folder.name.partition("__")[0] for folder in CASES.iterdir()}
    assert sorted(rules() - shown) == []
    assert sorted(shown - rules() - _FREE) == []
