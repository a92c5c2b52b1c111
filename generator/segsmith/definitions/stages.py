"""Stages: segments in an order, of which each contact is in one at most."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, model_validator

from segsmith.definitions.scalars import Key, Text, as_tuple
from segsmith.definitions.strict import Strict, refusal


class Stages(Strict):
    """A set of segments, the furthest last: who is in one is in no further one."""

    stages: Key
    description: Text = ""
    order: Annotated[tuple[Key, ...], BeforeValidator(as_tuple)]

    @model_validator(mode="after")
    def _several(self) -> Stages:
        if len(self.order) < 2:
            raise refusal(
                "too-few-stages",
                "a set of stages has at least two",
                "name the segments under `order`, the furthest last",
                at="order",
            )
        for key in self.order:
            if self.order.count(key) > 1:
                raise refusal(
                    "stage-twice", f"`{key}` stands twice in the order", "once", at="order"
                )
        return self

    def after(self, segment: str) -> tuple[str, ...]:
        """The stages further than a segment; none where it is no stage of this set."""
        if segment not in self.order:
            return ()
        return self.order[self.order.index(segment) + 1 :]
