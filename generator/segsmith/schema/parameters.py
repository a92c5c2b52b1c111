"""In a segment's rule `{parameter: name}` may stand wherever a value stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from segsmith.definitions.parameters import WORD
from segsmith.schema.choices import Schema
from segsmith.schema.shape import CONDITION, SCALARS

PARAMETER = "Parameter"
_REF = "#/$defs/"
_OR_PARAMETER: Schema = {"$ref": f"{_REF}{PARAMETER}"}


def with_parameters(schema: Schema) -> Schema:
    """The schema of a segment, with a parameter allowed in the place of each value of a rule."""
    definitions: Schema = schema["$defs"]
    rule_models = _reached(definitions) - {*SCALARS, CONDITION}
    shaped = {
        name: _with_places(model) if name in rule_models else model
        for name, model in definitions.items()
    }
    shaped[PARAMETER] = {
        "description": "The value that stands under `parameters`.",
        "type": "object",
        "properties": {
            WORD: {"description": "its name among the parameters", "$ref": f"{_REF}Name"}
        },
        "required": [WORD],
        "additionalProperties": False,
    }
    return {**schema, "$defs": dict(sorted(shaped.items()))}


def _reached(definitions: Schema) -> set[str]:
    """The models that can stand in a rule."""
    found: set[str] = set()
    waiting = [CONDITION]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(definitions[name])
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].removeprefix(_REF)
        for item in value.values():
            yield from _references(item)


def _with_places(model: Schema) -> Schema:
    places = {key: _or_parameter(value) for key, value in model.get("properties", {}).items()}
    return {**model, "properties": places}


def _or_parameter(value: Schema) -> Schema:
    """A place in a rule: its value or a parameter; also each item of a list of values."""
    if not _is_value(value):
        return value
    said = {key: item for key, item in value.items() if key in ("description", "default")}
    rest = {key: item for key, item in value.items() if key not in said}
    if "items" in rest:
        rest["items"] = _or_parameter(rest["items"])
    return {**said, "anyOf": [rest, _OR_PARAMETER]}


def _is_value(value: Schema) -> bool:
    """Whether a value, or a list of values, may stand here: no condition and no mapping."""
    parts = [*value.get("anyOf", []), *value.get("oneOf", [])]
    if parts:
        return any(_is_value(part) for part in parts)
    if "$ref" in value:
        return value["$ref"].removeprefix(_REF) in SCALARS
    if value.get("type") == "array":
        return _is_value(value.get("items", {}))
    return "const" in value or "enum" in value or value.get("type") not in (None, "object")
