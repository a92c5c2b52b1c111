"""Sequences of events: steps, each later than the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from segsmith.definitions.measures import Names
from segsmith.definitions.scalars import DurationValue
from segsmith.definitions.strict import Strict, refusal
from segsmith.definitions.windows import Window

if TYPE_CHECKING:
    from segsmith.definitions.conditions import Condition


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


def _steps(value: object) -> object:
    if not isinstance(value, (list, tuple)):
        raise refusal("not-a-list", "a list of steps belongs here", "begin each with `- `")
    return tuple(value)


class SequenceCondition(Window):
    """These events happened in this order, all within the window."""

    sequence: Annotated[tuple[Step, ...], BeforeValidator(_steps)]
