"""The forms of the language, which of them a condition is, and a tally of what was drawn."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from segsmith.definitions.conditions import (
    Everyone,
    Group,
    Not,
    TagsCondition,
    ValueCondition,
)
from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.definitions.measures import PATTERNS, RULE_MEASURES, EventCondition, ObjectCondition
from segsmith.definitions.ranks import TopCondition
from segsmith.definitions.segments import Segment
from segsmith.definitions.sequences import SequenceCondition
from segsmith.definitions.value_tests import Reference, ValueTest
from segsmith.definitions.windows import Window
from segsmith.reference.conditions import ALONE, holds
from segsmith.reference.expression_parser import Literal, Name, Node, parse_expression
from segsmith.reference.objects import rows_of
from segsmith.reference.rows import EntityRow, Row
from segsmith.reference.world import World
from tests.property.observed import Observation, observe, world_of
from tests.property.observed_in_time import pattern_forms, sequence_forms
from tests.property.observed_objects import OBJECT_WORDS, object_forms
from tests.property.scopes import (
    ACCOUNT,
    CONTACT,
    CONTACTS,
    EMAIL,
    INVOICE,
    ORDER,
    PAGE,
    SCORES,
    SUBSCRIPTION,
    TICKET,
)
from tests.property.strategies import Drawn
from tests.property.strategies_events import MEASURES, WINDOWS
from tests.property.strategies_expressions import FUNCTIONS
from tests.property.strategies_histories import HAPPENINGS
from tests.property.strategies_values import OPERATORS
from tests.support.written import definitions_of

COLUMNS = ("drawn", "true", "false", "at an edge", "null")
_KINDS = {
    name: kind
    for scope in (CONTACT, ORDER, EMAIL, PAGE, SUBSCRIPTION, TICKET, INVOICE, ACCOUNT, CONTACTS)
    for names in (scope.attributes, scope.traits)
    for kind, found in names.items()
    for name in found
}
# Operators and forms for which a column has no meaning.
_NO_EDGE = re.compile(
    r".* (is_set|is_empty|.*contains?|.*starts?_with|.*ends?_with|.*match.*_pattern|month_is"
    r"|anniversary)|(array|boolean|subject|operand|modifier|event|function|group|form) .*"
    r"|(history )?window (none|since|from|to|through)|history of a paused segment"
    r"|sequence (of .*|without|where|in a window)|measure (no measure|first_is|last_is)"
    r"|measure (first|last) of .*|object (every|where|over joins|by a date|first_is|last_is"
    r"|through an attribute|of another entity|no measure|first|last)"
)
_RESULTS = {
    **dict.fromkeys(("lower", "upper", "trim", "concat", "cast as text"), "text"),
    **dict.fromkeys(("and", "or", "not", "is null", "=", "<>"), "boolean"),
    **dict.fromkeys(("<", "<=", ">", ">="), "boolean"),
    **dict.fromkeys(("from_epoch", "cast as instant"), "instant"),
    "cast as date": "date",
}
_NO_NULL = re.compile(
    r"(operand (ago|now)|group|form|event|window|modifier|function|sequence) .*|object every"
)
# Only where as-of is a local midnight (the spec has such a case).
_SELDOM = frozenset(("date within_last", "date older_than", "date within_next"))
_ALWAYS = frozenset(("form everyone", "form today"))


def all_forms() -> list[str]:
    """Every form that has to be drawn."""
    return [
        *(f"{kind} {word}" for kind, words in OPERATORS.items() for word in words),
        *(f"subject {word}" for word in ("attribute", "relation", "trait", "score", "expression")),
        *(f"operand {word}" for word in ("literal", "attribute", "trait", "expression")),
        *(f"operand {word}" for word in ("ago", "now")),
        *(f"modifier nulls {word}" for word in ("match", "no_match", "unsaid")),
        *(f"modifier {word}" for word in ("ignore_case", "ignore_case in the catalog")),
        *(f"modifier leap_day {word}" for word in ("february_28", "march_1", "skip", "unsaid")),
        *(f"modifier {word}" for word in ("min_years", "anniversary window")),
        *(f"function {name}" for name in FUNCTIONS),
        *(f"event {word}" for word in ("kind", "list", "prefix", "where", "inside where")),
        "measure no measure",
        *(_measure_form(m, kind) for m, kinds in MEASURES.items() for kind in kinds),
        *(f"measure {which}" for which in RULE_MEASURES),
        *(f"pattern {word}" for word in (*PATTERNS, "regularly with a count")),
        *(f"sequence {word}" for word in ("of two steps", "of more steps", "within", "without")),
        *(f"sequence {word}" for word in ("not followed", "where", "in a window")),
        *(f"window {window}" for window in WINDOWS),
        *(f"group {word}" for word in ("all", "any", "none", "not")),
        *(f"form tags {word}" for word in ("includes_any", "includes_all", "includes_none")),
        *(f"form {word}" for word in ("tags is_empty", "tag", "list", "segment", "opted_in")),
        *(f"form {word}" for word in ("opted_out", "channel", "everyone", "today")),
        *(f"form {word}" for word in ("random", "members", "segment with", "parameters", "stage")),
        *(f"top {size}" for size in ("count", "percent", "of a segment")),
        *(f"top by {by}" for by in ("attribute", "trait", "expression")),
        *(f"history {word}" for word in (*HAPPENINGS, "for_at_least", "of a paused segment")),
        *(f"history window {window}" for window in WINDOWS),
        *(f"history of an {word}" for word in ("attribute", "expression")),
        *(f"form {word}" for word in ("always_include", "always_exclude", "paused", "retired")),
        "form renamed_from",
        *(f"object {word}" for word in OBJECT_WORDS),
        "form segment of a related entity",
    ]


def wanted_columns(form: str) -> tuple[str, ...]:
    """The columns that may not be zero for a form."""
    if form in _ALWAYS or form == "form retired":
        return ("drawn",)
    edge = () if _NO_EDGE.fullmatch(form) or form in _SELDOM else ("at an edge",)
    null = () if _NO_NULL.fullmatch(form) else ("null",)
    return ("drawn", "true", "false", *edge, *null)


class Tally:
    """How often each form was drawn, and what it met."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, drawn: Drawn) -> None:
        """Count everything in a batch: each condition on each contact (or event)."""
        definitions = definitions_of(drawn.every, drawn.scene.time_zone, stages=drawn.stages)
        world = World(definitions, drawn.tables, drawn.scene.as_of, drawn.history)
        for segment in world.segments.values():
            rows = list(world.universe[segment.entity].values())
            is_stage = any(segment.segment in order for order in drawn.stages.values())
            for form in (*_segment_forms(segment), *(["form stage"] if is_stage else [])):
                in_it = world.members_of(segment.segment)
                seen = [Observation(row.key in in_it) for row in rows]
                self._count([form], seen)
            self._condition(segment.rule, rows, False)

    def _condition(self, condition: Any, rows: Sequence[Row], in_where: bool) -> None:
        forms = [*_forms(condition)]
        if in_where:
            forms.append("event inside where")
        if isinstance(condition, (HistoryCondition, SegmentCondition)) and rows:
            segments = world_of(rows[0]).segments
            if segments[condition.segment.rpartition(".")[2]].status == "paused":
                forms.append("history of a paused segment")
        self._count(forms, [observe(condition, row) for row in rows])
        for part in _parts(condition):
            self._condition(part, rows, in_where)
        if isinstance(condition, ObjectCondition):
            owners = [row for row in rows if isinstance(row, EntityRow)]
            related = [r for row in owners for r in rows_of(condition.object, row, holds)]
            for rule in (condition.where, condition.measure_rule):
                if rule is not None:
                    self._condition(rule, related, True)
        if isinstance(condition, EventCondition) and condition.where is not None:
            owners = [row for row in rows if isinstance(row, EntityRow)]
            events = [event for row in owners for event in row.world.events(row)]
            scope = [e for e in events if any(k in condition.event for k in e.source.kinds)]
            self._condition(condition.where, scope, True)

    def _count(self, forms: Iterable[str], seen: list[Observation]) -> None:
        for form in set(forms):
            count = self.counts[form]
            count["drawn"] += 1
            count["true"] += sum(o.is_true for o in seen)
            count["false"] += sum(not o.is_true for o in seen)
            edges = [o.at_window_edge if form.startswith("window ") else o.at_edge for o in seen]
            count["at an edge"] += sum(edges)
            count["null"] += sum(o.is_null for o in seen)

    def zeros(self) -> list[str]:
        """Forms and columns in which nothing was drawn."""
        return [
            f"{form}: {column}"
            for form in all_forms()
            for column in wanted_columns(form)
            if not self.counts[form][column]
        ]

    def table(self) -> str:
        """A line a form."""
        forms = sorted({*all_forms(), *self.counts})
        width = max(len(form) for form in forms)
        lines = [f"{'form':{width}}" + "".join(f"{column:>12}" for column in COLUMNS)]
        for form in forms:
            wanted, count = wanted_columns(form), self.counts[form]
            cells = [
                f"{count[column] if column in wanted or count[column] else '-':>12}"
                for column in COLUMNS
            ]
            lines.append(f"{form:{width}}" + "".join(cells))
        return "\n".join(lines)


def _segment_forms(segment: Segment) -> Iterator[str]:
    for word in ("always_include", "always_exclude"):
        if getattr(segment, word) is not None:
            yield f"form {word}"
    if segment.members is not None:
        yield "form members"
    if segment.parameters:
        yield "form parameters"
    if segment.renamed_from:
        yield "form renamed_from"
    if segment.status != "active":
        yield f"form {segment.status}"


def _parts(condition: Any) -> tuple[Any, ...]:
    if isinstance(condition, Group):
        return condition.members
    return (condition.not_,) if isinstance(condition, Not) else ()


def _forms(condition: Any) -> Iterator[str]:
    match condition:
        case Group():
            yield f"group {condition.word}"
        case Not():
            yield "group not"
        case Everyone():
            yield "form everyone"
        case ValueCondition() if condition.for_at_least is not None:
            yield f"history of an {'attribute' if condition.attribute else 'expression'}"
        case ValueCondition():
            yield from _value_forms(condition)
        case EventCondition():
            yield from _event_forms(condition)
        case HistoryCondition():
            yield f"history {condition.happening}"
            yield f"history window {_window(condition)}"
        case SegmentCondition() if condition.for_at_least is not None:
            yield "history for_at_least"
        case SegmentCondition() if "." in condition.segment:
            yield "form segment of a related entity"
        case ObjectCondition():
            yield from object_forms(condition)
            test = condition.measure_test
            yield from _test_forms(test) if test is not None else ()
        case SegmentCondition() if condition.with_:
            yield "form segment with"
        case SequenceCondition():
            yield from sequence_forms(condition)
        case TopCondition():
            yield "top count" if condition.top.count is not None else "top percent"
            yield f"top by {next(iter(condition.top.by.model_fields_set))}"
            if condition.top.of is not None:
                yield "top of a segment"
        case TagsCondition():
            yield f"form tags {next(iter(condition.tags.model_fields_set))}"
        case _:
            yield f"form {next(iter(condition.model_fields_set)).rstrip('_')}"


def _value_forms(condition: ValueCondition) -> Iterator[str]:
    name = condition.attribute or condition.trait
    if condition.attribute:
        yield "subject relation" if name and name.startswith("account.") else "subject attribute"
        if name in ("nickname", "campaign"):
            yield "modifier ignore_case in the catalog"
    else:
        is_score = any(name in names for names in SCORES.values())
        yield "subject score" if is_score else "subject trait" if name else "subject expression"
    kind = _KINDS[name] if name else _kind(parse_expression(condition.expression or ""))
    yield f"{kind} {condition.operator.rstrip('_')}"
    if condition.expression:
        yield from _functions(condition.expression)
    yield from _test_forms(condition)


def _test_forms(test: ValueTest) -> Iterator[str]:
    if test.ignore_case:
        yield "modifier ignore_case"
    if test.operator.startswith(("is_not", "not_", "does_not", "includes_none")):
        yield f"modifier nulls {test.nulls or 'unsaid'}"
    if test.operator == "anniversary":
        yield f"modifier leap_day {test.leap_day or 'unsaid'}"
        if test.min_years:
            yield "modifier min_years"
        if test.anniversary != "today":
            yield "modifier anniversary window"
    if test.operator in ALONE:
        return
    for operand in test.operand if isinstance(test.operand, tuple) else (test.operand,):
        if isinstance(operand, Reference):
            key = next(iter(operand.model_fields_set))
            yield f"operand {key}"
            if operand.expression:
                yield from _functions(operand.expression)
        else:
            yield "operand now" if operand == "now" else "operand literal"


def _event_forms(condition: EventCondition) -> Iterator[str]:
    first = condition.event[0]
    many = len(condition.event) > 1
    yield "event list" if many else "event prefix" if first.endswith("*") else "event kind"
    if condition.where is not None:
        yield "event where"
    if condition.pattern:
        yield from pattern_forms(condition)
        return
    yield f"window {_window(condition)}"
    test = condition.measure_test
    if condition.measure_rule is not None:
        yield f"measure {condition.measure}"
        return
    if test is None:
        yield "measure no measure"
        return
    kind = _KINDS.get(condition.of) if condition.of else None
    if kind or not condition.of:
        yield _measure_form(condition.measure, kind)
    yield from _test_forms(test)
    if condition.of and not kind:
        yield from _functions(condition.of)


def _window(stretch: Window) -> str:
    return " and ".join(key.rstrip("_") for key in stretch.window_keys) or "none"


def _measure_form(measure: str, kind: str | None) -> str:
    return f"measure {measure} of {kind}" if kind else f"measure {measure}"


def _kind(node: Node) -> str | None:
    """The type of what an expression gives; None for null."""
    if isinstance(node, Name):
        return _KINDS[node.name]
    if isinstance(node, Literal):
        value = node.value
        return "text" if isinstance(value, str) else None if value is None else "number"
    if node.function == "case":
        return next(kind for part in node.arguments[1::2] if (kind := _kind(part)))
    if node.function in ("coalesce", "nullif", "least", "greatest"):
        return next(kind for part in node.arguments if (kind := _kind(part)))
    return _RESULTS.get(node.function, "number")


def _functions(expression: str) -> Iterator[str]:
    text = re.sub(r"'(?:[^']|'')*'", "''", expression)
    for name in FUNCTIONS:
        if name == "negative":
            pattern = r"(^|\()-"
        elif name.isalpha() or "_" in name or " " in name:
            pattern = rf"\b{name}\b"
        else:
            pattern = rf" {re.escape(name)} "
        if re.search(pattern, text):
            yield f"function {name}"
