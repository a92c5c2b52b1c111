"""dbt commands in this process: quiet, with a callback for progress, failures in a line each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from segsmith.warehouse.errors import WarehouseError, first_line, understood
from segsmith.warehouse.place import Place

_QUIET = ["--quiet", "--no-send-anonymous-usage-stats", "--log-level", "none", "--no-use-colors"]
_REFUSALS = ("segsmith refused this run: ", "segsmith did not publish this run: ")


@dataclass(frozen=True)
class Step:
    """dbt has begun node number `number` of `total`."""

    number: int
    total: int
    node: str


@dataclass(frozen=True)
class Failure:
    """A node that did not succeed."""

    node: str
    status: str
    message: str
    is_refusal: bool = False

    @property
    def error(self) -> WarehouseError:
        """The failure as it is told."""
        if self.is_refusal:
            return WarehouseError(
                "run-refused",
                self.message,
                "nothing was written; docs/operations.md says what to do about each refusal",
            )
        return WarehouseError("dbt-failed", f"{self.node}: {self.message}")


@dataclass(frozen=True)
class Outcome:
    """How a dbt command ended, and when it was at work (UTC)."""

    is_success: bool
    began: datetime
    ended: datetime
    error: WarehouseError | None = None
    failures: tuple[Failure, ...] = ()
    skipped: int = 0
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    results: tuple[Any, ...] = field(default=(), repr=False)

    def built(self, name: str) -> bool:
        """Whether this command built the node."""
        return any(r.status == "success" and r.node.name == name for r in self.results)


def run_dbt(
    place: Place,
    command: Sequence[str],
    variables: Mapping[str, object] | None = None,
    on_step: Callable[[Step], None] | None = None,
) -> Outcome:
    """Run one dbt command; never raises for what dbt reports."""
    from dbt.cli.main import dbtRunner

    listener = _Listener(on_step)
    arguments = [*_QUIET, command[0], *place.dbt_arguments(), *command[1:]]
    if variables:
        arguments += ["--vars", json.dumps(variables)]
    began = datetime.now(UTC)
    answer = dbtRunner(callbacks=[listener]).invoke(arguments)
    let_go()
    ended = datetime.now(UTC)
    nodes = tuple(getattr(answer.result, "results", None) or ())
    failures = tuple(_failure(node) for node in nodes if node.status in ("error", "fail"))
    error = None
    if answer.exception is not None:
        error = understood(answer.exception, _named(place))
    elif failures:
        error = failures[0].error
    elif not answer.success:
        error = WarehouseError("dbt-failed", f"dbt {command[0]} did not succeed")
    return Outcome(
        is_success=bool(answer.success),
        began=began,
        ended=ended,
        error=error,
        failures=failures,
        skipped=sum(node.status == "skipped" for node in nodes),
        warnings=tuple(dict.fromkeys(listener.warnings)),
        notes=tuple(dict.fromkeys(listener.notes)),
        results=nodes,
    )


def let_go() -> None:
    """Close what dbt keeps open in this process: a DuckDB file would stay locked."""
    from dbt.adapters.factory import FACTORY, cleanup_connections, reset_adapters

    # dbt gives these functions no types.
    cleanup_connections()  # type: ignore[no-untyped-call]
    for adapter in FACTORY.adapters.values():
        close = getattr(type(adapter).ConnectionManager, "close_all_connections", None)
        if close is not None:
            close()
    reset_adapters()  # type: ignore[no-untyped-call]


def _named(place: Place) -> str:
    from segsmith.warehouse.connection import label, load_config

    try:
        return label(load_config(place).credentials)
    except WarehouseError:
        return "the warehouse"


class _Listener:
    """Reads dbt's events: steps for a progress bar, what our macros say, warnings."""

    def __init__(self, on_step: Callable[[Step], None] | None) -> None:
        self.on_step = on_step
        self.warnings: list[str] = []
        self.notes: list[str] = []

    def __call__(self, event: Any) -> None:
        name, message = event.info.name, event.info.msg
        if name == "LogStartLine" and self.on_step is not None:
            info = event.data.node_info
            self.on_step(Step(event.data.index, event.data.total, info.node_name))
        elif name == "JinjaLogInfo" and message.startswith("segsmith: "):
            self.notes.append(message.removeprefix("segsmith: "))
        elif name == "JinjaLogWarning":
            self.warnings.append(first_line(message).removeprefix("segsmith: "))


def _failure(result: Any) -> Failure:
    node = getattr(result, "node", None)
    message = str(result.message or "")
    return Failure(node.name if node else "", str(result.status), *_said(message))


def _said(message: str) -> tuple[str, bool]:
    """What a failure says, and whether it is a refusal of ours: then without the engine's words."""
    for words in _REFUSALS:
        if words in message:
            rest = message.partition(words)[2].splitlines()[0]
            return rest.strip().strip('"'), True
    return first_line(message), False
