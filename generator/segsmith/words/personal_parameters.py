"""Which parameters of a definition are compared with personal values, so that theirs are masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def parameter_name(segment: str, parameter: str) -> str:
    """How a parameter of a segment is asked for among the names that may be personal."""
    return f"{segment}({parameter})"


def personal_parameters(
    rule: Any, is_personal: Callable[[str], bool], events: tuple[str, ...] = ()
) -> set[str]:
    """The parameters below a condition that reads anything personal, in a rule as it is written."""
    if isinstance(rule, list):
        return set[str]().union(*(personal_parameters(r, is_personal, events) for r in rule))
    if not isinstance(rule, dict):
        return set()
    kinds = rule.get("event", ())
    events = (*events, *([kinds] if isinstance(kinds, str) else map(str, kinds)))
    if any(is_personal(name) for name in _names(rule, events)):
        return set(_parameters(rule))
    found: set[str] = set()
    for name, value in (rule.get("with") or {}).items() if "segment" in rule else ():
        if is_personal(parameter_name(str(rule["segment"]), name)):
            found |= set(_parameters(value))
    return found.union(*(personal_parameters(v, is_personal, events) for v in rule.values()))


def _names(condition: dict[str, Any], events: tuple[str, ...]) -> Iterator[str]:
    """The names that a condition reads itself, also as the properties of its events."""
    for key in ("attribute", "trait", "of", "expression"):
        for name in _NAME.findall(str(condition.get(key, ""))):
            yield name
            yield from (f"{event}.{name}" for event in events)


def _parameters(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _parameters(item)
    elif isinstance(value, dict):
        if "parameter" in value:
            yield str(value["parameter"])
        for item in value.values():
            yield from _parameters(item)
