"""Conditions on related rows, segments of accounts, and rules across the two entities."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.scene import Scene
from tests.property.scopes import ACCOUNT, CONTACT, CONTACTS, OBJECTS, Scope
from tests.property.strategies_events import MEASURES, event_rules, measures
from tests.property.strategies_values import OPERATORS, value_conditions

Written = dict[str, Any]
RULES_ON_ROWS = ("every", "first_is", "last_is")
OBJECT_FORMS = (
    ("no measure", None),
    *((measure, kind) for measure, kinds in MEASURES.items() for kind in kinds),
    *((word, None) for word in RULES_ON_ROWS * 2),
    *(("account", None),) * 4,
)
_NEED_BY = ("first", "last", "first_is", "last_is", "distinct_days")
# Fewer than contacts: an account's segment is the same few rows again and again.
ACCOUNT_SEGMENTS = 4


@st.composite
def object_conditions(
    draw: DrawFn, scene: Scene, measure: str, of: str | None, accounts: list[str]
) -> Written:
    """A condition on an object of a contact, or on a segment of its account."""
    if measure == "account":
        key = draw(st.sampled_from(accounts)) if accounts else None
        return {"segment": f"account.{key}"} if key else {"everyone": True}
    object_, scope = draw(st.sampled_from(OBJECTS))
    if of and not scope.names(of):
        object_, scope = OBJECTS[0]
    return draw(_rows(scene, object_, scope, CONTACT, measure, of))


@st.composite
def account_segments(draw: DrawFn, scene: Scene, number: int, contacts: list[str]) -> Written:
    """A segment of accounts: over its own values, or over its contacts and what they are in."""
    written: Written = {"segment": f"drawn_accounts_{number}", "entity": "account"}
    if draw(st.integers(0, 5)) == 0:
        written["status"] = draw(st.sampled_from(("paused", "retired")))
    if contacts and number % 2:
        among = {"segment": draw(st.sampled_from(contacts))}
        where = {"not": among} if draw(st.integers(0, 3)) == 0 else among
        return {**written, "where": {"object": "contacts", "where": where, **_many(draw)}}
    if draw(st.booleans()):
        measure, of = draw(st.sampled_from(OBJECT_FORMS[:-4]))
        rule = draw(_rows(scene, "contacts", CONTACTS, ACCOUNT, measure, of))
        return {**written, "where": rule}
    kind = draw(st.sampled_from(("number", "text", "boolean", "instant", "date")))
    operator = draw(st.sampled_from(OPERATORS[kind]))
    return {**written, "where": draw(value_conditions(scene, ACCOUNT, kind, operator))}


def _many(draw: DrawFn) -> Written:
    word = draw(st.sampled_from(("at_least", "less_than", "is")))
    return {"count": {word: draw(st.sampled_from((1, 2, 5)))}}


@st.composite
def _rows(
    draw: DrawFn, scene: Scene, name: str, scope: Scope, owner: Scope, measure: str, of: str | None
) -> Written:
    written: Written = {"object": name}
    if measure == "every" or draw(st.integers(0, 2)) == 0:
        written["where"] = draw(event_rules(scene, scope))
    if measure in _NEED_BY:
        times = [name for kind in ("instant", "date") for name in scope.attributes.get(kind, ())]
        written["by"] = draw(st.sampled_from([name for name in times if "." not in name]))
    if measure == "every":
        written["every"] = True
    elif measure in RULES_ON_ROWS:
        written[measure] = draw(event_rules(scene, scope))
    elif measure != "no measure":
        kind = of
        if measure in ("first", "last") and of is None:
            dates = scope.attributes.get("date", ())
            kind = "date" if written["by"] in dates else "instant"
        written[measure] = draw(measures(scene, scope, owner, measure, of, kind))
    return written
