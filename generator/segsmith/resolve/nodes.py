"""The typed tree of a rule: values and truths of one row, at the grain of an entity or an event.

Nodes are frozen and compare by content, so equal traits of different segments are one.
Truths may be null where SQL's are; `Complement` and `UnlessKnown` bring them back to two values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from segsmith.definitions.catalog import ValueType
from segsmith.resolve.time_nodes import (
    AsOf,
    DayStart,
    LocalDay,
    PeriodDay,
    PeriodStart,
    Shifted,
    ShiftedTwice,
    ThisMonth,
)

Grain: TypeAlias = Literal["entity", "event"]
Comparator: TypeAlias = Literal["=", "<>", "<", "<=", ">", ">="]
LiteralType: TypeAlias = bool | int | Decimal | str | date | datetime


@dataclass(frozen=True)
class Constant:
    """A literal; an instant is naive UTC."""

    value: LiteralType
    type: ValueType


@dataclass(frozen=True)
class Field:
    """A column of the row: an attribute, a property, or an attribute across a to-one relation."""

    grain: Grain
    name: str
    column: str
    type: ValueType
    relation: str = ""


@dataclass(frozen=True)
class Trait:
    """A measure of an entity's events (or tags, or lists): one value per entity.

    `window` and `rule` say which rows count; both are truths at event grain. `of` is what is
    measured: a value of a row, or for `first_is` and `last_is` the truth that this row must pass.
    """

    entity: str
    sources: tuple[str, ...]
    kinds: tuple[str, ...]
    measure: str
    of: Node | None
    window: tuple[Node, ...]
    window_words: str
    rule: Node | None
    type: ValueType


@dataclass(frozen=True)
class JoinStep:
    """A join on the way to an object: a column of the table before equals one of `source`.

    `rule` is a truth about one row of that table.
    """

    source: str
    mine: str
    theirs: str
    rule: Node | None


@dataclass(frozen=True)
class ObjectTrait(Trait):
    """A measure of an object: of rows that are related to the entity.

    `steps` lead there; none where a column of the object names the entity. `row_rule` is what the
    catalog asks of a row, `by` the time that puts rows in order. A row is at event grain.
    """

    object: str
    by: Field | None
    steps: tuple[JoinStep, ...]
    row_rule: Node | None


@dataclass(frozen=True)
class TraitValue:
    """The value of a trait in the row of its entity."""

    trait: Trait

    @property
    def type(self) -> ValueType:
        """The trait's type."""
        return self.trait.type


@dataclass(frozen=True)
class Scorecard:
    """A scorecard fitted on the entity's own history: everything that decides what it gives.

    Features are binned counts and ages, known at as-of minus the horizon; the label is a
    conversion since then. `factors` are the multiples of the base rate at which bands begin.
    """

    entity: str
    name: str
    sources: tuple[str, ...]
    engagement: tuple[str, ...]
    conversions: tuple[str, ...]
    since: Field | None
    horizon_days: int
    within_days: int
    engagement_bins: tuple[int | Decimal, ...]
    recency_bins: tuple[int | Decimal, ...]
    conversion_bins: tuple[int | Decimal, ...]
    tenure_bins: tuple[int | Decimal, ...]
    minimum_conversions: int
    smoothing: int | Decimal
    points_to_double: int | Decimal
    group_points: int
    factors: tuple[int | Decimal, ...]


@dataclass(frozen=True)
class ScorecardValue:
    """What a scorecard gives an entity: its `likelihood` or its `points`."""

    scorecard: Scorecard
    part: str
    type: ValueType


@dataclass(frozen=True)
class Scored:
    """The value of a score of the catalog, under the trait's name; its meaning is the value."""

    entity: str
    name: str
    value: Node
    type: ValueType


@dataclass(frozen=True)
class Arithmetic:
    """`+ - *` exact, `/` in double precision and null by zero."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node
    type: ValueType = "number"


@dataclass(frozen=True)
class Function:
    """A named function of the language; what it becomes is decided when lowering."""

    name: str
    arguments: tuple[Node, ...]
    type: ValueType


@dataclass(frozen=True)
class Case:
    """The first branch whose truth holds, else the default, else null."""

    branches: tuple[tuple[Node, Node], ...]
    default: Node | None
    type: ValueType


@dataclass(frozen=True)
class Comparison:
    """Two values of one type; text by code point, folded when case is ignored."""

    operator: Comparator
    left: Node
    right: Node
    ignore_case: bool = False
    type: ValueType = "boolean"


@dataclass(frozen=True)
class OneOf:
    """A value among constants."""

    value: Node
    options: tuple[Constant, ...]
    ignore_case: bool = False
    type: ValueType = "boolean"


@dataclass(frozen=True)
class IsNull:
    """The value is null."""

    value: Node
    type: ValueType = "boolean"


@dataclass(frozen=True)
class TextTest:
    """A literal text at a place in the value, or a pattern found in it."""

    kind: Literal["contains", "starts_with", "ends_with", "matches_pattern"]
    value: Node
    text: str
    ignore_case: bool = False
    type: ValueType = "boolean"


@dataclass(frozen=True)
class ArrayTest:
    """At least one, or every, option is an element; `is_empty` has no options."""

    kind: Literal["includes_any", "includes_all", "is_empty"]
    value: Node
    options: tuple[Constant, ...] = ()
    ignore_case: bool = False
    type: ValueType = "boolean"


@dataclass(frozen=True)
class Anniversary:
    """An anniversary of a date falls on a local day from today on, `days` ahead at most.

    `days` 0 is today; otherwise the days after today up to and with today + `days`.
    """

    value: Node
    days: int
    min_years: int
    leap_day: str
    type: ValueType = "boolean"


@dataclass(frozen=True)
class Always:
    """True or false for every row."""

    holds: bool
    type: ValueType = "boolean"


@dataclass(frozen=True)
class Every:
    """All hold."""

    parts: tuple[Node, ...]
    type: ValueType = "boolean"


@dataclass(frozen=True)
class Some:
    """At least one holds."""

    parts: tuple[Node, ...]
    type: ValueType = "boolean"


@dataclass(frozen=True)
class Complement:
    """True where the part is not true (null counts as not true): never null."""

    part: Node
    type: ValueType = "boolean"


@dataclass(frozen=True)
class UnlessKnown:
    """True where the part is true or null: a negative operator whose nulls match."""

    part: Node
    type: ValueType = "boolean"


@dataclass(frozen=True)
class SqlNot:
    """SQL's own three-valued not, inside expressions only."""

    part: Node
    type: ValueType = "boolean"


@dataclass(frozen=True)
class InSegment:
    """The row's entity is in a segment, evaluated in the same run.

    With a relation it is the related entity that is in it; a null relation leads to nobody. Of a
    segment of another entity that is paused it is whom it keeps (`is_kept`).
    """

    segment: str
    relation: str = ""
    is_kept: bool = False
    type: ValueType = "boolean"


@dataclass(frozen=True)
class HoldsRule:
    """The rule of a stage holds, whether or not the entity is in a further stage."""

    segment: str
    type: ValueType = "boolean"


@dataclass(frozen=True)
class KeyHash:
    """The MD5 of a salt, a colon and the entity's key as text: 32 hex digits, never null."""

    salt: str
    type: ValueType = "text"


@dataclass(frozen=True)
class Past:
    """What the runs before this one saw of the entity in a segment; false in the first run.

    `is_open`: the last stay has not ended. `window` holds truths on one stay as a whole (its
    `entered_at`, `exited_at`, `lasted_to`); at least one stay must pass.
    """

    segment: str
    happening: Literal["was_in", "entered", "exited", "is_open"]
    window: tuple[Node, ...]
    window_words: str
    type: ValueType = "boolean"


@dataclass(frozen=True)
class Rank:
    """The place by a value, the greatest first, among all or those for whom `of` holds.

    Nulls come last, equal values in the order of the key; null for those who are not ranked.
    """

    by: Node
    of: Node | None
    type: ValueType = "number"


@dataclass(frozen=True)
class RankedCount:
    """How many there are, in all or for whom `of` holds."""

    of: Node | None
    type: ValueType = "number"


@dataclass(frozen=True)
class Lasting:
    """A truth held on every row of the entity's history since an instant, and none was missing.

    It says nothing about the row as it is now. `rule` reads attributes only.
    """

    source: str
    rule: Node
    since: Shifted
    words: str
    type: ValueType = "boolean"


Node: TypeAlias = (
    Constant
    | Field
    | TraitValue
    | ScorecardValue
    | Scored
    | AsOf
    | Shifted
    | ShiftedTwice
    | DayStart
    | PeriodStart
    | LocalDay
    | PeriodDay
    | ThisMonth
    | Arithmetic
    | Function
    | Case
    | Comparison
    | OneOf
    | IsNull
    | TextTest
    | ArrayTest
    | Anniversary
    | Always
    | Every
    | Some
    | Complement
    | UnlessKnown
    | SqlNot
    | InSegment
    | HoldsRule
    | KeyHash
    | Rank
    | RankedCount
    | Past
    | Lasting
)

# Values of an entity's row that are computed for it, beside its attributes and traits.
RowValue: TypeAlias = KeyHash | Rank | RankedCount
ROW_VALUES = (KeyHash, Rank, RankedCount)
