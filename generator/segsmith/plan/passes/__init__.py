"""Pure passes over the plan, in the order they run."""

from collections.abc import Callable

from segsmith.plan.passes.drop_unused import drop_unused
from segsmith.plan.passes.merge_scans import merge_scans
from segsmith.plan.passes.share_traits import share_traits
from segsmith.plan.passes.simplify_rules import simplify_rules
from segsmith.plan.plan import Plan

PASSES: tuple[Callable[[Plan], Plan], ...] = (
    simplify_rules,
    drop_unused,
    share_traits,
    merge_scans,
)
