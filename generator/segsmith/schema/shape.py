"""A model's JSON Schema as an editor wants it: no nulls, no titles, words on every key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from segsmith.definitions.conditions import DECIDING_KEYS, KIND_OF_CLASS
from segsmith.definitions.scalars import DURATION_SCHEMA, KEY_SCHEMA, TEXT_SCHEMA, VALUE_SCHEMA
from segsmith.definitions.strict import Strict
from segsmith.schema.choices import Schema, choices_of, deciding_keys
from segsmith.words.fields import key_words

CONDITION = "Condition"
_REF = "#/$defs/"
_RULE = frozenset(f"{_REF}{kind.__name__}" for kind in KIND_OF_CLASS)
CHECKS = ("type", "pattern", "maxLength")
SCALARS: dict[str, Schema] = {
    "Duration": {
        "description": "A whole number and a unit, like `30 days`.",
        "patternErrorMessage": "a whole number and a unit, like `30 days`",
        **DURATION_SCHEMA,
    },
    "Name": {
        "description": "Small letters a-z, digits and single underscores; a letter first.",
        "patternErrorMessage": "small letters a-z, digits and single underscores; a letter first",
        **KEY_SCHEMA,
    },
    "Text": TEXT_SCHEMA,
    "Value": {"description": "A text, a number, `true` or `false`.", **VALUE_SCHEMA},
}


def shape_of(model: type[Strict]) -> Schema:
    """The schema of one model, every model below it under `$defs`."""
    raw = model.model_json_schema()
    below: Schema = raw.pop("$defs", {})
    known = {each.__name__: each for each in _models(Strict)}
    shaped = {name: _shaped(known[name], schema) for name, schema in below.items()}
    whole = _shaped(model, raw)
    if any(f"{_REF}{name}" in _RULE for name in shaped):
        shaped[CONDITION] = _condition()
    shaped |= SCALARS
    return {**whole, "$defs": dict(sorted(shaped.items()))}


def _condition() -> Schema:
    """A condition by its deciding key; without one, an editor offers the deciding keys only."""
    every = {"anyOf": [{"required": [key]} for key in DECIDING_KEYS]}
    kinds = sorted(KIND_OF_CLASS, key=lambda model: model.__name__)
    words = {key: _words_of_deciding(key) for key in DECIDING_KEYS}
    begin = {key: {"description": text} for key, text in words.items()}
    return {
        "description": "One condition, or a group of conditions.",
        "type": "object",
        "allOf": [
            *(
                {
                    "if": {"anyOf": [{"required": [key]} for key in deciding_keys(model)]},
                    "then": {"$ref": f"{_REF}{model.__name__}"},
                }
                for model in kinds
            ),
            {"if": every, "else": {"properties": begin, **every}},
        ],
    }


def _words_of_deciding(key: str) -> str:
    return next(key_words(model, key) for model in KIND_OF_CLASS if key in deciding_keys(model))


def _models(base: type[Strict]) -> Iterator[type[Strict]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _shaped(model: type[Strict], schema: Schema) -> Schema:
    properties: dict[str, Schema] = {}
    for key, value in schema.get("properties", {}).items():
        clean = _clean(value)
        words = key_words(model, key)
        properties[key] = {"description": words, **clean} if words else clean
    shaped: Schema = {"type": "object"}
    if schema.get("description"):
        shaped["description"] = " ".join(str(schema["description"]).split())
    shaped |= {"properties": properties, "additionalProperties": False}
    deciding = deciding_keys(model)
    required = {*schema.get("required", ()), *(deciding if len(deciding) == 1 else ())}
    if required:
        shaped["required"] = sorted(required)
    if choices := choices_of(model):
        shaped["allOf"] = choices
    return shaped


def _clean(value: Any) -> Any:
    """Without titles and nulls; the union of all conditions by its name."""
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if not isinstance(value, dict):
        return value
    if {part.get("$ref") for part in value.get("oneOf", [])} == _RULE:
        return {"$ref": f"{_REF}{CONDITION}"}
    kept = {
        key: item
        for key, item in value.items()
        if key != "title" and not (key == "default" and item in (None, "", [], {}))
    }
    for name, scalar in SCALARS.items():
        if all(item == kept.get(key) for key, item in scalar.items() if key in CHECKS):
            rest = {key: item for key, item in kept.items() if key not in scalar}
            return {**rest, "$ref": f"{_REF}{name}"}
    return _mapping(_pair(_alternatives({key: _clean(item) for key, item in kept.items()})))


def _mapping(schema: Schema) -> Schema:
    """A mapping whose keys are names."""
    if "patternProperties" not in schema:
        return schema
    [item] = schema.pop("patternProperties").values()
    return {**schema, "propertyNames": {"$ref": f"{_REF}Name"}, "additionalProperties": item}


def _alternatives(schema: Schema) -> Schema:
    """A union without null; a union of one is that one."""
    for word in ("anyOf", "oneOf"):
        if word not in schema:
            continue
        parts = [part for part in schema[word] if part != {"type": "null"}]
        if {"type": "number"} in parts:  # pydantic would read a decimal from text too; we do not
            parts = [part for part in parts if part.get("type") not in ("integer", "string")]
        rest = {key: item for key, item in schema.items() if key != word}
        return {**rest, **parts[0]} if len(parts) == 1 else {**rest, word: parts}
    return schema


def _pair(schema: Schema) -> Schema:
    """Two values of one kind, in words that every draft of JSON Schema understands."""
    items = schema.pop("prefixItems", None)
    return schema if items is None else {**schema, "items": items[0]}
