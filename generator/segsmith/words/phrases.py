"""Small phrases: literals, lists of words, durations, months, days."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal

from segsmith.definitions.scalars import PERIOD_WORDS, Duration, Literals
from segsmith.read.nodes import LEADING_ZERO, typed

MASK = "***"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_BARE = re.compile(r"[\w@.+/*:-]+( [\w@.+/*:-]+)*")
# A bare text with one of these words would read as part of the sentence.
_GLUE = re.compile(
    r"\b(and|or|not|in|is|on|of|none|where|nobody|everyone|anybody|unknown)\b", re.IGNORECASE
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


def literal(value: Literals) -> str:
    """A literal as a reader expects it; text is quoted where it would be misread."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return text(value)


def text(value: str) -> str:
    """A text, bare where that is clear, otherwise in double quotes."""
    is_text = isinstance(typed(value, True), str) and not LEADING_ZERO.fullmatch(value)
    if is_text and _BARE.fullmatch(value) and not _GLUE.search(value):
        return value
    return quoted(value)


def quoted(value: str) -> str:
    """A text in double quotes; what cannot be printed is escaped."""
    shown = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def name_or_formula(value: str) -> str:
    """A name as it is, anything longer between back quotes."""
    return value if _NAME.fullmatch(value) else f"`{value}`"


def joined(words: Sequence[str], last: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def span(duration: Duration) -> str:
    """`30 days`; one of a unit is just the unit: `day`."""
    return duration.unit if duration.count == 1 else str(duration)


def period(word: str) -> str:
    """`today`, or `in the last calendar month`."""
    unit, step = PERIOD_WORDS[word]
    if unit == "day":
        return word
    which = {-1: "the last", 0: "this", 1: "the next"}[step]
    return f"in {which} calendar {unit}"


def months(numbers: Sequence[int]) -> str:
    """`November or December`."""
    return joined([MONTHS[number - 1] for number in numbers], "or")


def day(offset: int) -> str:
    """The local day so many days from today."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if offset in near:
        return near[offset]
    return f"{offset} days from today" if offset > 0 else f"{-offset} days before today"
