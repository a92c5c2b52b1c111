"""Numbers drawn in SQL: they depend on a row's number, a name and the seed alone."""

from __future__ import annotations

COUNTRIES = ("USA", "Germany", "France", "Peru", "Japan", "Kenya", "Chile", "Italy")
PLANS = ("free", "basic", "team", "business")


def drawn(row: str, name: str, many: int, seed: int) -> str:
    """A whole number from 0 to many - 1, as SQL; `row` is the SQL of the row's number."""
    return f"cast(hash({row}, '{name}', {seed}) % {many} as bigint)"


def one_of(values: tuple[str, ...], row: str, name: str, seed: int) -> str:
    """One of the values, each as often as the others, as SQL."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"[{listed}][1 + {drawn(row, name, len(values), seed)}]"


def amount(row: str, name: str, seed: int) -> str:
    """An amount of money from 0 to 499.99, as SQL."""
    return f"cast({drawn(row, name, 50_000, seed)} / 100.0 as decimal(18, 2))"
