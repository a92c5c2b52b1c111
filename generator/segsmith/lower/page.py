"""A page: a dbt model as named tables of named expressions. What lowering gives to rendering."""

from __future__ import annotations

from dataclasses import dataclass

from segsmith.lower.sql import Sql


@dataclass(frozen=True)
class Column:
    """An expression and its name; equal to the last word of the expression, it needs no `as`.

    `lines` is the expression laid out, for when it does not fit on one line.
    """

    expression: Sql
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Join:
    """A joined relation; without conditions it is a cross join."""

    kind: str
    relation: str
    alias: str = ""
    on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Select:
    """A select with explicit columns."""

    columns: tuple[Column, ...]
    source: str
    joins: tuple[Join, ...] = ()
    where: tuple[Sql, ...] = ()
    group_by: tuple[str, ...] = ()
    is_distinct: bool = False


@dataclass(frozen=True)
class Table:
    """A named common table expression, with an optional comment above it.

    `united_with` are further selects of the same columns, joined by `union all`.
    """

    name: str
    select: Select
    comment: str = ""
    united_with: tuple[Select, ...] = ()


@dataclass(frozen=True)
class ColumnDoc:
    """A column as the YAML beside a page describes it."""

    name: str
    description: str
    data_type: str = ""


@dataclass(frozen=True)
class Page:
    """A generated dbt model."""

    name: str
    folder: str
    config: str
    grain: str
    tables: tuple[Table, ...]
    description: str
    columns: tuple[ColumnDoc, ...]


@dataclass(frozen=True)
class Macro:
    """A generated Jinja macro: a select, or text that stands one level in."""

    name: str
    body: Select | str


@dataclass(frozen=True)
class MacroFile:
    """A file of macros made from one definition (or from all, when `is_shared`)."""

    name: str
    origin: str
    macros: tuple[Macro, ...]
    is_shared: bool = False


@dataclass(frozen=True)
class TextFile:
    """A file whose text is fixed but for names; `path` is below the models folder."""

    path: str
    text: str
