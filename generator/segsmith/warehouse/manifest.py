"""Which table of the warehouse a node is, by dbt's manifest: a project's own names hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segsmith.warehouse.connection import Table, load_config
from segsmith.warehouse.errors import WarehouseError
from segsmith.warehouse.place import Place

_READABLE = ("model", "seed", "snapshot")


@dataclass(frozen=True)
class Node:
    """A model, seed, snapshot or source: its table, its kind, its file below the project."""

    table: Table | None
    kind: str
    file: str


@dataclass(frozen=True)
class Manifest:
    """Nodes by name (the project's own win over a package's), sources by (source, table)."""

    nodes: dict[str, Node]
    sources: dict[tuple[str, str], Node]

    def table(self, name: str) -> Table | None:
        """The table of a node, None when there is no such node or it is ephemeral."""
        node = self.nodes.get(name)
        return node.table if node else None

    def source(self, ref: str | None, source: tuple[str, str] | None) -> Table | None:
        """The table that a catalog's `from` names."""
        node = self.sources.get(source) if source is not None else self.nodes.get(ref or "")
        return node.table if node else None

    def entities(self) -> list[str]:
        """The entities that have a ledger, sorted."""
        tail = "_segment_ledger"
        return sorted(name.removesuffix(tail) for name in self.nodes if name.endswith(tail))


def read_manifest(place: Place) -> Manifest:
    """The manifest of the last dbt command, or of a parse now when there is none.

    Not while a connection is open: dbt has one set of connections, and a parse ends with none.

    Raises:
        WarehouseError: no project, no profile, or dbt cannot read the project.
    """
    file = Path(load_config(place).project_target_path) / "manifest.json"
    # A target that was asked for may name its schemas otherwise than the last command's target.
    if not file.is_file() or place.target is not None:
        parse(place)
    try:
        return _manifest(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise WarehouseError(
            "no-manifest", f"dbt's manifest cannot be read: {error}", "run `dbt parse`"
        ) from error


def parse(place: Place) -> None:
    """Let dbt read the project and write its manifest.

    Raises:
        WarehouseError: dbt cannot read it.
    """
    from segsmith.warehouse.dbt_command import run_dbt

    outcome = run_dbt(place, ["parse"])
    if outcome.error is not None:
        raise outcome.error


def _manifest(content: dict[str, Any]) -> Manifest:
    own = content["metadata"]["project_name"]
    found: dict[str, Node] = {}
    nodes = [n for n in content["nodes"].values() if n["resource_type"] in _READABLE]
    for node in sorted(nodes, key=lambda n: n["package_name"] == own):
        found[node["name"]] = Node(
            _table(node, node["alias"]), node["resource_type"], node["original_file_path"]
        )
    sources = {
        (source["source_name"], source["name"]): Node(
            _table(source, source["identifier"]), "source", source["original_file_path"]
        )
        for source in content["sources"].values()
    }
    return Manifest(found, sources)


def _table(node: dict[str, Any], name: str) -> Table | None:
    if node.get("config", {}).get("materialized") == "ephemeral":
        return None
    return Table(node.get("database") or "", node["schema"], name)
