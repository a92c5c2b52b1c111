"""Conditions on segments: who is in one now, and what its history says."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, PlainValidator, model_validator

from segsmith.definitions.scalars import DurationValue, Key, check_key
from segsmith.definitions.strict import Strict, refusal
from segsmith.definitions.windows import Window


def _segment_name(value: object) -> str:
    """A segment's key, or `account.key_accounts` across a relation."""
    if isinstance(value, str) and value.count(".") == 1:
        step, _, key = value.partition(".")
        return f"{check_key(step)}.{check_key(key)}"
    return check_key(value)


SegmentName: TypeAlias = Annotated[str, PlainValidator(_segment_name)]


class SegmentCondition(Strict):
    """The contact is in another segment, in the same run; `with` sets its parameters.

    Across a to-one relation (`account.key_accounts`) it is the related one that is in it.
    """

    segment: SegmentName
    with_: dict[Key, Any] | None = Field(None, alias="with")
    for_at_least: DurationValue | None = None

    @model_validator(mode="after")
    def _has_a_history(self) -> SegmentCondition:
        if self.with_ is not None and self.for_at_least is not None:
            raise refusal(
                "no-history",
                "a segment used with other parameters has no history of its own",
                "give these parameters to a segment of its own, and refer to that",
                at="for_at_least",
            )
        return self


class HistoryCondition(Window):
    """The contact was in a segment, entered or left it, at some time in the window."""

    was_in: Key | None = None
    entered: Key | None = None
    exited: Key | None = None

    @property
    def happening(self) -> Literal["was_in", "entered", "exited"]:
        """What is asked."""
        keys: tuple[Literal["was_in", "entered", "exited"], ...] = ("was_in", "entered", "exited")
        return next(key for key in keys if key in self.model_fields_set)

    @property
    def segment(self) -> str:
        """The segment whose history is read."""
        return str(getattr(self, self.happening))
