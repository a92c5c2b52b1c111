"""A segment definition, the project's settings, approvals."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from segsmith.definitions.conditions import Condition, ListCondition
from segsmith.definitions.scalars import DurationValue, Key, Keys, LiteralValue, Text, as_tuple
from segsmith.definitions.strict import Strict, refusal

Share: TypeAlias = Annotated[
    float, BeforeValidator(lambda v: float(v) if not isinstance(v, bool) else v)
]


class Guards(Strict):
    """Limits that keep the last good membership when one trips."""

    min_size: int | None = Field(None, ge=0)
    max_size: int | None = Field(None, ge=0)
    max_entered_share: Share | None = Field(None, ge=0)
    max_exited_share: Share | None = Field(None, ge=0, le=1)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Review(Strict):
    """How often the definition is looked at again, and when it last was (a date)."""

    every: DurationValue
    last: Text

    @model_validator(mode="after")
    def _is_date(self) -> Review:
        if not _DAY.fullmatch(self.last) or not _is_day(self.last):
            raise refusal(
                "bad-review", f"{self.last!r} is no day", "a date, like 2026-10-01", at="last"
            )
        if self.every.unit in ("second", "minute", "hour"):
            raise refusal(
                "bad-review", f"a review every {self.every}", "count in days or more", at="every"
            )
        return self

    @property
    def due(self) -> date:
        """The day on which the next review is due; a month later is at most its last day."""
        last, count = date.fromisoformat(self.last), self.every.count
        if self.every.unit in ("day", "week"):
            return last + timedelta(days=count * (7 if self.every.unit == "week" else 1))
        months = last.month - 1 + count * (12 if self.every.unit == "year" else 1)
        year, month = last.year + months // 12, months % 12 + 1
        return date(year, month, min(last.day, monthrange(year, month)[1]))


def _is_day(text: str) -> bool:
    try:
        return 1000 <= date.fromisoformat(text).year <= 9000
    except ValueError:
        return False


class Expect(Strict):
    """What must hold of the members: golden contacts, and other segments."""

    members: Annotated[tuple[LiteralValue, ...], BeforeValidator(as_tuple)] = ()
    not_members: Annotated[tuple[LiteralValue, ...], BeforeValidator(as_tuple)] = ()
    subset_of: Keys = ()
    disjoint_from: Keys = ()


class AudienceColumns(Strict):
    """An audience view that carries attributes beside the id."""

    columns: Annotated[tuple[Key, ...], BeforeValidator(as_tuple)] = ()


def _audience_kind(value: object) -> str:
    return "<flag>" if isinstance(value, bool) else "<columns>"


Audience: TypeAlias = Annotated[
    Annotated[bool, Tag("<flag>")] | Annotated[AudienceColumns, Tag("<columns>")],
    Discriminator(_audience_kind),
]


class Segment(Strict):
    """A group of entities, described."""

    segment: Key
    name: Text = ""
    description: Text = ""
    owner: Text = ""
    labels: Annotated[tuple[Key, ...], BeforeValidator(as_tuple)] = ()
    entity: Key = "contact"
    status: Literal["active", "paused", "retired"] = "active"
    notes: Text = ""
    version: Text = ""
    created_by: Text = ""
    changed_by: Text = ""
    renamed_from: Keys = ()
    review: Review | None = None
    parameters: dict[Key, Any] = Field(default_factory=dict)
    where: Condition | None = None
    members: ListCondition | None = None
    always_include: ListCondition | None = None
    always_exclude: ListCondition | None = None
    guards: Guards = Field(default_factory=Guards)
    expect: Expect = Field(default_factory=Expect)
    audience: Audience = False

    @model_validator(mode="after")
    def _has_rule(self) -> Segment:
        if self.where is not None and self.members is not None:
            raise refusal(
                "two-rules",
                "`where` and `members` stand in one definition",
                "a segment is its rule or a list; `where` may hold `{list: ...}` as a condition",
                at="members",
            )
        if self.rule is None and self.status != "retired":
            raise refusal("no-rule", "the segment has no rule", "write it under `where`")
        return self

    @property
    def rule(self) -> Condition | None:
        """Who is in, before the overrides: what `where` says, or who stands on the list."""
        return self.where if self.where is not None else self.members


Plan: TypeAlias = Literal["starter", "growth", "pro"]
Tier: TypeAlias = Literal["standard", "smart"]


class Policy(Strict):
    """What the project asks of definitions."""

    max_conditions: int = 20
    max_depth: int = 5
    refuse: bool = False
    plan: Plan = "pro"
    manual_overrides: bool = True
    required: Annotated[
        tuple[Literal["owner", "description", "name"], ...], BeforeValidator(as_tuple)
    ] = ()


class Output(Strict):
    """Where generated files go, below the dbt project's folder."""

    models: Text = "models/segsmith"
    macros: Text = "macros/segsmith"


class Project(Strict):
    """Settings of the whole project."""

    time_zone: Text = "UTC"
    output: Output = Field(default_factory=Output)
    policy: Policy = Field(default_factory=Policy)
    guards: Guards = Field(default_factory=Guards)


class Approval(Strict):
    """A reviewed permission: what the guards would hold may pass until a day (UTC, that day in)."""

    segment: Key | None = None
    source: Key | None = None
    until: Text
    by: Text
    reason: Text

    @model_validator(mode="after")
    def _one(self) -> Approval:
        if (self.segment is None) == (self.source is None):
            raise refusal("bad-approval", "exactly one of `segment` and `source` is approved")
        return self


class Approvals(Strict):
    """The approvals file."""

    approvals: Annotated[tuple[Approval, ...], BeforeValidator(as_tuple)] = ()
