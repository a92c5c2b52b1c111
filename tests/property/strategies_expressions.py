"""Expressions of every function, typed, with the names of a scope."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.property.scene import TEXTS
from tests.property.scopes import Scope

_COMPARED = ("=", "<>", "<", "<=", ">", ">=")
# `{number}` is a part of that type: a name, a literal or an expression again.
TEMPLATES: dict[str, tuple[str, ...]] = {
    "number": (
        "{number} + {number}",
        "{number} - {number}",
        "{number} * {number}",
        "{number} / {number}",
        "-{number}",
        "abs({number})",
        "round({number})",
        "round({number}, 1)",
        "least({number}, {number})",
        "greatest({number}, {number})",
        "coalesce({number}, {number})",
        "nullif({number}, {number})",
        "length({text})",
        "days_since({instant})",
        "days_since({date})",
        "month({instant})",
        "year({date})",
        "case when {boolean} then {number} else {number} end",
        "cast({text} as number)",
    ),
    "text": (
        "lower({text})",
        "upper({text})",
        "trim({text})",
        "concat({text}, '-', {text})",
        "coalesce({text}, {text})",
        "nullif({text}, {text})",
        "case when {boolean} then {text} when {boolean} then {text} end",
        "cast(length({text}) as text)",
        "cast({date} as text)",
    ),
    "boolean": (
        *(f"{{number}} {sign} {{number}}" for sign in _COMPARED),
        "{text} = {text}",
        "{text} <> {text}",
        "{text} is null",
        "{number} is not null",
        "{boolean} and {boolean}",
        "{boolean} or {boolean}",
        "not {boolean}",
    ),
    "instant": (
        "coalesce({instant}, {instant})",
        "least({instant}, {instant})",
        "greatest({instant}, {instant})",
        "cast({text} as instant)",
        "from_epoch(length({text}) * 86400)",
    ),
    "date": ("cast({instant} as date)", "coalesce({date}, {date})", "cast({text} as date)"),
}
FUNCTIONS = (
    "abs",
    "round",
    "least",
    "greatest",
    "coalesce",
    "nullif",
    "length",
    "days_since",
    "month",
    "year",
    "case",
    "cast",
    "lower",
    "upper",
    "trim",
    "concat",
    "from_epoch",
    "+",
    "-",
    "*",
    "/",
    "negative",
    "=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "and",
    "or",
    "not",
    "is null",
)


@st.composite
def expressions_like(draw: DrawFn, scope: Scope, template: str) -> str:
    """An expression of one template."""
    return _filled(draw, template, scope, 2)


@st.composite
def expressions(draw: DrawFn, scope: Scope, kind: str, depth: int = 2) -> str:
    """An expression of a type; one that is no bare name or literal."""
    forms = [form for form in TEMPLATES[kind] if _can(form, scope)]
    return _filled(draw, draw(st.sampled_from(forms)), scope, depth)


def has_expressions(scope: Scope, kind: str) -> bool:
    """Whether an expression of the type can be made in the scope."""
    return kind in TEMPLATES and any(_can(form, scope) for form in TEMPLATES[kind])


def _can(form: str, scope: Scope) -> bool:
    needed = ("instant", "date", "boolean", "number")
    return all(f"{{{kind}}}" not in form or scope.names(kind) for kind in needed)


def _filled(draw: DrawFn, form: str, scope: Scope, depth: int) -> str:
    text = form
    for kind in ("number", "text", "boolean", "instant", "date"):
        while f"{{{kind}}}" in text:
            text = text.replace(f"{{{kind}}}", _part(draw, scope, kind, depth - 1), 1)
    return text


def _part(draw: DrawFn, scope: Scope, kind: str, depth: int) -> str:
    choices: list[SearchStrategy[str]] = []
    if scope.names(kind):
        choices += [st.sampled_from(scope.names(kind))] * 2
    if kind == "number":
        choices.append(st.sampled_from(("0", "1", "2", "10", "0.5", "100")))
    if kind == "text":
        choices.append(st.sampled_from(TEXTS).map(_quoted))
    if depth > 0 and has_expressions(scope, kind):
        choices.append(expressions(scope, kind, depth).map(lambda text: f"({text})"))
    return draw(st.one_of(choices))


def _quoted(text: str) -> str:
    return "'" + text.replace("{", "").replace("'", "''") + "'"
