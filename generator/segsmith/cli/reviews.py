"""Definitions whose review is overdue: told by `validate`, because generation knows no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from segsmith.definitions.parse import Definitions
from segsmith.errors import Problem


def overdue_reviews(definitions: Definitions, today: date) -> Iterator[Problem]:
    """A warning for each definition that should have been looked at before today."""
    for document in definitions.segments:
        review = document.model.review
        if review is None or document.model.status == "retired" or review.due >= today:
            continue
        days = (today - review.due).days
        late = f"{days} day{'' if days == 1 else 's'} ago"
        yield Problem(
            document.at("review", "last"),
            "review-overdue",
            f"the review of `{document.model.segment}` was due on {review.due}, {late}",
            "look at its rule and its members, then set `last` to that day",
            "warning",
        )
