"""Stage 3, resolve: every name bound, every value typed, segments in dependency order."""

from segsmith.resolve.project import ResolvedEntity, ResolvedProject, ResolvedSegment, resolve

__all__ = ["ResolvedEntity", "ResolvedProject", "ResolvedSegment", "resolve"]
