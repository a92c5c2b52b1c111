"""A node of the typed tree as SQL on one line. One `match`; a new node is a type error here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from segsmith.lower.functions import function_sql, of_one_scale
from segsmith.lower.sql import Call, Sql, call, joined, literal, sql
from segsmith.resolve.nodes import (
    Always,
    Anniversary,
    Arithmetic,
    ArrayTest,
    Case,
    Comparison,
    Complement,
    Constant,
    Every,
    Field,
    Function,
    HoldsRule,
    InSegment,
    IsNull,
    KeyHash,
    Lasting,
    Node,
    OneOf,
    Past,
    Rank,
    RankedCount,
    RowValue,
    ScorecardValue,
    Scored,
    Some,
    SqlNot,
    TextTest,
    Trait,
    TraitValue,
    UnlessKnown,
)
from segsmith.resolve.time_nodes import (
    BOUNDARIES,
    AsOf,
    Boundary,
    DayStart,
    LocalDay,
    PeriodDay,
    PeriodStart,
    Shifted,
    ShiftedTwice,
    ThisMonth,
)

_NEVER_NULL = ("count", "sum", "distinct_values", "distinct_days", "exists")

# Truths that stand beside an operator as they are: one word, one call, or in parentheses already.
_WORDS = (
    Constant,
    Field,
    TraitValue,
    Scored,
    Function,
    Case,
    Every,
    Some,
    Always,
    Past,
    Lasting,
)

# Ends the macro of a segment's rule by itself: without overrides and further stages.
RULE = "__rule"


@dataclass(frozen=True)
class Names:
    """How the names in a tree are written where it stands."""

    field: Callable[[Field], Sql]
    trait: Callable[[Trait], Sql]
    boundary: Callable[[Boundary], Sql]
    segment: Callable[[InSegment | HoldsRule], Sql]
    computed: Callable[[RowValue], Sql]
    past: Callable[[Past | Lasting], Sql]
    score: Callable[[Scored | ScorecardValue], Sql]


def lower(node: Node, names: Names) -> Sql:
    """The SQL of a node; anything that is not one word or call stands in parentheses."""
    match node:
        case Constant():
            return literal(node.value)
        case Field():
            return names.field(node)
        case TraitValue():
            return names.trait(node.trait)
        case KeyHash() | Rank() | RankedCount():
            return names.computed(node)
        case Scored() | ScorecardValue():
            return names.score(node)
        case AsOf() | Shifted() | ShiftedTwice() | DayStart() | PeriodStart():
            return names.boundary(node)
        case LocalDay() | PeriodDay() | ThisMonth():
            return names.boundary(node)
        case Arithmetic():
            return _arithmetic(node, names)
        case Function():
            return function_sql(node, [lower(part, names) for part in node.arguments])
        case Case():
            return _case(node, names)
        case Every() | Some():
            word = " and " if isinstance(node, Every) else " or "
            return sql("(", joined([lower(part, names) for part in node.parts], word), ")")
        case _:
            return _truth(node, names)


def _truth(
    node: Comparison
    | OneOf
    | IsNull
    | TextTest
    | ArrayTest
    | Anniversary
    | Always
    | Complement
    | UnlessKnown
    | SqlNot
    | InSegment
    | HoldsRule
    | Past
    | Lasting,
    names: Names,
) -> Sql:
    match node:
        case Comparison():
            return comparison(node, names)
        case OneOf():
            return _one_of(node, names, "in")
        case IsNull():
            return sql(operand(node.value, names), " is null")
        case TextTest():
            return _text_test(node, names, "like")
        case ArrayTest():
            return _array_test(node, names)
        case Anniversary():
            value = lower(node.value, names)
            return call("has_anniversary", value, node.days, node.min_years, node.leap_day)
        case Always():
            return sql("true" if node.holds else "false")
        case Complement(part=IsNull(value=value)):
            return sql(operand(value, names), " is not null")
        case Complement():
            return sql("not coalesce(", bare(node.part, names), ", false)")
        case UnlessKnown():
            inner = bare(node.part, names)
            return inner if is_known(node.part) else sql("coalesce(", inner, ", true)")
        case SqlNot(part=OneOf() as part):
            return _one_of(part, names, "not in")
        case SqlNot(part=TextTest(kind="contains" | "starts_with" | "ends_with") as part):
            return _text_test(part, names, "not like")
        case SqlNot():
            return sql("not (", bare(node.part, names), ")")
        case InSegment() | HoldsRule():
            return names.segment(node)
        case Past() | Lasting():
            return names.past(node)
        case _:
            assert_never(node)


def bare(node: Node, names: Names) -> Sql:
    """The SQL without the parentheses around a group."""
    lowered = lower(node, names)
    is_quotient = isinstance(node, Arithmetic) and node.operator == "/"
    if isinstance(node, (Every, Some, Arithmetic)) and not is_quotient:
        first, last = lowered.pieces[0], lowered.pieces[-1]
        assert isinstance(first, str) and isinstance(last, str)
        if len(lowered.pieces) == 1:
            return sql(first[1:-1])
        return sql(first[1:], *lowered.pieces[1:-1], last[:-1])
    return lowered


def operand(node: Node, names: Names) -> Sql:
    """The SQL of a value that an operator stands beside: a truth is put in parentheses."""
    lowered = lower(node, names)
    is_truth = node.type == "boolean" and not isinstance(node, _WORDS)
    return sql("(", lowered, ")") if is_truth else lowered


def comparison(node: Comparison, names: Names) -> Sql:
    """A comparison; text is folded or ordered by code point where that is asked for."""
    left, right = operand(node.left, names), operand(node.right, names)
    if node.left.type == "text" and node.ignore_case:
        left, right = _folded(node.left, left), _folded(node.right, right)
    # A hash is sorted by code point already, by the macro that makes it.
    is_sorted = isinstance(node.left, KeyHash)
    if node.left.type == "text" and node.operator not in ("=", "<>") and not is_sorted:
        left, right = call("by_code_point", left), call("by_code_point", right)
    if node.operator == "=" and node.right == Constant(True, "boolean"):
        return left
    return sql(left, f" {node.operator} ", right)


def _folded(node: Node, lowered: Sql) -> Sql:
    if isinstance(node, Constant):
        return literal(str(node.value).lower())
    return call("fold_case", lowered)


def _arithmetic(node: Arithmetic, names: Names) -> Sql:
    left, right = lower(node.left, names), lower(node.right, names)
    if node.operator == "/":
        return call("divide", left, right)
    return sql("(", left, f" {node.operator} ", right, ")")


def _case(node: Case, names: Names) -> Sql:
    values = [then for _, then in node.branches]
    values += [node.default] if node.default is not None else []
    lowered = of_one_scale(values, [lower(value, names) for value in values])
    parts: list[str | Sql] = ["case"]
    for (when, _), then in zip(node.branches, lowered, strict=False):
        parts += [" when ", bare(when, names), " then ", then]
    if node.default is not None:
        parts += [" else ", lowered[-1]]
    return sql(*parts, " end")


def _one_of(node: OneOf, names: Names, word: str) -> Sql:
    value = operand(node.value, names)
    options = [literal(option.value) for option in node.options]
    if node.ignore_case:
        value = call("fold_case", value)
        options = [_folded(option, literal(option.value)) for option in node.options]
    if len(options) == 1:
        return sql(value, " = " if word == "in" else " <> ", options[0])
    return sql(value, f" {word} (", joined(options, ", "), ")")


def _text_test(node: TextTest, names: Names, word: str) -> Sql:
    value = lower(node.value, names)
    if node.kind == "matches_pattern":
        return call("matches_pattern", value, literal(node.text), node.ignore_case)
    text = node.text
    if node.ignore_case:
        value, text = call("fold_case", value), text.lower()
    escaped = "".join(f"!{c}" if c in "%_!" else c for c in text)
    before = "" if node.kind == "starts_with" else "%"
    after = "" if node.kind == "ends_with" else "%"
    pattern = literal(before + escaped + after)
    # Without the clause a backslash escapes on some engines and not on others.
    escape = " escape '!'" if escaped != text or "\\" in text else ""
    return sql(value, f" {word} ", pattern, escape)


def _array_test(node: ArrayTest, names: Names) -> Sql:
    value = lower(node.value, names)
    if node.kind == "is_empty":
        return call("array_is_empty", value)
    texts = [str(o.value) for o in node.options]
    if node.ignore_case:
        value, texts = call("fold_array", value), [text.lower() for text in texts]
    options = ", ".join(literal(text).argument() for text in texts)
    return Sql((Call(f"segsmith.array_{node.kind}({value.argument()}, [{options}])"),))


def is_known(part: Node) -> bool:
    """Whether a truth cannot be null, so that nothing needs to be said about nulls."""
    match part:
        case Comparison(left=TraitValue(trait=trait), right=Constant()):
            return trait.measure in _NEVER_NULL
        case Comparison(left=left, right=right):
            return _never_null(left) and _never_null(right)
    return False


def _never_null(node: Node) -> bool:
    match node:
        case Case(branches=((_, then),), default=default):
            return _never_null(then) and default is not None and _never_null(default)
        case Arithmetic(operator="+" | "-" | "*"):
            return _never_null(node.left) and _never_null(node.right)
    return isinstance(node, (Constant, KeyHash, *BOUNDARIES))
