"""Segsmith: segments as code for a data warehouse.

The names below are stable; they are read when first used, so that `import segsmith` is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segsmith.api import Plan, Problem, Project, Segment, UserError, load

__version__ = "0.1.0"
__all__ = ["Plan", "Problem", "Project", "Segment", "UserError", "__version__", "load"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'segsmith' has no attribute {name!r}")
    from segsmith import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
