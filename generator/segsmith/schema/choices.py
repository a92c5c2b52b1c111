"""Which keys of a model may stand together: what its validators check, as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from segsmith.definitions import (
    catalog,
    conditions,
    measures,
    ranks,
    segments,
    value_tests,
    windows,
)
from segsmith.definitions.conditions import DECIDING_KEYS
from segsmith.definitions.strict import Strict

Schema: TypeAlias = dict[str, Any]


def exactly_one(keys: Iterable[str]) -> Schema:
    """One of the keys, and no second one."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def at_most_one(keys: Iterable[str]) -> Schema:
    """One of the keys or none."""
    present = [{"required": [key]} for key in keys]
    return {"oneOf": [*present, {"not": {"anyOf": present}}]}


def _written(names: Iterable[str]) -> list[str]:
    """Field names as they stand in a file: `is_` is `is`."""
    return [name.rstrip("_") for name in names]


def _one_window() -> Schema:
    """At most one form; `from` goes with `to` or `through`."""
    ends = ("from", "to", "through")
    forms = [key for key in _written(windows.WINDOW_KEYS) if key not in ends]
    stretch = {"anyOf": [{"required": [key]} for key in ends]}
    one = [*({"required": [key]} for key in forms), stretch]
    return {
        "oneOf": [*one, {"not": {"anyOf": one}}],
        "not": {"required": ["to", "through"]},
    }


CHOICES: dict[type[Strict], Schema] = {
    value_tests.ValueTest: at_most_one(_written(value_tests.OPERATORS)),
    value_tests.DecidedTest: exactly_one(_written(value_tests.OPERATORS)),
    value_tests.Reference: exactly_one(value_tests.Reference.model_fields),
    windows.Window: _one_window(),
    measures.Measured: at_most_one((*measures.MEASURES, *measures.RULE_MEASURES)),
    conditions.TagsTest: exactly_one(conditions.TagsTest.model_fields),
    catalog.From: exactly_one(catalog.From.model_fields),
    ranks.Top: exactly_one(("percent", "count")),
    segments.Approval: exactly_one(("segment", "source")),
}


def choices_of(model: type[Strict]) -> list[Schema]:
    """What holds of a model's keys: its own choices, or those of its bases."""
    found: list[type[Strict]] = []
    for each in model.__mro__:
        if each in CHOICES and not any(issubclass(nearer, each) for nearer in found):
            found.append(each)
    deciding = deciding_keys(model)
    several = [exactly_one(deciding)] if len(deciding) > 1 else []
    return [*(CHOICES[each] for each in found), *several]


def deciding_keys(model: type[Strict]) -> list[str]:
    """The keys that a condition of this kind begins with."""
    kind = conditions.KIND_OF_CLASS.get(model)
    return [key for key, other in DECIDING_KEYS.items() if other == kind]
