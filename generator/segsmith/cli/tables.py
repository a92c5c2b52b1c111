"""The one look of our tables: a rule under the heading, no frame."""

from __future__ import annotations

from rich import box
from rich.table import Table


def plain_table() -> Table:
    """A table without columns yet."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
