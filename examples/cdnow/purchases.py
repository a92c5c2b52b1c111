"""The CDNOW file: white-space separated lines of customer, day, number of CDs, dollars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path


class BadFileError(Exception):
    """The file is not what it should be; one line that says why."""


@dataclass(frozen=True)
class Purchase:
    """One line of the file; `number` counts lines from 1, the header not among them."""

    number: int
    customer_id: str
    day: date
    discs: int
    dollars: Decimal


def read_purchases(path: Path) -> list[Purchase]:
    """Every purchase of the file, in its order.

    The one-in-ten sample, which has the customer's number in the sample as a second column, is
    read too.

    Raises:
        BadFileError: there is no such file, or a line of it cannot be read.
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not plain text"
        raise BadFileError(f"cannot read {path}: {reason}") from None
    found: list[Purchase] = []
    for at, line in enumerate(lines, start=1):
        words = line.split()
        if words and not (at == 1 and not words[0].isdigit()):
            found.append(_purchase(words, len(found) + 1, f"{path}, line {at}"))
    if not found:
        raise BadFileError(f"{path} holds no purchases")
    return found


def _purchase(words: list[str], number: int, place: str) -> Purchase:
    try:
        customer_id, *_, day, discs, dollars = words
        when = datetime.strptime(day, "%Y%m%d").date()
        return Purchase(number, customer_id, when, int(discs), Decimal(dollars))
    except (ValueError, InvalidOperation):
        raise BadFileError(
            f"{place}: not a purchase (customer, yyyymmdd, CDs, dollars): {' '.join(words)[:60]!r}"
        ) from None
