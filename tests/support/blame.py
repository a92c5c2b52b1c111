"""Which definitions break a run: halves of the data set's definitions, run on their own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from segsmith.errors import UserError
from tests.support.evaluation import FailedRunError

Written = dict[str, Any]
Evaluate = Callable[[list[Written]], Any]


def blamed(segments: list[Written], evaluate: Evaluate) -> tuple[Written, str] | None:
    """The first definition that breaks a run with those it refers to, and the error.

    None when each half runs: then only together they break.
    """
    part = segments
    error = ""
    while len(part) > 1 or not error:
        middle = max(1, len(part) // 2)
        for half in (part[:middle], part[middle:]):
            try:
                evaluate(with_referred(half, segments))
            except (FailedRunError, UserError) as found:
                part, error = half, str(found)
                break
        else:
            return None
    return part[0], error


def with_referred(part: list[Written], everything: list[Written]) -> list[Written]:
    """Some definitions and those they refer to, in their order."""
    by_key = {segment["segment"]: segment for segment in everything}
    wanted = {segment["segment"] for segment in part}
    waiting = list(wanted)
    while waiting:
        text = json.dumps(by_key[waiting.pop()], default=str)
        found = (
            set(re.findall(r'"(?:segment|was_in|entered|exited)": "(\w+)"', text))
            & by_key.keys() - wanted
        )
        wanted |= found
        waiting += found
    return [segment for segment in everything if segment["segment"] in wanted]
