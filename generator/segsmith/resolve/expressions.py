"""A formula: parsed by sqlglot, every node checked against an allow-list, typed, never pasted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from segsmith.definitions.catalog import ValueType
from segsmith.errors import Position, Problem
from segsmith.resolve.literals import has_place
from segsmith.resolve.nodes import (
    Arithmetic,
    Case,
    Comparator,
    Comparison,
    Constant,
    Every,
    Function,
    IsNull,
    Node,
    Some,
    SqlNot,
)
from segsmith.resolve.scope import Scope
from segsmith.resolve.walk import extent

MAX_LENGTH = 10_000
MAX_LEVELS = 100
MAX_LEVELS_WITH_TRAITS, MAX_SIZE = 150, 5_000

_ARITHMETIC: dict[type[exp.Expr], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
}
_COMPARISON: dict[type[exp.Expr], Comparator] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
# name: (types of the arguments, the result); a repeated last type stands for "any number of".
_FUNCTIONS: dict[str, tuple[tuple[str, ...], ValueType]] = {
    "abs": (("number",), "number"),
    "round": (("number", "number?"), "number"),
    "lower": (("text",), "text"),
    "upper": (("text",), "text"),
    "trim": (("text",), "text"),
    "length": (("text",), "number"),
    "concat": (("text*",), "text"),
    "days_since": (("time",), "number"),
    "month": (("time",), "number"),
    "year": (("time",), "number"),
    "from_epoch": (("number",), "instant"),
}
_SAME_TYPE = ("coalesce", "nullif", "least", "greatest")
_CAST: dict[str, ValueType] = {
    "number": "number",
    "text": "text",
    "instant": "instant",
    "date": "date",
}
_CASTS = {
    "text": ("number", "instant", "date"),
    # A number that is cast to number loses what is none: NaN and infinity.
    "number": ("text", "number"),
    "instant": ("text", "date"),
    "date": ("text", "instant"),
}
FUNCTION_NAMES = tuple(sorted([*_FUNCTIONS, *_SAME_TYPE, "case", "cast"]))
_ALIASES = {"substr": "substring", "len": "length"}


class _RefusedError(Exception):
    """What is wrong with an expression, and what to do."""

    def __init__(self, rule: str, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.help = rule, message, help_


@dataclass(frozen=True)
class ExpressionReader:
    """Reads expressions; names are bound in the scope they stand in."""

    problems: list[Problem]

    def read(self, text: str, scope: Scope, position: Position) -> Node | None:
        """The typed tree, or None after telling the mistake at the expression's place."""
        try:
            return _bounded(_Typer(scope, position).node(_parsed(text)))
        except _ToldError:
            return None
        except _RefusedError as refused:
            self.problems.append(Problem(position, refused.rule, refused.message, refused.help))
            return None


class _ToldError(Exception):
    """The mistake has been told already."""


def _parsed(text: str) -> exp.Expr:
    if len(text) > MAX_LENGTH:
        raise _RefusedError("bad-expression", f"the expression has {len(text):,} characters")
    try:
        # `number` and `instant` are the language's own type names.
        trees = sqlglot.parse(text)
    except (SqlglotError, RecursionError) as error:
        is_deep = isinstance(error, RecursionError)
        message = "the expression is nested too deeply" if is_deep else "this is not an expression"
        help_ = "check its parentheses, quotes and operators"
        raise _RefusedError("bad-expression", message, help_) from None
    if len(trees) != 1 or trees[0] is None:
        raise _RefusedError("bad-expression", "not one expression")
    if _levels(trees[0]) > MAX_LEVELS:
        raise _RefusedError(
            "bad-expression",
            f"the expression is nested more than {MAX_LEVELS} levels deep",
            "name a part of it as a trait of the catalog; a chain of n sums has n levels",
        )
    return trees[0]


def _bounded(node: Node) -> Node:
    """The value, refused when it has grown past all bounds with the traits that it names."""
    size, levels = extent(node)
    if size > MAX_SIZE or levels > MAX_LEVELS_WITH_TRAITS:
        raise _RefusedError(
            "bad-expression",
            f"with the traits that it names, the expression has {size:,} parts on {levels} levels",
            f"at most {MAX_SIZE:,} parts and {MAX_LEVELS_WITH_TRAITS} levels",
        )
    return node


def _levels(tree: exp.Expr) -> int:
    """How deep the tree is; without recursion, because that is what is measured."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node.iter_expressions()]
    return deepest


@dataclass(frozen=True)
class _Typer:
    scope: Scope
    position: Position

    def node(self, tree: exp.Expr) -> Node:
        kind = type(tree)
        if kind in _ARITHMETIC:
            return self._arithmetic(_ARITHMETIC[kind], tree)
        if kind in _COMPARISON:
            return self._comparison(_COMPARISON[kind], tree)
        handler = self._handlers().get(kind)
        if handler is not None:
            return handler(tree)
        if isinstance(tree, exp.Func):
            return self._function(tree)
        raise _RefusedError(
            "bad-expression",
            f"`{tree.sql()[:60]}` may not stand in an expression",
            f"arithmetic, comparison, and: {', '.join(FUNCTION_NAMES)}",
        )

    def _handlers(self) -> dict[type[exp.Expr], Callable[[exp.Expr], Node]]:
        return {
            exp.Paren: lambda tree: self.node(tree.this),
            exp.Neg: self._negative,
            exp.Literal: self._literal,
            exp.Boolean: lambda tree: Constant(bool(tree.this), "boolean"),
            exp.Column: self._column,
            exp.And: lambda tree: Every(self._both(tree)),
            exp.Or: lambda tree: Some(self._both(tree)),
            exp.Not: lambda tree: SqlNot(self._truth(tree.this)),
            exp.Is: self._is,
            exp.Case: self._case,
            exp.If: self._case,
            exp.Cast: self._cast,
        }

    def _both(self, tree: exp.Expr) -> tuple[Node, Node]:
        return self._truth(tree.this), self._truth(tree.expression)

    def _truth(self, tree: exp.Expr) -> Node:
        return self._typed(tree, "boolean")

    def _typed(self, tree: exp.Expr, wanted: str) -> Node:
        node = self.node(tree)
        fits = node.type in ("instant", "date") if wanted == "time" else node.type == wanted
        if not fits:
            raise _RefusedError(
                "wrong-type",
                f"`{tree.sql()[:60]}` is {node.type}, expected {wanted}",
                "cast(... as number) and the like change a type",
            )
        return node

    def _arithmetic(self, symbol: str, tree: exp.Expr) -> Node:
        left = self._typed(tree.this, "number")
        right = self._typed(tree.expression, "number")
        # the symbols are the keys of a table of ours, of the four operators
        return Arithmetic(symbol, left, right)  # type: ignore[arg-type]

    def _comparison(self, symbol: Comparator, tree: exp.Expr) -> Node:
        left, right = self.node(tree.this), self.node(tree.expression)
        if left.type != right.type or left.type == "array":
            raise _RefusedError("wrong-type", f"{left.type} is compared with {right.type}")
        return Comparison(symbol, left, right)

    def _negative(self, tree: exp.Expr) -> Node:
        return Arithmetic("-", Constant(0, "number"), self._typed(tree.this, "number"))

    def _literal(self, tree: exp.Expr) -> Node:
        if tree.is_string:
            return Constant(str(tree.this), "text")
        try:
            number = Decimal(str(tree.this))
        except InvalidOperation:
            raise _RefusedError("bad-expression", f"`{tree.this}` is not a number") from None
        if not number.is_finite() or not has_place(number):
            raise _RefusedError("bad-expression", f"`{tree.this}` is out of range")
        exact = number.to_integral_value()
        return Constant(int(number) if number == exact else number, "number")

    def _column(self, tree: exp.Expr) -> Node:
        # sqlglot: a Column has parts, its base class does not say so
        parts = [part.name for part in tree.parts]  # type: ignore[attr-defined]
        bound = self.scope.name(".".join(parts), self.position)
        if bound is None:
            raise _ToldError
        return bound.node

    def _is(self, tree: exp.Expr) -> Node:
        if not isinstance(tree.expression, exp.Null):
            raise _RefusedError("bad-expression", "only `is null` and `is not null` are known")
        return IsNull(self.node(tree.this))

    def _case(self, tree: exp.Expr) -> Node:
        if isinstance(tree, exp.If):
            pairs, default = [(tree.this, tree.args["true"])], tree.args.get("false")
        else:
            if tree.this is not None:
                raise _RefusedError("bad-expression", "write `case when x = 1 then ...`")
            pairs = [(branch.this, branch.args["true"]) for branch in tree.args["ifs"]]
            default = tree.args.get("default")
        branches = tuple((self._truth(when), self.node(then)) for when, then in pairs)
        last = self.node(default) if default is not None and not _is_null(default) else None
        values = [value for _, value in branches] + ([last] if last is not None else [])
        return Case(branches, last, _one_type("case", values))

    def _cast(self, tree: exp.Expr) -> Node:
        wanted = tree.args["to"].sql().lower()
        wanted = {"decimal": "number", "timestamp": "instant", "numeric": "number"}.get(
            wanted, wanted
        )
        if wanted not in _CAST:
            raise _RefusedError(
                "bad-expression", f"cast to `{wanted}`", "cast to number, text, instant or date"
            )
        value = self.node(tree.this)
        if value.type == wanted and wanted != "number":
            return value
        if wanted not in _CASTS.get(value.type, ()):
            raise _RefusedError("wrong-type", f"{value.type} cannot be cast to {wanted}")
        return Function(f"cast_{value.type}_to_{wanted}", (value,), _CAST[wanted])

    def _function(self, tree: exp.Expr) -> Node:
        # sqlglot: whatever comes here is a Func, which has a name in SQL
        name = str(tree.name if isinstance(tree, exp.Anonymous) else tree.sql_name()).lower()  # type: ignore[attr-defined]
        name = {"timestamp_seconds": "from_epoch"}.get(_ALIASES.get(name, name), name)
        arguments = _arguments(tree)
        if name in _SAME_TYPE:
            values = [self.node(argument) for argument in arguments if not _is_null(argument)]
            if not values or (name == "nullif" and len(values) != 2):
                raise _RefusedError("bad-expression", f"`{name}` needs values")
            return Function(name, tuple(values), _one_type(name, values))
        if name not in _FUNCTIONS:
            raise _RefusedError(
                "unknown-function",
                f"the function `{name}` is not known",
                f"known: {', '.join(FUNCTION_NAMES)}",
            )
        wanted, result = _FUNCTIONS[name]
        types = _expanded(name, wanted, len(arguments))
        values = [self._typed(tree, type_) for tree, type_ in zip(arguments, types, strict=True)]
        if name == "round" and len(values) == 2 and not isinstance(values[1], Constant):
            raise _RefusedError("bad-expression", "the places of `round` are a plain number")
        return Function(name, tuple(values), result)


def _expanded(name: str, wanted: tuple[str, ...], count: int) -> list[str]:
    if wanted[-1].endswith("*"):
        if count:
            return [wanted[-1][:-1]] * count
    elif len([w for w in wanted if not w.endswith("?")]) <= count <= len(wanted):
        return [word.rstrip("?") for word in wanted[:count]]
    raise _RefusedError("bad-expression", f"`{name}` with {count} arguments")


def _arguments(tree: exp.Expr) -> list[exp.Expr]:
    if isinstance(tree, (exp.Anonymous, exp.Concat)):
        return list(tree.expressions)
    found: list[exp.Expr] = []
    for key, value in tree.args.items():
        if isinstance(value, list):
            found.extend(item for item in value if isinstance(item, exp.Expr))
        elif isinstance(value, exp.Expr):
            found.append(value)
        elif value and key not in (
            "safe",
            "coalesce",
            "ignore_nulls",
            "is_null",
            "casts_non_integer_decimals",
        ):
            raise _RefusedError(
                "bad-expression", f"`{tree.sql()[:60]}` has a part that is not known"
            )
    return found


def _is_null(tree: exp.Expr) -> bool:
    return isinstance(tree, exp.Null)


def _one_type(name: str, values: list[Node]) -> ValueType:
    types = {value.type for value in values}
    if len(types) != 1:
        raise _RefusedError("wrong-type", f"`{name}` joins {' and '.join(sorted(types))}")
    return types.pop()
