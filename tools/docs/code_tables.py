"""Tables of the language that are read from the code, so that they cannot differ from it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from importlib import resources
from types import NoneType
from typing import Any, Literal, Union, get_args, get_origin

from tests.support.spec_cases import spec_cases

from segsmith.definitions import catalog, scores
from segsmith.definitions.conditions import DECIDING_KEYS
from segsmith.definitions.measures import MEASURES
from segsmith.definitions.reserved import RESERVED_KEYS
from segsmith.definitions.scalars import KEY_LENGTH, PERIOD_WORDS, Unit
from segsmith.definitions.segments import Tier
from segsmith.definitions.strict import Strict
from segsmith.definitions.value_tests import NEGATIVE_OPERATORS, OPERATORS
from segsmith.resolve import events
from segsmith.resolve.expressions import FUNCTION_NAMES
from segsmith.resolve.operators import OPERATORS_OF
from segsmith.resolve.tiers import TIERS_OF_PLAN
from segsmith.words.field_words import FIELDS
from segsmith.words.fields import MODELS
from segsmith.words.language_words import FUNCTIONS, MEASURE_WORDS, OPERATOR_WORDS
from tools.docs.asked import asked
from tools.docs.chapters import Maker
from tools.docs.json_tables import added, json_operators
from tools.docs.markdown import anchor, code, table, wrapped
from tools.docs.template_tables import template_table

TYPES = tuple(OPERATORS_OF)
MANY = 6  # a union of more models than this is the union of all conditions


def operators(_: str) -> str:
    """Every operator: the types that it fits, what it says."""
    rows = []
    for name in OPERATORS:
        fits = [type_ for type_ in TYPES if name in OPERATORS_OF[type_]]
        types = "all but array" if len(fits) == len(TYPES) - 1 else ", ".join(fits)
        types = "all" if len(fits) == len(TYPES) else types
        rows.append((code(name.rstrip("_")), types, OPERATOR_WORDS[name]))
    return table(("operator", "types", "true where the value"), rows)


def negatives(_: str) -> str:
    """Every negative operator and the one it is the complement of."""
    pairs = [
        (code(negative.rstrip("_")), code(positive.rstrip("_")))
        for negative, positive in NEGATIVE_OPERATORS.items()
    ]
    return table(("negative operator", "complement of"), pairs)


def measures(_: str) -> str:
    """Every measure: what it takes, what it is without events."""
    measured: dict[str, tuple[str, ...]] = events._MEASURED_TYPES
    rows = []
    for name in MEASURES:
        takes = ", ".join(measured[name]) if name in measured else "no `of`"
        rows.append((code(name), takes, *MEASURE_WORDS[name]))
    return table(("measure", "`of` may be", "what it is", "without events"), rows)


def functions(_: str) -> str:
    """Every function of expressions."""
    rows = [(code(FUNCTIONS[name][0]), FUNCTIONS[name][1]) for name in FUNCTION_NAMES]
    return table(("function", "value"), rows)


def periods(_: str) -> str:
    """The period words."""
    return wrapped(", ".join(code(word) for word in PERIOD_WORDS))


def units(_: str) -> str:
    """The units of durations."""
    return ", ".join(code(unit) for unit in get_args(Unit))


def reserved(_: str) -> str:
    """Words that a key may not be."""
    return wrapped(", ".join(code(word) for word in sorted(RESERVED_KEYS)))


def key_length(_: str) -> str:
    """How long a key may be, as a sentence."""
    return f"A name has at most {KEY_LENGTH} characters."


def keys(name: str) -> str:
    """The keys of one model; those of its base are left out when it has a chapter of its own."""
    model = MODELS[name]
    own: dict[str, Any] = dict(model.model_fields)
    if issubclass(model, catalog.Source) and model is not catalog.Source:
        own = {key: field for key, field in own.items() if key not in catalog.Source.model_fields}
    if issubclass(model, scores.Score):
        own = {key: field for key, field in own.items() if key not in ("description", "score")}
    rows = []
    for key, field in own.items():
        written = field.alias or key
        rows.append(
            (code(written), _type(field.annotation), _default(field), FIELDS[name][written])
        )
    return table(("key", "value", "default", "meaning"), rows)


def _default(field: Any) -> str:
    if field.is_required():
        return "must stand"
    value = field.get_default(call_default_factory=True)
    if value in (None, "", ()) or isinstance(value, (dict, Strict)):
        return ""
    if isinstance(value, bool):
        return code(str(value).lower())
    return code(str(value))


def _type(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin is Literal:
        return ", ".join(code(str(value)) for value in get_args(annotation))
    if hasattr(annotation, "__metadata__"):
        return _type(annotation.__origin__)
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        parts = [_type(part) for part in get_args(annotation) if part is not NoneType]
        if len(parts) > MANY:
            return "a condition or group"
        return " or ".join(dict.fromkeys(part for part in parts if part))
    if origin is dict:
        return "a mapping"
    if origin is tuple:
        inner = _type(get_args(annotation)[0])
        return f"a list of {inner}" if inner.startswith("`") else "a list"
    if inspect.isclass(annotation):
        return _CLASS_WORDS.get(annotation.__name__, "a mapping")
    return ""


_CLASS_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "`true` or `false`",
    "Decimal": "a number",
    "Duration": "a duration",
    "ListCondition": "`{list: …}`",
}


def plans(_: str) -> str:
    """Which tiers of conditions each plan has."""
    tiers = get_args(Tier)
    rows = [
        (code(plan), *("yes" if tier in has else "no" for tier in tiers))
        for plan, has in TIERS_OF_PLAN.items()
    ]
    return table(("plan", *(f"{tier} conditions" for tier in tiers)), rows)


def deciding(_: str) -> str:
    """The keys that a condition begins with."""
    return wrapped(", ".join(code(word) for word in DECIDING_KEYS))


def anchor_of_case(name: str) -> str:
    """The link target of a spec case on the page about meaning."""
    [case] = [case for case in spec_cases() if case.name == name]
    return anchor(case.title)


def defaults_of_guards(_: str) -> str:
    """The guard that stands without a word, read from the ledger's page."""
    page = resources.files("segsmith.lower") / "pages" / "entity_segment_ledger.sql"
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"greatest\((\d+), ([\d.]+) \* (?:\w+\.)?members_before\)", text)
    if len(found) != 2:
        raise ValueError("the guards that stand without a word are written in another way now")
    (exits, exit_share), (entries, entry_share) = found
    return wrapped(
        f"Without guards of its own a segment is held when more than {exits} members and more than "
        f"{float(exit_share):.0%} of them would leave by data, or when more than {int(entries):,} "
        f"and more than {float(entry_share):.0%} of its members would enter by data."
    )


LANGUAGE_TABLES: Mapping[str, Maker] = {
    "added": added,
    "anchor": anchor_of_case,
    "asked": asked(anchor_of_case),
    "deciding": deciding,
    "defaults_of_guards": defaults_of_guards,
    "templates": template_table,
    "functions": functions,
    "json_operators": json_operators,
    "key_length": key_length,
    "keys": keys,
    "measures": measures,
    "negatives": negatives,
    "operators": operators,
    "periods": periods,
    "plans": plans,
    "reserved": reserved,
    "units": units,
}
