"""Functions of the language as SQL; what differs between engines is a dispatched macro."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from segsmith.lower.sql import Sql, call, joined, sql
from segsmith.resolve.nodes import Constant, Function, Node

_PLAIN = {
    "abs": "abs",
    "trim": "trim",
    "length": "length",
    "concat": "concat",
    "coalesce": "coalesce",
    "nullif": "nullif",
    "least": "least",
    "greatest": "greatest",
}
_MACROS = {
    "lower": "fold_case",
    "upper": "upper_case",
    "days_since": "days_since",
    "from_epoch": "from_epoch",
    "cast_text_to_number": "text_to_number",
    "cast_text_to_instant": "text_to_instant",
    "cast_text_to_date": "text_to_date",
    "cast_number_to_text": "number_to_text",
    "cast_number_to_number": "finite_number",
    "cast_instant_to_text": "instant_to_text",
    "cast_date_to_text": "date_to_text",
    "cast_instant_to_date": "local_date",
    "cast_date_to_instant": "start_of_day",
    "local_date": "local_date",
    "day_start": "start_of_day",
}
_CHOICES = ("coalesce", "greatest", "least")


def function_sql(node: Function, arguments: list[Sql]) -> Sql:
    """The SQL of a function over lowered arguments."""
    name = node.name
    if name == "coalesce" and len(arguments) == 1:
        return arguments[0]
    if name in _CHOICES:
        arguments = of_one_scale(node.arguments, arguments)
    if name in _PLAIN:
        return sql(f"{_PLAIN[name]}(", joined(arguments, ", "), ")")
    if name == "round":
        places = arguments[1] if len(arguments) > 1 else sql("0")
        return call("round_number", arguments[0], places)
    if name in ("month", "year"):
        source = arguments[0]
        if node.arguments[0].type == "instant":
            source = call("local_timestamp", source)
        return sql(f"extract({name} from ", source, ")")
    if name == "days_since" and node.arguments[0].type == "date":
        return call("days_since", call("start_of_day", arguments[0]))
    return call(_MACROS[name], *arguments)


def of_one_scale(nodes: Sequence[Node], lowered: list[Sql]) -> list[Sql]:
    """Numbers of which one is chosen, such that none is rounded to the decimals of another.

    One number beside whole literals keeps its own decimals everywhere, so it is left as it is.
    """
    is_whole = [isinstance(node, Constant) and _is_whole(node) for node in nodes]
    if nodes[0].type != "number" or is_whole.count(False) < 2:
        return lowered
    return [
        part if whole else call("of_one_scale", part)
        for part, whole in zip(lowered, is_whole, strict=True)
    ]


def _is_whole(constant: Constant) -> bool:
    value = constant.value
    return isinstance(value, (int, Decimal)) and value == int(value)
