"""The macro that says which segments had other names: the ledger keeps those in its rows."""

from __future__ import annotations

from segsmith.lower.page import Macro, MacroFile
from segsmith.lower.sql import jinja_text
from segsmith.plan import EntityPlan


def segment_renames(plan: EntityPlan) -> tuple[MacroFile, ...]:
    """The macro `<entity>_segment_renames()`, a line an old name; none where there is none."""
    renames = {
        old: segment.key
        for segment in plan.segments
        for old in segment.resolved.definition.renamed_from
    }
    if not renames:
        return ()
    pairs = [f"    {jinja_text(old)}: {jinja_text(new)}," for old, new in sorted(renames.items())]
    name = f"{plan.name}_segment_renames"
    body = "\n".join(["{{ return({", *pairs, "}) }}"])
    return (MacroFile(name, "every definition that is renamed", (Macro(name, body),), True),)
