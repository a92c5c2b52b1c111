"""Functions of the language as SQL; what differs between engines is a dispatched macro."""

from __future__ import annotations

from segsmith.lower.sql import Sql, call, joined, sql
from segsmith.resolve.nodes import Function

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
    "cast_instant_to_text": "instant_to_text",
    "cast_date_to_text": "date_to_text",
    "cast_instant_to_date": "local_date",
    "cast_date_to_instant": "start_of_day",
    "local_date": "local_date",
    "day_start": "start_of_day",
}


def function_sql(node: Function, arguments: list[Sql]) -> Sql:
    """The SQL of a function over lowered arguments."""
    name = node.name
    if name == "coalesce" and len(arguments) == 1:
        return arguments[0]
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
