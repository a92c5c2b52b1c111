"""A test on one value becomes a truth; the operator must fit the value's type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from segsmith.definitions.scalars import PERIOD_WORDS
from segsmith.definitions.value_tests import (
    NEGATIVE_OPERATORS,
    AnniversaryWindow,
    Reference,
    ValueTest,
)
from segsmith.errors import Position, Problem
from segsmith.resolve import time_tests
from segsmith.resolve.catalog import Catalog
from segsmith.resolve.expressions import ExpressionReader
from segsmith.resolve.literals import LiteralReader, check_known_value, number_as_text
from segsmith.resolve.nodes import (
    Anniversary,
    ArrayTest,
    Comparator,
    Comparison,
    Complement,
    Constant,
    Every,
    Function,
    IsNull,
    Node,
    OneOf,
    Some,
    TextTest,
)
from segsmith.resolve.operators import OPERATORS_OF, ORDER
from segsmith.resolve.patterns import pattern_problem
from segsmith.resolve.place import Path, Place
from segsmith.resolve.scope import Bound, Scope
from segsmith.resolve.time_nodes import (
    AsOf,
    Shifted,
)
from segsmith.resolve.truths import empty, in_period, known_complement, month_test, rolling


@dataclass(frozen=True)
class TestReader:
    """Reads the tests of one document; `at` gives positions in its file."""

    catalog: Catalog
    literals: LiteralReader
    expressions: ExpressionReader
    problems: list[Problem]

    def read(
        self, subject: Bound, name: str, test: ValueTest, scope: Scope, place: Place
    ) -> Node | None:
        """The truth of a test on a value, two-valued; None after telling a mistake."""
        node = subject.node
        operator = test.operator
        if operator not in OPERATORS_OF[node.type]:
            allowed = ", ".join(word.rstrip("_") for word in OPERATORS_OF[node.type])
            return self._tell(
                place.key(operator),
                "wrong-operator",
                f"`{operator.rstrip('_')}` does not fit `{name}`, which is {_a(node.type)}",
                f"it can be tested with: {allowed}",
            )
        if test.ignore_case and node.type not in ("text", "array"):
            return self._tell(
                place.key("ignore_case"), "ignore-case", f"`{name}` is {_a(node.type)}, not text"
            )
        attribute = subject.attribute
        fold = test.ignore_case or bool(attribute and attribute.ignore_case)
        asked = _Asked(subject, name, test, scope, place, fold)
        positive = NEGATIVE_OPERATORS.get(operator, operator)
        truth = self._positive(positive, asked)
        if truth is None or operator == positive:
            return truth
        # A null on either side: matches (the exact complement), or not when said so.
        return Complement(truth) if test.nulls_match else known_complement(truth)

    def _positive(self, operator: str, asked: _Asked) -> Node | None:
        node, test = asked.subject.node, asked.test
        match operator:
            case "is_set":
                unset: Node = IsNull(node)
                return Complement(unset) if test.is_set else unset
            case "is_empty":
                return empty(node, bool(test.is_empty))
            case "contains" | "starts_with" | "ends_with" | "matches_pattern":
                return self._text(operator, asked)
            case "includes" | "includes_any" | "includes_all":
                return self._array(operator, asked)
            case "month_is":
                return month_test(node, test.month_is)
            case "anniversary":
                return self._anniversary(asked)
            case "days_from_today":
                return time_tests.on_local_days(node, test.days_from_today or 0, 1)
            case "in_period":
                period, steps = PERIOD_WORDS[str(test.in_period)]
                return in_period(node, period, steps)
            case "within_last" | "older_than" | "within_next":
                return rolling(operator, node, getattr(test, operator))
        return self._compared(operator, asked)

    def _compared(self, operator: str, asked: _Asked) -> Node | None:
        operand = asked.test.operand
        key = asked.test.operator.rstrip("_")
        many = operator in ("in_", "between")
        written = operand if many else (operand,)
        values: list[Node] = []
        for index, value in enumerate(written):
            path: Path = (key, index) if many else (key,)
            read = self._operand(value, asked, path, operator in ("is_", "in_"))
            if read is None:
                return None
            warning = number_as_text(read, asked.name, asked.place.value(*path))
            if warning is not None and (operator == "between" or operator in ORDER):
                self.problems.append(warning)
            values.append(read)
        if operator == "between":
            return self._between(values, asked)
        if operator == "in_":
            return self._one_of(values, asked)
        node = asked.subject.node
        if node.type in ("instant", "date"):
            return time_tests.compare(operator, node, values[0], self.literals)
        symbol: Comparator = "=" if operator == "is_" else ORDER[operator]
        return Comparison(symbol, node, values[0], asked.fold)

    def _one_of(self, values: list[Node], asked: _Asked) -> Node:
        node = asked.subject.node
        constants = tuple(v for v in values if isinstance(v, Constant))
        if len(constants) == len(values) and node.type not in ("instant", "date"):
            return OneOf(node, constants, asked.fold)
        if node.type in ("instant", "date"):
            parts = tuple(time_tests.compare("is_", node, v, self.literals) for v in values)
        else:
            parts = tuple(Comparison("=", node, v, asked.fold) for v in values)
        return parts[0] if len(parts) == 1 else Some(parts)

    def _between(self, values: list[Node], asked: _Asked) -> Node | None:
        low, high = values
        if isinstance(low, Constant) and isinstance(high, Constant) and _reversed(low, high):
            return self._tell(
                asked.place.value(asked.test.operator.rstrip("_")),
                "bounds-reversed",
                f"the lower bound {low.value} is above the upper bound {high.value}",
                "write [low, high]",
            )
        node = asked.subject.node
        if node.type in ("instant", "date"):
            return Every(
                (
                    time_tests.compare("on_or_after", node, low, self.literals),
                    time_tests.compare("on_or_before", node, high, self.literals),
                )
            )
        return Every(
            (
                Comparison(">=", node, low, asked.fold),
                Comparison("<=", node, high, asked.fold),
            )
        )

    def _operand(self, value: Any, asked: _Asked, path: Path, is_equality: bool) -> Node | None:
        node = asked.subject.node
        position = asked.place.value(*path)
        if isinstance(value, Reference):
            return self._reference(value, asked, path)
        if value == "now" and node.type in ("instant", "date"):
            return AsOf()
        constant = self.literals.read(value, node.type, position)
        if constant is not None and is_equality:
            unknown = check_known_value(constant, asked.subject.attribute, asked.name, position)
            if unknown is not None:
                self.problems.append(unknown)
        return constant

    def _reference(self, value: Reference, asked: _Asked, path: Path) -> Node | None:
        node, scope = asked.subject.node, asked.scope
        if value.ago is not None:
            if node.type not in ("instant", "date"):
                return self._tell(
                    asked.place.value(*path, "ago"),
                    "wrong-type",
                    f"`ago` is an instant, `{asked.name}` is {_a(node.type)}",
                )
            return Shifted(-value.ago.count, value.ago.unit)
        if value.attribute is not None:
            position = asked.place.value(*path, "attribute")
            bound = scope.attribute(value.attribute, position)
        elif value.trait is not None:
            position = asked.place.value(*path, "trait")
            bound = scope.trait(value.trait, position)
        else:
            position = asked.place.value(*path, "expression")
            read = self.expressions.read(value.expression or "", scope, position)
            bound = Bound(read) if read is not None else None
        if bound is None:
            return None
        times = {"instant", "date"}
        if bound.node.type != node.type and not {bound.node.type, node.type} <= times:
            return self._tell(
                position,
                "wrong-type",
                f"`{asked.name}` is {_a(node.type)}, the other side is {_a(bound.node.type)}",
                "compare values of one type; `cast(... as number)` in an expression changes a type",
            )
        return bound.node

    def _text(self, operator: str, asked: _Asked) -> Node | None:
        text = str(asked.test.operand)
        word = asked.test.operator
        if operator == "matches_pattern":
            problem = pattern_problem(text, asked.fold)
            if problem:
                return self._tell(
                    asked.place.value(word),
                    "bad-pattern",
                    f"the pattern cannot be used: {problem}",
                    "allowed: literals . [..] ^ $ (..) | * + ? {m,n} \\d and escaped punctuation",
                )
        elif not text:
            return self._tell(
                asked.place.value(word), "empty-text", f"`{word}` nothing", "say `is_set: true`"
            )
        kind: Any = operator
        return TextTest(kind, asked.subject.node, text, asked.fold)

    def _array(self, operator: str, asked: _Asked) -> Node | None:
        key = asked.test.operator
        operand = asked.test.operand
        written = operand if isinstance(operand, tuple) else (operand,)
        options: list[Constant] = []
        for index, value in enumerate(written):
            position = asked.place.value(key, index)
            if isinstance(value, Reference):
                return self._tell(position, "wrong-type", "an array is tested against literals")
            constant = self.literals.read(value, "array", position)
            if constant is None:
                return None
            unknown = check_known_value(constant, asked.subject.attribute, asked.name, position)
            if unknown is not None:
                self.problems.append(unknown)
            options.append(constant)
        kind: Any = "includes_any" if operator == "includes" else operator
        return ArrayTest(kind, asked.subject.node, tuple(options), asked.fold)

    def _anniversary(self, asked: _Asked) -> Node | None:
        test = asked.test
        days = 0
        if isinstance(test.anniversary, AnniversaryWindow):
            window = test.anniversary.within_next
            if window.unit not in ("day", "week"):
                return self._tell(
                    asked.place.value("anniversary", "within_next"),
                    "bad-duration",
                    f"an anniversary within {window}",
                    "count in days or weeks, less than a year",
                )
            days = window.count * (7 if window.unit == "week" else 1)
        if days > 365 or (test.min_years or 0) < 0:
            return self._tell(
                asked.place.value("anniversary"),
                "bad-duration",
                "the window of an anniversary is a year at most, and years are not negative",
            )
        node = asked.subject.node
        date_node = node if node.type == "date" else Function("local_date", (node,), "date")
        return Anniversary(date_node, days, test.min_years or 0, test.leap_day or "february_28")

    def _tell(self, position: Position, rule: str, message: str, help_: str = "") -> Node | None:
        self.problems.append(Problem(position, rule, message, help_))
        return None


@dataclass(frozen=True)
class _Asked:
    subject: Bound
    name: str
    test: ValueTest
    scope: Scope
    place: Place
    fold: bool


def _a(type_: str) -> str:
    return {"text": "text", "boolean": "true or false"}.get(
        type_, f"an {type_}" if type_[0] in "aeiou" else f"a {type_}"
    )


def _reversed(low: Constant, high: Constant) -> bool:
    if type(low.value) is not type(high.value) and low.type != "number":
        return False
    # of one type by now, or both numbers
    return bool(low.value > high.value)  # type: ignore[operator]
