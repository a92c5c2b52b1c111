"""dbt builds of the demo: parsed once for each state of the definitions, then run many times.

A changed `--vars` makes dbt read the whole project anew; a run that is given the manifest of the
last parse does not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from segsmith.warehouse import Place, WarehouseError
from segsmith.warehouse.errors import first_line

_QUIET = ["--quiet", "--no-send-anonymous-usage-stats", "--log-level", "none", "--no-use-colors"]
_LEFT_OUT = ["--exclude-resource-type", "seed", "--exclude-resource-type", "unit_test"]


class Builds:
    """The dbt project of a place and its last manifest."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.manifest: Any = None

    def parse(self) -> None:
        """Read the project; needed again when its files have changed.

        Raises:
            WarehouseError: dbt cannot read it.
        """
        from dbt.cli.main import dbtRunner

        answer = dbtRunner().invoke([*_QUIET, "parse", *self.place.dbt_arguments()])
        if not answer.success:
            raise WarehouseError("dbt-failed", first_line(str(answer.exception)), "see `dbt parse`")
        self.manifest = answer.result

    def build(self, as_of: datetime, with_tests: bool, on_node: Callable[[str], None]) -> None:
        """One scheduled run: everything but seeds and unit tests, which no schedule needs.

        Raises:
            WarehouseError: the run failed.
        """
        from dbt.cli.main import dbtRunner

        def listen(event: Any) -> None:
            if event.info.name == "LogStartLine":
                on_node(event.data.node_info.node_name)

        left_out = [*_LEFT_OUT, *([] if with_tests else ["--exclude-resource-type", "test"])]
        variables = json.dumps({"as_of": as_of.isoformat()})
        answer = dbtRunner(manifest=self.manifest, callbacks=[listen]).invoke(
            [*_QUIET, "build", *self.place.dbt_arguments(), *left_out, "--vars", variables]
        )
        if not answer.success:
            results = getattr(answer.result, "results", None) or ()
            bad = [r for r in results if r.status in ("error", "fail")]
            said = [f"{r.node.name}: {first_line(str(r.message))}" for r in bad]
            raise WarehouseError(
                "dbt-failed", "; ".join(said[:3]) or first_line(str(answer.exception))
            )
