"""The forms that are measured: each a rule with one parameter, so that a hundred differ.

A new form is one entry here; what it reads must stand in benchmarks/catalog and tables.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Written = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """A form and its k-th segment (k from 0): the keys beside `segment`; what these refer to."""

    name: str
    segment: Callable[[int], Written]
    base: tuple[Written, ...] = ()


def _rule(name: str, rule: Callable[[int], Written], *base: Written) -> Form:
    return Form(name, lambda k: {"where": rule(k)}, base)


_IN_USA = {"segment": "bench_base", "where": {"attribute": "country", "is": "USA"}}
_ACTIVE = {
    "segment": "bench_active",
    "parameters": {"within": "30 days"},
    "where": {"event": "email_clicked", "within_last": {"parameter": "within"}},
}

FORMS: tuple[Form, ...] = (
    _rule("text `is`", lambda k: {"attribute": "city", "is": f"City {k}"}),
    _rule("text `in`", lambda k: {"attribute": "city", "in": [f"City {k}", f"City {k + 500}"]}),
    _rule(
        "text `contains`, `ignore_case`",
        lambda k: {"attribute": "city", "contains": f"ity {k + 100}", "ignore_case": True},
    ),
    _rule(
        "text `matches_pattern`",
        lambda k: {"attribute": "city", "matches_pattern": f"^City {k + 100}[0-9]?$"},
    ),
    _rule(
        "a negative operator",
        lambda k: {
            "all": [
                {"attribute": "score", "is": k},
                {"attribute": "country", "is_not": "Peru"},
            ]
        },
    ),
    _rule("number `between`", lambda k: {"attribute": "score", "between": [k * 9, k * 9 + 9]}),
    _rule(
        "array `includes`", lambda k: {"attribute": "interests", "includes": f"interest {k % 100}"}
    ),
    _rule(
        "instant `within_last`",
        lambda k: {"attribute": "created_at", "within_last": f"{k + 1} hours"},
    ),
    _rule(
        "date `anniversary`",
        lambda k: {
            "attribute": "birth_date",
            "anniversary": {"within_next": f"{k % 100 + 1} days"},
        },
    ),
    _rule("across a relation", lambda k: {"attribute": "account.industry", "is": f"Industry {k}"}),
    _rule(
        "expression",
        lambda k: {"expression": "total_spent / (score + 1) * 10", "between": [k * 10, k * 10 + 9]},
    ),
    _rule("trait", lambda k: {"trait": "revenue", "between": [k * 50, k * 50 + 40]}),
    _rule("tag", lambda k: {"tag": f"tag_{k}"}),
    _rule("list", lambda k: {"list": f"list_{k}"}),
    _rule(
        "consent and channel",
        lambda k: {"all": [{"opted_in": "email"}, {"channel": "sms"}, _score(k)]},
    ),
    _rule("today", lambda k: {"all": [{"today": {"month_is": [3, 4]}}, _score(k)]}),
    _rule(
        "event `count` in a window",
        lambda k: {
            "event": "email_opened",
            "count": {"at_least": 8},
            "within_last": f"{k + 30} days",
        },
    ),
    _rule(
        "event `where`",
        lambda k: {
            "event": "email_opened",
            "where": {"attribute": "campaign", "is": f"campaign {k}"},
            "within_last": "365 days",
        },
    ),
    _rule(
        "several kinds of event",
        lambda k: {"event": ["email_opened", "order_completed"], "within_last": f"{k + 1} hours"},
    ),
    _rule(
        "event `sum`",
        lambda k: {
            "event": "order_completed",
            "sum": {"of": "amount", "more_than": 1000},
            "within_last": f"{k + 30} days",
        },
    ),
    _rule(
        "event `average`",
        lambda k: {
            "event": "order_completed",
            "average": {"of": "amount", "more_than": 450},
            "within_last": f"{k + 30} days",
        },
    ),
    _rule(
        "event `largest`",
        lambda k: {
            "event": "order_completed",
            "largest": {"of": "amount", "more_than": 490},
            "within_last": f"{k + 30} days",
        },
    ),
    _rule(
        "event `distinct_values`",
        lambda k: {
            "event": "order_completed",
            "distinct_values": {"of": "product", "at_least": 5},
            "within_last": f"{k + 30} days",
        },
    ),
    _rule(
        "event `distinct_days`",
        lambda k: {
            "event": "email_opened",
            "distinct_days": {"at_least": 8},
            "within_last": f"{k + 30} days",
        },
    ),
    _rule(
        "event `last` time",
        lambda k: {"event": "order_completed", "last": {"older_than": f"{k + 600} days"}},
    ),
    _rule(
        "event `last` value",
        lambda k: {"event": "order_completed", "last": {"of": "product", "is": f"product {k}"}},
    ),
    _rule(
        "event `last_is`",
        lambda k: {
            "event": "order_completed",
            "last_is": {
                "all": [
                    {"attribute": "product", "is": f"product {k}"},
                    {"attribute": "amount", "more_than": 100},
                ]
            },
        },
    ),
    _rule(
        "`regularly`",
        lambda k: {
            "event": "email_opened",
            "regularly": {"period": f"{k + 30} days", "of_last": 4, "in_at_least": 3},
        },
    ),
    _rule(
        "`stopped`",
        lambda k: {
            "event": "email_opened",
            "stopped": {"did_within": f"{k + 60} days", "not_within": f"{k + 30} days"},
        },
    ),
    _rule(
        "`restarted`",
        lambda k: {
            "event": "email_opened",
            "restarted": {"did_within": "30 days", "not_for": f"{k + 60} days"},
        },
    ),
    _rule(
        "`sequence` of two steps",
        lambda k: {
            "sequence": [
                {
                    "event": "email_opened",
                    "where": {"attribute": "campaign", "is": f"campaign {k}"},
                },
                {"event": "order_completed", "within": "7 days"},
            ]
        },
    ),
    _rule(
        "`sequence` of three steps, `without`",
        lambda k: {
            "sequence": [
                {"event": "email_opened"},
                {"event": "email_clicked", "within": f"{k + 1} hours"},
                {"event": "order_completed", "within": "7 days", "without": "email_opened"},
            ],
            "within_last": "365 days",
        },
    ),
    _rule(
        "`sequence`, not followed by",
        lambda k: {
            "sequence": [
                {"event": "email_clicked"},
                {"without": "order_completed", "within": f"{k + 24} hours"},
            ],
            "within_last": "30 days",
        },
    ),
    _rule(
        "event `since` an attribute",
        lambda k: {
            "event": "email_clicked",
            "count": {"at_least": k + 5},
            "since": {"attribute": "created_at"},
        },
    ),
    _rule(
        "calendar window",
        lambda k: {
            "event": "order_completed",
            "count": {"at_least": 3},
            "last_calendar_days": k + 30,
        },
    ),
    _rule(
        "event `first_is`",
        lambda k: {
            "event": "order_completed",
            "first_is": {"attribute": "product", "is": f"product {k}"},
        },
    ),
    _rule(
        "object `where`",
        lambda k: {"object": "subscriptions", "where": {"attribute": "plan", "is": f"plan_{k}"}},
    ),
    _rule(
        "object `every`",
        lambda k: {
            "object": "subscriptions",
            "every": True,
            "where": {"attribute": "price", "more_than": k + 800},
        },
    ),
    _rule(
        "object `last_is`",
        lambda k: {
            "object": "subscriptions",
            "by": "started_at",
            "last_is": {"attribute": "plan", "is": f"plan_{k}"},
        },
    ),
    _rule(
        "object over two joins",
        lambda k: {"object": "tickets", "where": {"attribute": "topic", "is": f"topic_{k}"}},
    ),
    _rule(
        "segment of a related entity",
        lambda k: {"all": [{"segment": "account.bench_large"}, _score(k)]},
        {
            "segment": "bench_large",
            "entity": "account",
            "where": {"attribute": "employees", "more_than": 4000},
        },
    ),
    _rule(
        "segment with a parameter",
        lambda k: {"segment": "bench_active", "with": {"within": f"{k + 1} hours"}},
        _ACTIVE,
    ),
    _rule(
        "`for_at_least` on a segment",
        lambda k: {"all": [{"segment": "bench_base", "for_at_least": f"{k + 1} days"}, _score(k)]},
        _IN_USA,
    ),
    _rule(
        "`for_at_least` on an attribute",
        lambda k: {"attribute": "score", "at_least": k * 9, "for_at_least": f"{k + 1} days"},
    ),
    _rule(
        "history of a segment",
        lambda k: {"all": [{"was_in": "bench_base", "within_last": f"{k + 1} days"}, _score(k)]},
        _IN_USA,
    ),
    _rule(
        "`top` by an attribute",
        lambda k: {"top": {"by": {"attribute": "total_spent"}, "count": k + 1000}},
    ),
    _rule(
        "`top` by a trait, of a segment",
        lambda k: {
            "top": {"by": {"trait": "revenue"}, "count": k + 100, "of": {"segment": "bench_base"}}
        },
        _IN_USA,
    ),
    _rule(
        "`top`, ten rankings",
        lambda k: {"top": {"by": {"expression": f"score * {k % 10 + 2}"}, "count": k + 1000}},
    ),
    _rule(
        "`random`, ten salts",
        lambda k: {"random": {"salt": f"salt_{k % 10}", "from": 0, "to": k + 1}},
    ),
    Form("static segment", lambda k: {"members": {"list": f"list_{k % 100}"}}),
    _rule("segment in segment", lambda k: {"all": [{"segment": "bench_base"}, _score(k)]}, _IN_USA),
    Form(
        "`always_exclude`",
        lambda k: {"where": _score(k), "always_exclude": {"list": f"list_{k % 100}"}},
    ),
    _rule(
        "groups, five levels",
        lambda k: {
            "all": [
                _score(k),
                {
                    "any": [
                        {"attribute": "country", "in": ["USA", "Peru"]},
                        {"all": [{"not": {"tag": "tag_1"}}, {"none": [{"list": "list_1"}]}]},
                    ]
                },
            ]
        },
    ),
)


def _score(k: int) -> Written:
    return {"attribute": "score", "is": k % 1000}


def segments(form: Form, count: int) -> list[Written]:
    """`count` segments of a form, all different."""
    return [*form.base, *({"segment": f"bench_{k}", **form.segment(k)} for k in range(count))]
