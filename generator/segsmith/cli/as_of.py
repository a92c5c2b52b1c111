"""The option --as-of: an instant in ISO 8601, kept as UTC and whole seconds."""

from __future__ import annotations

from datetime import UTC, datetime

import typer


def read_as_of(value: str | None) -> str | None:
    """`2026-11-20T08:00:00`; without an offset it is UTC; a date is its first second.

    Raises:
        typer.BadParameter: it is no instant.
    """
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        raise typer.BadParameter(
            f"{value!r} is not an instant; write it like 2026-11-20T08:00:00 (UTC)"
        ) from None
    if instant.tzinfo is not None:
        instant = instant.astimezone(UTC)
    return instant.replace(tzinfo=None, microsecond=0).isoformat()


def now() -> str:
    """This second, in UTC."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat()
