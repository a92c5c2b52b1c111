"""One condition of the JSON shape: its field bound to the catalog, its operator to one of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from segsmith.authoring.json_operators import (
    COUNTED,
    OF_EVENTS,
    OF_NAMES,
    OF_OBJECTS,
    OF_TAGS,
    fitting,
    operator_for,
)
from segsmith.authoring.json_places import below, pair, shown, with_article, word
from segsmith.errors import Position, did_you_mean
from segsmith.read import Mapping, Node, Scalar, Sequence
from segsmith.resolve.language import Language

_SETS = {"tag": "tag", "tags": "tag", "list": "list", "lists": "list", "segment": "segment"}


class Shape(Protocol):
    """What a condition needs of the text it stands in."""

    language: Language

    def tell(
        self, position: Position, rule: str, path: str, message: str, help_: str = ""
    ) -> Mapping | None:
        """Keep a mistake."""


@dataclass(frozen=True)
class JsonCondition:
    """One condition: its field bound to the catalog, its operator to one of ours."""

    shape: Shape
    field: Scalar
    operator: Scalar
    value: Node | None
    path: str

    def read(self) -> Mapping | None:
        """The condition in our words; None after telling a mistake."""
        language, name = self.shape.language, self.field.text
        found = language.field(name)
        if found is not None:
            key, field = found
            return self._of_value(key, field.type)
        if any(event.name == name for event in language.events):
            fits = self._fits(OF_EVENTS, "an event (its count, or its time)")
            return self._of_rows("event") if fits else None
        if any(object_.name == name for object_ in language.objects):
            fits = self._fits(OF_OBJECTS, "an object (its count)")
            return self._of_rows("object") if fits else None
        if name in _SETS:
            return self._of_names(_SETS[name])
        known = (*language.names, *_SETS)
        message = f"{language.entity} has no field `{name}`"
        help_ = did_you_mean(name, known, "fields")
        return self._tell(self.field, "unknown-field", "field", message, help_)

    def _of_value(self, key: str, type_: str) -> Mapping | None:
        if not self._fits(fitting(type_), f"`{self.field.text}`, which is {with_article(type_)}"):
            return None
        word, form = operator_for(self.operator.text, type_)
        if form == "flag":
            return self._flag((key, self.field), word, self.operator.text == "is_not_null")
        if form == "days":
            days = self._days()
            return self._mapping((key, self.field), (word, days)) if days is not None else None
        value = self._value()
        if value is None:
            return None
        if form == "list" and not isinstance(value, Sequence):
            value = Sequence((value,), value.position)
        return self._mapping((key, self.field), (word, value))

    def _of_rows(self, key: str) -> Mapping | None:
        """How many events or related rows there are; when the last event was."""
        rows, operator = (key, self.field), self.operator.text
        if operator == "is_null":
            none = Scalar(0, "0", True, self.operator.position)
            return self._mapping(rows, ("count", pair("is", none, self.operator.position)))
        if operator == "is_not_null":
            return self._mapping(rows)
        if operator in COUNTED:
            value = self._value()
            if value is None:
                return None
            word, _ = operator_for(operator, "number")
            return self._mapping(rows, ("count", pair(word, value, self.operator.position)))
        days = self._days()
        if days is None:
            return None
        if operator == "within_days":
            return self._mapping(rows, ("within_last", days))
        last = pair("older_than", days, self.operator.position)
        return self._mapping(rows, ("last", last))

    def _of_names(self, key: str) -> Mapping | None:
        """Tags, lists and segments: in one, in none, in some."""
        operator = self.operator.text
        is_null = operator in ("is_null", "is_not_null") and key == "tag"
        if is_null:
            test = self._flag(None, "is_empty", operator == "is_null")
            return self._mapping(("tags", test)) if test is not None else None
        if not self._fits(OF_TAGS if key == "tag" else OF_NAMES, f"a {key}"):
            return None
        value = self._value()
        if value is None:
            return None
        items = value.items if isinstance(value, Sequence) else (value,)
        conditions = tuple(pair(key, item, item.position) for item in items)
        is_not = operator in ("not_equals", "not_contains", "not_in")
        if len(conditions) == 1:
            return pair("not", conditions[0], value.position) if is_not else conditions[0]
        return pair(
            "none" if is_not else "any", Sequence(conditions, value.position), value.position
        )

    def _flag(self, subject: tuple[str, Node] | None, word: str, is_true: bool) -> Mapping | None:
        """An operator that takes no value."""
        value = self.value
        if isinstance(value, Scalar) and value.value in (None, True, ""):
            value = None
        if value is not None:
            message = f"`{self.operator.text}` takes no value"
            return self._tell(value, "bad-value", "value", message, "leave the value out")
        flag = Scalar(is_true, str(is_true).lower(), True, self.operator.position)
        return self._mapping(*((subject,) if subject else ()), (word, flag))

    def _days(self) -> Scalar | None:
        """A number of days as a duration."""
        value = self.value
        days = value.value if isinstance(value, Scalar) else None
        if not isinstance(days, int) or isinstance(days, bool) or days < 1:
            message = f"`{self.operator.text}` wants a whole number of days, found {shown(value)}"
            self._tell(value or self.operator, "bad-value", "value", message, "at least 1")
            return None
        assert value is not None
        return word(f"{days} day{'' if days == 1 else 's'}", value.position)

    def _value(self) -> Node | None:
        """The value that is compared with; nested objects and nulls are refused."""
        value = self.value
        parts = value.items if isinstance(value, Sequence) else (value,)
        for part in parts:
            if part is None or (isinstance(part, Scalar) and part.value is None):
                message = f"`{self.operator.text}` wants a value"
                help_ = "null is no value: `is_null` asks for it"
                return self._tell(part or self.operator, "null-value", "value", message, help_)
            if not isinstance(part, Scalar):
                message = f"{shown(part)} stands where one value belongs"
                return self._tell(part, "not-a-value", "value", message)
        return value

    def _fits(self, operators: tuple[str, ...], what: str) -> bool:
        if self.operator.text in operators:
            return True
        message = f"`{self.operator.text}` does not fit {what}"
        help_ = "what fits: " + ", ".join(operators)
        self._tell(self.operator, "wrong-operator", "operator", message, help_)
        return False

    def _mapping(self, *pairs: tuple[str, Node]) -> Mapping:
        position = self.field.position
        return Mapping(tuple((word(key, value.position), value) for key, value in pairs), position)

    def _tell(
        self, node: Node, rule: str, key: str, message: str, help_: str = ""
    ) -> Mapping | None:
        return self.shape.tell(node.position, rule, below(self.path, key), message, help_)
