"""The interpreter's own parser and functions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from segsmith.reference.calendar import Clock
from segsmith.reference.expression_parser import Call, Literal, Name, parse_expression
from segsmith.reference.expressions import expression_value

CLOCK = Clock(datetime(2026, 3, 31, 12), ZoneInfo("America/New_York"))
VALUES: dict[str, Any] = {
    "three": 3,
    "half": 0.5,
    "cents": Decimal("0.10"),
    "nothing": None,
    "word": "Été",
    "then_": datetime(2026, 3, 1, 2),
    "day": date(2026, 3, 1),
    "account.size": 7,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("3 / 2", 1.5),
        ("3 / 0", None),
        ("cents + 0.2", Decimal("0.30")),
        ("-three + - -1", -2),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(half)", 1),
        ("round(1234.567, 1)", Decimal("1234.6")),
        ("coalesce(nothing, three)", 3),
        ("nullif(three, 3)", None),
        ("nullif(nothing, 3)", None),
        ("least(nothing, three, 2)", 2),
        ("greatest(half, cents)", 0.5),
        ("lower(word)", "été"),
        ("concat(word, nothing, '''')", "Été'"),
        ("length(word)", 3),
        ("account.size", 7),
        ("days_since(then_)", 30),
        ("month(then_)", 2),
        ("days_since(day)", 30),
        ("nothing = nothing", None),
        ("nothing <> 1 or true", True),
        ("nothing = 1 and false", False),
        ("not nothing is null", False),
        ("not three = 3", False),
        ("1 < 2 and 2 <= 2 and 3 > 2 and 2 >= 2 and 1 != 2", True),
        ("case when three > 5 then 'a' when three > 2 then 'b' end", "b"),
        ("case when nothing then 1 else 2 end", 2),
        ("CASE WHEN true THEN 'end' END", "end"),
        ("cast(' 1' as number)", None),
        ("cast('1.50' as number)", Decimal("1.50")),
        ("cast(cast('1.50' as number) as text)", "1.5"),
        ("cast(100 as text)", "100"),
        ("cast('2026-02-30' as date)", None),
        ("cast('2026-03-01T12:00:00+02:00' as instant)", datetime(2026, 3, 1, 10)),
        ("cast(then_ as date)", date(2026, 2, 28)),
        ("cast(then_ as text)", "2026-03-01T02:00:00"),
        ("from_epoch(0.5)", datetime(1970, 1, 1, 0, 0, 0, 500_000)),
    ],
)
def test_value(text: str, value: Any) -> None:
    found = expression_value(text, VALUES.__getitem__, CLOCK)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


def test_precedence_as_a_tree() -> None:
    assert parse_expression("a or not b = 1 + 2") == Call(
        "or",
        (
            Name("a"),
            Call("not", (Call("=", (Name("b"), Call("+", (Literal(1), Literal(2))))),)),
        ),
    )


@pytest.mark.parametrize("text", ["", "1 +", "(1", "a b", "1; 2", "a is 1", "f(", "'open", "#"])
def test_no_expression(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_expression(text)
