"""A condition on an object: `at least 2 subscriptions (where plan is pro)`."""

from __future__ import annotations

from segsmith.definitions.measures import ObjectCondition
from segsmith.words.events import VALUE_OF, RuleWords, number_of
from segsmith.words.subjects import Speaker
from segsmith.words.tests_on_values import predicate


def object_condition(condition: ObjectCondition, speaker: Speaker, rule: RuleWords) -> str:
    """The whole condition; `rule` says the rule over the rows' own attributes."""
    inside = speaker.inside((condition.object,))
    rows = _rows(condition, inside, rule)
    if condition.every and condition.where is not None:
        return f"any {condition.object}, all of them such ({rule(condition.where, inside)})"
    measure, test, by = condition.measure, condition.measure_test, condition.by
    if condition.measure_rule is not None:
        which = measure.removesuffix("_is")
        return f"the {which} of {rows} by {by} is such ({rule(condition.measure_rule, inside)})"
    if test is None:
        return f"any {rows}"
    number = number_of(test)
    of = inside.formula(condition.of) if condition.of else ""
    match measure:
        case "count":
            if number == "exactly 0":
                return f"no {rows}"
            subject = f"the number of {rows}"
            if number:
                return f"{number} {rows}"
        case "distinct_days":
            subject = f"the number of different days ({by}) of {rows}"
            if number:
                return f"{rows} on {number} different days ({by})"
        case "first" | "last":
            one = f"the {measure} of {rows} by {by}"
            subject = f"{of} of {one}" if of else f"{by} of {one}"
        case _:
            subject = f"{VALUE_OF[measure].format(of=of)} of {rows}"
    is_masked = inside.is_personal_formula(condition.of) if condition.of else False
    # The number of different values tells nothing personal.
    return f"{subject} {predicate(test, is_masked and measure != 'distinct_values', inside)}"


def negated(condition: ObjectCondition, speaker: Speaker, rule: RuleWords) -> str | None:
    """`no ...` for the plain condition, None where no such short form is exact."""
    if condition.measure_test is not None or condition.measure_rule is not None or condition.every:
        return None
    return f"no {_rows(condition, speaker.inside((condition.object,)), rule)}"


def _rows(condition: ObjectCondition, inside: Speaker, rule: RuleWords) -> str:
    if condition.where is None or condition.every:
        return condition.object
    return f"{condition.object} (where {rule(condition.where, inside)})"
