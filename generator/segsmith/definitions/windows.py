"""The window of an event condition: which events count, by their time."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from segsmith.definitions.scalars import DurationValue, PeriodWord, Text
from segsmith.definitions.strict import Strict, refusal

WINDOW_KEYS = (
    "within_last",
    "older_than",
    "between_ago",
    "from_",
    "to",
    "through",
    "in_period",
    "last_calendar_days",
    "since",
)


class Since(Strict):
    """From an instant of the contact on, that instant in; without it no event counts."""

    attribute: Text


def _two(value: object) -> object:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise refusal("not-a-pair", "two durations belong here", "write [60 days, 30 days]")
    return tuple(value)


AgoPair: TypeAlias = Annotated[tuple[DurationValue, DurationValue], BeforeValidator(_two)]


class Window(Strict):
    """At most one form; `from` goes with `to` or `through`."""

    within_last: DurationValue | None = None
    older_than: DurationValue | None = None
    between_ago: AgoPair | None = None
    from_: Text | None = Field(None, alias="from")
    to: Text | None = None
    through: Text | None = None
    in_period: PeriodWord | None = None
    last_calendar_days: int | None = None
    since: Since | None = None

    @property
    def window_keys(self) -> tuple[str, ...]:
        """The window keys that were written."""
        return tuple(key for key in WINDOW_KEYS if key in self.model_fields_set)

    @model_validator(mode="after")
    def _one_window(self) -> Window:
        keys = set(self.window_keys)
        if len(keys) > 1 and keys not in ({"from_", "to"}, {"from_", "through"}):
            words = ", ".join(f"`{key.rstrip('_')}`" for key in sorted(keys))
            raise refusal(
                "two-windows",
                f"{words} stand in one condition",
                "one window; `between_ago: [60 days, 30 days]` or `from` with `to` says a stretch",
                at=self.window_keys[1],
            )
        days = self.last_calendar_days
        if days is not None and not 1 <= days <= 36_600:
            raise refusal(
                "bad-window",
                f"{days} calendar days",
                "1 to 36600 (today is the first)",
                at="last_calendar_days",
            )
        return self
