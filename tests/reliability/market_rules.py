"""The definitions of law 11: one for each way in which members change, and how they are edited."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

Written = dict[str, Any]

SEGMENTS: dict[str, Written] = {
    # by the contact's own row, by hand, by tags, by other segments
    "board": {
        "where": {"attribute": "score", "more_than": 50},
        "always_include": {"list": "board"},
        "always_exclude": {"list": "blocked"},
    },
    "germans": {
        "where": {"attribute": "country", "is": "Germany"},
        "audience": {"columns": ["country"]},
    },
    "quiet_vips": {"where": {"all": [{"segment": "vips"}, {"not": {"segment": "openers"}}]}},
    "spenders": {
        "where": {"attribute": "total_spent", "more_than": 100},
        "guards": {"max_exited_share": 0.6},
    },
    "vips": {"where": {"tag": "vip"}},
    # by events that vanish, that are flagged, that only ever come
    "openers": {
        "where": {"event": "email_opened", "count": {"at_least": 2}, "within_last": "3 days"}
    },
    "buyers": {
        "where": {
            "event": "order_completed",
            "sum": {"of": "amount", "at_least": 60},
            "within_last": "2 days",
        }
    },
    "readers": {"where": {"event": "page_viewed", "within_last": "1 day"}},
    # by time in every way
    "just_quiet": {"where": {"event": "email_opened", "last": {"older_than": "20 hours"}}},
    "late_openers": {
        "where": {"event": "email_opened", "between_ago": ["3 days", "1 day"], "count": {"is": 1}}
    },
    "settled_germans": {"where": {"segment": "germans", "for_at_least": "1 day"}},
    "was_on_board": {"where": {"was_in": "board", "within_last": "40 hours"}},
    "silent_since": {
        "where": {
            "sequence": [
                {"event": "email_opened"},
                {"without": "email_clicked", "within": "2 days"},
            ]
        }
    },
    # by objects of one's own, over one join, over two
    "subscribers": {
        "where": {"object": "subscriptions", "where": {"attribute": "status", "is": "active"}}
    },
    "new_subscribers": {
        "where": {
            "object": "subscriptions",
            "where": {"attribute": "started_at", "within_last": "2 days"},
        }
    },
    "billed": {"where": {"object": "invoices", "where": {"attribute": "amount", "more_than": 50}}},
    "in_trouble": {
        "where": {"object": "tickets", "where": {"attribute": "severity", "at_least": 3}}
    },
    # by a related entity and its segments
    "at_large_firms": {"where": {"attribute": "account.employees", "more_than": 100}},
    "at_new_banks": {"where": {"segment": "account.new_banks"}},
    "new_banks": {
        "entity": "account",
        "where": {
            "all": [
                {"attribute": "industry", "is": "bank"},
                {"attribute": "signed_at", "within_last": "10 days"},
            ]
        },
    },
}
OTHER_RULES: dict[str, list[Written]] = {
    "board": [{"attribute": "score", "more_than": 30}, {"attribute": "score", "at_most": 50}],
    "buyers": [{"event": "order_completed", "count": {"at_least": 2}, "within_last": "3 days"}],
    "germans": [
        {"attribute": "country", "is_not": "Germany"},
        {"attribute": "country", "in": ["Italy"]},
    ],
    "new_banks": [{"attribute": "industry", "is": "farm"}],
    "openers": [
        {"event": "email_opened", "count": {"is": 0}, "within_last": "2 days"},
        {"event": "email_opened", "count": {"at_least": 1}, "within_last": "36 hours"},
    ],
}
# Nobody refers to these: they may be retired and renamed.
LEAVES = ("board", "billed", "readers", "subscribers")
ADDED: dict[str, Written] = {
    "trials": {"where": {"tag": "trial"}},
    "two_clicks": {"where": {"event": "email_clicked", "count": {"at_least": 2}}},
}
Edit = tuple[str, str]
EDITS: tuple[Edit, ...] = (
    *(("change the rule of", key) for key in OTHER_RULES),
    *(("pause", key) for key in ("vips", "buyers", "germans")),
    *(("retire", key) for key in LEAVES if key != "board"),
    *(("rename", key) for key in LEAVES if key != "board"),
    *(("add", key) for key in ADDED),
)


@dataclass
class Rules:
    """The definitions as they stand; `names` are today's names of those that were renamed."""

    written: dict[str, Written] = field(default_factory=lambda: copy.deepcopy(SEGMENTS))
    names: dict[str, str] = field(default_factory=dict)

    @property
    def segments(self) -> list[Written]:
        """As a project is written from them."""
        return [{"segment": k, "name": k.title(), **rule} for k, rule in self.written.items()]

    def edit(self, edit: Edit) -> tuple[str, str] | None:
        """Do it, or take it back where it was done; the old and the new name of a rename."""
        how, first_name = edit
        key = self.names.get(first_name, first_name)
        if how == "add":
            self.written.setdefault(key, copy.deepcopy(ADDED.get(key, {})))
            return None
        if how == "rename":
            return self._rename(first_name, key)
        rule = self.written[key]
        if how == "change the rule of":
            rules = [SEGMENTS[key]["where"], *OTHER_RULES[key]]
            rule["where"] = rules[(rules.index(rule["where"]) + 1) % len(rules)]
        elif rule.get("status"):
            del rule["status"]
        else:
            rule["status"] = {"pause": "paused", "retire": "retired"}[how]
        return None

    def _rename(self, first_name: str, key: str) -> tuple[str, str]:
        rule = self.written.pop(key)
        new = f"{first_name}_{len(rule.get('renamed_from', ())) + 2}"
        self.written[new] = {**rule, "renamed_from": [*rule.get("renamed_from", ()), key]}
        self.names[first_name] = new
        return key, new
