"""Which forms a condition on an object is."""

from __future__ import annotations

from collections.abc import Iterator

from segsmith.definitions.measures import MEASURES, RULE_MEASURES, ObjectCondition

_REACHED = {
    "tickets": "over joins",
    "invoices": "through an attribute",
    "contacts": "of another entity",
}
OBJECT_WORDS = (
    "no measure",
    "every",
    "where",
    "by a date",
    *MEASURES,
    *RULE_MEASURES,
    *_REACHED.values(),
)


def object_forms(condition: ObjectCondition) -> Iterator[str]:
    """The form's words: how the rows are reached, which of them, what of them."""
    if condition.object in _REACHED:
        yield f"object {_REACHED[condition.object]}"
    if condition.where is not None:
        yield "object where"
    if condition.by in ("ends_on", "due_on", "renewal_date"):
        yield "object by a date"
    if condition.every:
        yield "object every"
    elif condition.measure_test is None and condition.measure_rule is None:
        yield "object no measure"
    else:
        yield f"object {condition.measure}"
