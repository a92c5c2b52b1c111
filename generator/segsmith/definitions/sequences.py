"""Sequences of events: steps, each later than the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, model_validator

from segsmith.definitions.measures import Names
from segsmith.definitions.scalars import DurationValue
from segsmith.definitions.strict import Strict, refusal
from segsmith.definitions.windows import Window

if TYPE_CHECKING:
    from segsmith.definitions.conditions import Condition


MAX_STEPS = 20


class Without(Strict):
    """Events that may not come in between."""

    event: Names
    where: Condition | None = None


def _without(value: Any) -> Any:
    return value if isinstance(value, (dict, Without)) else {"event": value}


class Step(Strict):
    """One step: an event, how long after the step before, and what may not come between.

    The last one may be `without` alone: none of those in the time after the step before.
    """

    event: Names = ()
    where: Condition | None = None
    within: DurationValue | None = None
    without: Annotated[
        Without | None, BeforeValidator(_without, json_schema_input_type=Names | Without)
    ] = None

    @model_validator(mode="after")
    def _of_an_event(self) -> Step:
        if not self.event and self.without is None:
            raise refusal("bad-step", "a step names an event", "write `{event: order_completed}`")
        if not self.event and self.where is not None:
            raise refusal(
                "bad-step",
                "`where` without `event`",
                "a rule about what must not happen: `without: {event: purchase, where: …}`",
                at="where",
            )
        return self


def _steps(value: object) -> object:
    if not isinstance(value, (list, tuple)):
        raise refusal("not-a-list", "a list of steps belongs here", "begin each with `- `")
    if len(value) < 2:
        raise refusal(
            "short-sequence",
            "a sequence has at least two steps",
            "one event alone is a condition of its own: `event: order_completed`",
        )
    if len(value) > MAX_STEPS:
        raise refusal(
            "long-sequence", f"the sequence has {len(value)} steps", f"at most {MAX_STEPS}"
        )
    return tuple(value)


class SequenceCondition(Window):
    """These events happened in this order, all within the window."""

    sequence: Annotated[tuple[Step, ...], BeforeValidator(_steps)]
