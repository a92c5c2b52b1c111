"""Which definitions break a run: halves of the data set's definitions, run on their own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from segsmith.errors import UserError
from tests.support.evaluation import FailedRun

Written = dict[str, Any]
Evaluate = Callable[[list[Written]], Any]


def blamed(segments: list[Written], evaluate: Evaluate) -> dict[str, str]:
    """By segment: the error it causes alone (with the segments it refers to)."""
    return _blamed(segments, segments, evaluate)


def _blamed(part: list[Written], everything: list[Written], evaluate: Evaluate) -> dict[str, str]:
    try:
        evaluate(with_referred(part, everything))
    except (FailedRun, UserError) as error:
        if len(part) == 1:
            return {part[0]["segment"]: str(error)}
        middle = len(part) // 2
        first = _blamed(part[:middle], everything, evaluate)
        return first | _blamed(part[middle:], everything, evaluate)
    return {}


def with_referred(part: list[Written], everything: list[Written]) -> list[Written]:
    """Some definitions and those they refer to, in their order."""
    by_key = {segment["segment"]: segment for segment in everything}
    wanted = {segment["segment"] for segment in part}
    waiting = list(wanted)
    while waiting:
        text = json.dumps(by_key[waiting.pop()], default=str)
        found = set(re.findall(r'"segment": "(\w+)"', text)) & by_key.keys() - wanted
        wanted |= found
        waiting += found
    return [segment for segment in everything if segment["segment"] in wanted]
