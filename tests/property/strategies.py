"""Drawn definitions of every form, and what is drawn together: a scene, definitions and data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from segsmith.reference.histories import History
from tests.property.scene import CHANNELS, LISTS, SCENES, TAGS, Scene
from tests.property.scopes import CONTACT
from tests.property.strategies_data import Tables, rows
from tests.property.strategies_events import EVENT_FORMS, event_conditions
from tests.property.strategies_expressions import TEMPLATES
from tests.property.strategies_histories import HISTORY_FORMS, histories, history_conditions
from tests.property.strategies_in_time import IN_TIME_FORMS, conditions_in_time
from tests.property.strategies_lasting import LASTING_FORMS, lasting_conditions
from tests.property.strategies_objects import (
    ACCOUNT_SEGMENTS,
    OBJECT_FORMS,
    account_segments,
    object_conditions,
)
from tests.property.strategies_ranks import RANK_FORMS, rank_conditions, stages, with_parameter
from tests.property.strategies_values import VALUE_FORMS, expression_conditions, value_conditions

Written = dict[str, Any]
Form = tuple[Any, ...]
_OTHER_FORMS = (
    "tag",
    "tags includes_any",
    "tags includes_all",
    "tags includes_none",
    "tags is_empty",
    "list",
    "opted_in",
    "opted_out",
    "channel",
    "everyone",
    "today",
    "segment",
    "segment",
    "segment",
)
_SELDOM_AT_AN_EDGE = tuple(
    (measure, kind)
    for measure in ("smallest", "largest", "first", "last")
    for kind in ("instant", "date")
)
_SELDOM_TRUE = ("is", "is_not", "less_than", "not_between", "starts_with", "ends_with")
LEAF_FORMS: tuple[Form, ...] = (
    *(("value", *form) for form in VALUE_FORMS),
    *(("value", "date", "anniversary"),) * 3,
    *(("event", *form) for form in EVENT_FORMS),
    *(("in time", form) for form in IN_TIME_FORMS),
    *(("expression", kind, like) for kind, likes in TEMPLATES.items() for like in likes),
    *(("other", form) for form in _OTHER_FORMS),
    *(("rank", form) for form in RANK_FORMS),
    *(("history", *form) for form in HISTORY_FORMS),
    *(("lasting", kind) for kind in LASTING_FORMS),
    *(("object", *form) for form in OBJECT_FORMS),
    # What seldom meets its edge, or is seldom true, is drawn once more.
    *(("event", *form, "none") for form in _SELDOM_AT_AN_EDGE),
    *(("value", "text", word) for word in _SELDOM_TRUE),
)
MAX_GROUPS = 3


@dataclass(frozen=True)
class Drawn:
    """A scene, segments over the base catalog, every table, and what runs saw before.

    `segments` are of contacts; of accounts, they may read `accounts`, and `readers` may read them.
    """

    scene: Scene
    segments: list[Written]
    tables: Tables
    history: History
    stages: dict[str, list[str]]
    accounts: list[Written] = field(default_factory=list)
    readers: list[Written] = field(default_factory=list)

    @property
    def every(self) -> list[Written]:
        """The segments of both entities."""
        return [*self.accounts, *self.segments, *self.readers]

    def stages_among(self, segments: list[Written]) -> dict[str, list[str]]:
        """The sets of stages as far as these segments are there; of one alone none."""
        keys = {segment["segment"] for segment in segments}
        kept = {name: [k for k in order if k in keys] for name, order in self.stages.items()}
        return {name: order for name, order in kept.items() if len(order) > 1}


@st.composite
def drawn(
    draw: DrawFn, count: int = 20, contacts: int = 100, start: int = 0, scene: Scene | None = None
) -> Drawn:
    """`count` segments; the first condition of each goes through the forms, from `start` on."""
    chosen = scene or draw(st.sampled_from(SCENES))
    written: list[Written] = []
    # One entity reads the other's segments: contacts those of accounts, or the other way round.
    numbers = range(ACCOUNT_SEGMENTS)
    is_down = draw(st.booleans())
    accounts = [draw(account_segments(chosen, n, [])) for n in numbers] if is_down else []
    read = [segment["segment"] for segment in accounts]
    for number in range(count):
        form = LEAF_FORMS[(start + number) % len(LEAF_FORMS)]
        earlier = [segment["segment"] for segment in written]
        written.append(draw(segments(chosen, f"drawn_{number}", form, earlier, read)))
    keys = [segment["segment"] for segment in written]
    readers = [] if is_down else [draw(account_segments(chosen, n, keys)) for n in numbers]
    every = [*accounts, *written, *readers]
    tables = rows(chosen, every, contacts, draw(st.integers(0, 2**32)))
    ids = [row["contact_id"] for row in tables["contact"]]
    history = histories(chosen, written, ids, draw(st.integers(0, 2**32)))
    return Drawn(chosen, written, tables, history, draw(stages(written)), accounts, readers)


@st.composite
def segments(
    draw: DrawFn, scene: Scene, key: str, form: Form, earlier: list[str], read: list[str]
) -> Written:
    """A segment: mostly just a rule, sometimes with a status or lists beside it."""
    written: Written = {"segment": key}
    if form == ("rank", "members"):
        written["members"] = {"list": draw(st.sampled_from(LISTS))}
    # Alone, so that the form itself is compared, or nested, so that its place is.
    elif draw(st.booleans()):
        written["where"] = draw(leaves(scene, form, earlier, read))
    else:
        written["where"] = draw(rules(scene, form, earlier, read, draw(st.integers(1, MAX_GROUPS))))
    for word in ("always_include", "always_exclude"):
        if draw(st.integers(0, 9)) == 0:
            written[word] = {"list": draw(st.sampled_from(LISTS))}
    if draw(st.integers(0, 9)) == 0:
        written["renamed_from"] = [f"old_{key}"]
    if draw(st.integers(0, 9)) == 0:
        written["status"] = draw(st.sampled_from(("paused", "retired")))
    return with_parameter(written) if draw(st.integers(0, 2)) == 0 else written


@st.composite
def rules(
    draw: DrawFn, scene: Scene, form: Form, earlier: list[str], read: list[str], depth: int
) -> Written:
    """A group that holds the form somewhere, and other conditions beside it."""
    inner = (
        draw(leaves(scene, form, earlier, read))
        if depth == 1
        else draw(rules(scene, form, earlier, read, depth - 1))
    )
    word = draw(st.sampled_from(("all", "any", "none", "not")))
    if word == "not":
        return {"not": inner}
    others = [
        draw(leaves(scene, draw(st.sampled_from(LEAF_FORMS)), earlier, read))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return {word: draw(st.permutations([inner, *others]))}


@st.composite
def leaves(draw: DrawFn, scene: Scene, form: Form, earlier: list[str], read: list[str]) -> Written:
    """A condition of a form; `earlier` and `read` are segments of contacts and of accounts."""
    match form:
        case ("value", kind, operator):
            return draw(value_conditions(scene, CONTACT, kind, operator))
        case ("event", measure, of, window):
            return draw(event_conditions(scene, measure, of, window))
        case ("in time", word):
            return draw(conditions_in_time(scene, word))
        case ("expression", kind, like):
            return draw(expression_conditions(scene, CONTACT, kind, like))
        case ("history", happening, window):
            return draw(history_conditions(scene, happening, window, earlier))
        case ("lasting", kind):
            return draw(lasting_conditions(scene, kind))
        case ("object", measure, of):
            return draw(object_conditions(scene, measure, of, read))
        case ("rank", word):
            return draw(rank_conditions(scene, word, earlier))
        case ("other", word):
            return _other(draw, word, earlier)
    raise ValueError(form)


def _other(draw: DrawFn, form: str, earlier: list[str]) -> Written:
    some_tags = st.lists(st.sampled_from(TAGS), min_size=1, max_size=2)
    match form.split():
        case ["tag"]:
            return {"tag": draw(st.sampled_from(TAGS))}
        case ["tags", "is_empty"]:
            return {"tags": {"is_empty": draw(st.booleans())}}
        case ["tags", word]:
            return {"tags": {word: draw(some_tags)}}
        case ["list"]:
            return {"list": draw(st.sampled_from(LISTS))}
        case [("opted_in" | "opted_out" | "channel") as word]:
            return {word: draw(st.sampled_from(CHANNELS))}
        case ["today"]:
            months = st.sampled_from((3, [1, 2, 3], [9, 10], "this_month", [12]))
            return {"today": {"month_is": draw(months)}}
        case ["segment"] if earlier:
            return {"segment": draw(st.sampled_from(earlier))}
    return {"everyone": True}
