"""Stage 1, read: files in the definition folder become YAML nodes with positions."""

from segsmith.read.nodes import Mapping, Node, Scalar, Sequence, plain
from segsmith.read.source_tree import SourceFile, SourceTree, read_sources

__all__ = [
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "SourceFile",
    "SourceTree",
    "plain",
    "read_sources",
]
