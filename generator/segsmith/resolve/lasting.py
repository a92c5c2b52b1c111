"""`for_at_least` on a value: so now, and so on every row that a history knows since long enough."""

from __future__ import annotations

from segsmith.definitions.catalog import RowHistory
from segsmith.definitions.scalars import Duration
from segsmith.errors import Problem
from segsmith.resolve.history_catalog import history_name
from segsmith.resolve.nodes import (
    Every,
    Field,
    Lasting,
    Node,
    ScorecardValue,
    Scored,
    TraitValue,
)
from segsmith.resolve.place import Place
from segsmith.resolve.scope import EntityScope, Scope
from segsmith.resolve.walk import walk
from segsmith.resolve.windows import back, span

_SEGMENTS_HAVE_ONE = "make the condition a segment, and refer to it with `for_at_least`"


def lasting(
    truth: Node,
    name: str,
    duration: Duration,
    scope: Scope,
    place: Place,
    problems: list[Problem],
) -> Node | None:
    """The truth now, and since long enough; None after telling that no history can say so."""

    def tell(message: str, help_: str) -> Node | None:
        problems.append(Problem(place.value("for_at_least"), "no-history", message, help_))
        return None

    if not isinstance(scope, EntityScope):
        return tell(
            "a row of an event or an object has no history",
            "attributes of an entity have one, and segments",
        )
    entity, history = scope.entity, scope.entity.history
    if history is None:
        return tell(
            f"`{name}` has no history",
            f"name a snapshot of {entity.entity} under `history:` in its catalog file; or "
            + _SEGMENTS_HAVE_ONE,
        )
    without = _without_history(truth, history)
    if without:
        return tell(
            f"{without} has no history",
            f"the history of {entity.entity} knows its own attributes"
            f"{'' if history.columns is None else ' that `columns` names'}; {_SEGMENTS_HAVE_ONE}",
        )
    source = history_name(entity, history)
    return Every((truth, Lasting(source, truth, back(duration), f"for_{span(duration)}")))


def _without_history(truth: Node, history: RowHistory) -> str:
    """The first thing in a rule that rows of the history do not tell; '' if they tell all."""
    for part in walk(truth):
        match part:
            case Field(name=name, relation=step) if step:
                return f"`{step}.{name}`"
            case Field(name=name) if history.columns is not None and name not in history.columns:
                return f"`{name}`"
            case TraitValue() | ScorecardValue():
                return "a trait"
            case Scored(name=name):
                return f"the score `{name}`"
    return ""
