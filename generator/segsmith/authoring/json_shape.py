"""The JSON shape of segments becomes definition nodes, whose places are those in the JSON text.

The shape: `{"name": …, "conditions": [{"field": …, "operator": …, "value": …}], "logic": "AND"}`.
What the nodes mean is then checked like any YAML, and mistakes point into the JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from segsmith.authoring.json_conditions import JsonCondition
from segsmith.authoring.json_operators import OPERATORS
from segsmith.authoring.json_places import below, pair, shown, word
from segsmith.definitions.scalars import KEY_LENGTH
from segsmith.errors import Position, Problem, did_you_mean
from segsmith.read import Mapping, Node, Scalar, Sequence
from segsmith.resolve.language import Language

# What a segment may say beside its rule, under the names of the definition.
_AROUND = ("name", "description", "owner", "labels", "entity", "notes", "version")
_SEGMENT_KEYS = ("key", *_AROUND, "conditions", "logic")
_LOGIC = {"AND": "all", "OR": "any"}


def key_of_name(name: str) -> str:
    """A key made from a name: `High Value (Active)` is `high_value_active`; '' if none can be."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    ascii_ = plain.encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_).strip("_")
    while len(words) > KEY_LENGTH and "_" in words:
        words = words.rpartition("_")[0]
    return words if re.match(r"[a-z]", words) and len(words) <= KEY_LENGTH else ""


@dataclass
class JsonShape:
    """Reads the segments of one text; mistakes are collected in `problems`."""

    language: Language
    problems: list[Problem]

    def segment(self, node: Node, path: str, key: str | None = None) -> Mapping | None:
        """A segment as the node of a definition file; None after telling a mistake."""
        if not isinstance(node, Mapping):
            message = "a segment is an object with name, conditions and logic"
            return self.tell(node.position, "not-a-segment", path, message)
        if not self._keys(node, _SEGMENT_KEYS, ("conditions",), path):
            return None
        named = self._key(node, path, key)
        rule = self._group(node, path)
        if named is None or rule is None:
            return None
        around = [(name, value) for name, value in node.items if name.text in _AROUND]
        return Mapping(
            (
                (word("segment", named.position), named),
                *around,
                (word("where", rule.position), rule),
            ),
            node.position,
        )

    def _key(self, node: Mapping, path: str, key: str | None) -> Scalar | None:
        written = node.get("key")
        if key is not None:
            return word(key, node.position)
        if isinstance(written, Scalar):
            return written
        name = node.get("name")
        if isinstance(name, Scalar) and isinstance(name.value, str):
            made = key_of_name(name.value)
            if made:
                return word(made, name.position)
            message = f"no key can be made of the name {name.value!r}"
            help_ = 'give one as "key", or with --key: small letters, digits and underscores'
            self.tell(name.position, "no-key", below(path, "name"), message, help_)
            return None
        message, help_ = "the segment has no name", 'give it as "name"'
        self.tell(node.position, "no-key", path, message, help_)
        return None

    def _group(self, node: Mapping, path: str) -> Mapping | None:
        conditions, logic = node.get("conditions"), node.get("logic")
        group: str | None = "all"
        if logic is not None:
            text = logic.value if isinstance(logic, Scalar) else None
            group = _LOGIC.get(text.upper()) if isinstance(text, str) else None
            if group is None:
                message = f"`logic` is {shown(logic)}"
                self.tell(logic.position, "bad-logic", below(path, "logic"), message, "AND or OR")
        if not isinstance(conditions, Sequence) or not conditions.items:
            where = conditions if conditions is not None else node
            message = "`conditions` is no list of at least one condition"
            help_ = "everybody is a segment of its own: `where: {everyone: true}` in YAML"
            return self.tell(
                where.position, "empty-group", below(path, "conditions"), message, help_
            )
        parts = [
            self._condition(item, f"{below(path, 'conditions')}[{index}]")
            for index, item in enumerate(conditions.items)
        ]
        known = tuple(part for part in parts if part is not None)
        if group is None or len(known) < len(parts):
            return None
        if len(known) == 1:
            return known[0]
        return pair(group, Sequence(known, conditions.position), conditions.position)

    def _condition(self, node: Node, path: str) -> Mapping | None:
        if not isinstance(node, Mapping):
            message = f"{shown(node)} stands where a condition belongs"
            help_ = "an object with field, operator and value, or with conditions and logic"
            return self.tell(node.position, "not-a-condition", path, message, help_)
        if node.get("conditions") is not None:
            is_known = self._keys(node, ("conditions", "logic"), (), path)
            return self._group(node, path) if is_known else None
        if not self._keys(node, ("field", "operator", "value"), ("field", "operator"), path):
            return None
        field, operator = node.get("field"), node.get("operator")
        if not isinstance(field, Scalar) or not isinstance(field.value, str):
            message = "`field` is no text"
            return self.tell(node.position, "not-text", below(path, "field"), message)
        if not isinstance(operator, Scalar) or operator.value not in OPERATORS:
            message = f"there is no operator {shown(operator)}"
            help_ = did_you_mean(str(getattr(operator, "value", "")), OPERATORS, "operators")
            where = (operator or node).position
            return self.tell(where, "unknown-operator", below(path, "operator"), message, help_)
        return JsonCondition(self, field, operator, node.get("value"), path).read()

    def _keys(self, node: Mapping, known: Iterable[str], needed: Iterable[str], path: str) -> bool:
        names = [name.text for name, _ in node.items]
        for name, _ in node.items:
            if name.text not in known:
                message = f"the key `{name.text}` is not known here"
                help_ = did_you_mean(name.text, known, "keys")
                self.tell(name.position, "unknown-key", path, message, help_)
        missing = [key for key in needed if key not in names]
        for key in missing:
            self.tell(node.position, "missing-key", path, f"the key `{key}` is missing")
        return not missing and all(name in known for name in names)

    def tell(
        self, position: Position, rule: str, path: str, message: str, help_: str = ""
    ) -> Mapping | None:
        """Keep a mistake; never anything else than None."""
        where = f" (at {path})" if path else ""
        self.problems.append(Problem(position, rule, f"{message}{where}", help_))
        return None
