"""Conditions on events: every measure, every window, rules over properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from segsmith.definitions.scalars import PERIOD_WORDS
from tests.property.scene import DURATIONS, Scene
from tests.property.scopes import CONTACT, EVENTS, Scope
from tests.property.strategies_expressions import expressions, has_expressions
from tests.property.strategies_values import OPERATORS, VALUE_FORMS, value_conditions, value_tests

Written = dict[str, Any]
# Measure: the types it can be of (None: of nothing).
MEASURES: dict[str, tuple[str | None, ...]] = {
    "count": (None,),
    "sum": ("number",),
    "average": ("number",),
    "smallest": ("number", "instant", "date"),
    "largest": ("number", "instant", "date"),
    "first": (None, "number", "text", "boolean", "instant", "date"),
    "last": (None, "number", "text", "boolean", "instant", "date"),
    "distinct_values": ("number", "text", "boolean", "instant", "date"),
    "distinct_days": (None,),
}
WINDOWS = (
    "none",
    "within_last",
    "older_than",
    "between_ago",
    "from",
    "to",
    "through",
    "from and to",
    "from and through",
    "in_period",
    "last_calendar_days",
    "since",
)
EVENT_FORMS = (
    ("no measure", None, "none"),
    *((measure, kind, "none") for measure, kinds in MEASURES.items() for kind in kinds),
    *(("count", None, window) for window in WINDOWS[1:]),
    *((measure, kinds[0], "any window") for measure, kinds in MEASURES.items()),
)
_COUNTS = ("count", "distinct_days", "distinct_values")


@st.composite
def event_conditions(
    draw: DrawFn, scene: Scene, measure: str, of: str | None, window: str
) -> Written:
    """A condition on a measure (of a property of a type) of events in a window."""
    event, scope = draw(st.sampled_from(EVENTS))
    if of and not scope.names(of):
        event, scope = EVENTS[0]
    written: Written = {"event": event}
    if draw(st.integers(0, 2)) == 0:
        written["where"] = draw(event_rules(scene, scope))
    if measure != "no measure":
        kind = "instant" if of is None and measure in ("first", "last") else of
        written[measure] = draw(measures(scene, scope, CONTACT, measure, of, kind))
    chosen = draw(st.sampled_from(WINDOWS)) if window == "any window" else window
    return written | event_window(draw, scene, chosen)


@st.composite
def measures(
    draw: DrawFn,
    scene: Scene,
    scope: Scope,
    owner: Scope,
    measure: str,
    of: str | None,
    kind: str | None,
) -> Written:
    """A measure of rows, of a name of a type, and a test on what it yields."""
    kind = kind or "number"
    words = OPERATORS[kind]
    if measure in _COUNTS:
        kind, words = "count", OPERATORS["number"]
    test = draw(value_tests(scene, owner, kind, draw(st.sampled_from(words))))
    if of is None:
        return test
    named = st.sampled_from(scope.names(of))
    if has_expressions(scope, of) and draw(st.integers(0, 3)) == 0:
        return {"of": draw(expressions(scope, of, 1))} | test
    return {"of": draw(named.filter(lambda name: "." not in name))} | test


@st.composite
def event_rules(draw: DrawFn, scene: Scene, scope: Scope, depth: int = 1) -> Written:
    """A rule that holds on one event as a whole."""
    if depth > 0 and draw(st.booleans()):
        parts = st.lists(event_rules(scene, scope, depth - 1), min_size=1, max_size=2)
        word = draw(st.sampled_from(("all", "any", "none", "not")))
        return {word: draw(event_rules(scene, scope, 0) if word == "not" else parts)}
    forms = [(kind, word) for kind, word in VALUE_FORMS if scope.attributes.get(kind)]
    kind, word = draw(st.sampled_from(forms))
    return draw(value_conditions(scene, scope, kind, word))


def event_window(draw: DrawFn, scene: Scene, form: str) -> Written:
    """A window of a form."""
    lengths = st.sampled_from(DURATIONS)
    match form:
        case "none":
            return {}
        case "within_last" | "older_than":
            return {form: draw(lengths)}
        case "between_ago":
            newer = draw(st.integers(0, len(DURATIONS) - 2))
            older = draw(st.integers(newer + 1, len(DURATIONS) - 1))
            # 1 month and 30 days are of one length in some months.
            older = max(older, newer + 2) if newer == 6 else older
            return {form: [DURATIONS[older], DURATIONS[newer]]}
        case "in_period":
            return {form: draw(st.sampled_from(sorted(PERIOD_WORDS)))}
        case "last_calendar_days":
            return {form: draw(st.sampled_from((1, 2, 7, 30)))}
        case "since":
            names = (*CONTACT.attributes["instant"][:2], *CONTACT.attributes["date"][:2])
            return {form: {"attribute": draw(st.sampled_from(names))}}
        case "from" | "to" | "through":
            return {form: draw(_bounds(scene))}
    first, second = form.split(" and ")
    days = sorted(draw(st.lists(st.sampled_from(scene.days), min_size=2, max_size=2, unique=True)))
    return {first: str(days[0]), second: str(days[1])}


def _bounds(scene: Scene) -> st.SearchStrategy[str]:
    moments = st.sampled_from(scene.moments).map(lambda moment: moment.isoformat())
    return st.one_of(moments, st.sampled_from(scene.days).map(str))
