"""The time of a run, divided among what was at work in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from segsmith.profile.measured import Span


def parts_of_the_clock(spans: Sequence[Span]) -> list[float]:
    """For each span its part of the time: at any moment those at work have equal parts.

    So the parts add up to the time in which anything was at work, however many threads there are.

    >>> parts_of_the_clock([Span(0, 4), Span(2, 4)])
    [3.0, 1.0]
    """
    moments = sorted({moment for span in spans for moment in (span.began, span.ended)})
    steps = [0] * len(moments)
    for span in spans:
        if span.ended > span.began:
            steps[bisect_left(moments, span.began)] += 1
            steps[bisect_left(moments, span.ended)] -= 1
    # how much of the time one that is always at work would have had, up to each moment
    had, at_work, so_far = [0.0] * len(moments), 0, 0.0
    for place, moment in enumerate(moments):
        if at_work:
            so_far += (moment - moments[place - 1]) / at_work
        had[place] = so_far
        at_work += steps[place]
    return [
        max(0.0, had[bisect_left(moments, s.ended)] - had[bisect_left(moments, s.began)])
        for s in spans
    ]
