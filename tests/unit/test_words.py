"""A golden sentence for every form of the language."""

from __future__ import annotations

import pytest

from segsmith.definitions.conditions import DECIDING_KEYS
from segsmith.definitions.measures import MEASURES, PATTERNS, RULE_MEASURES
from segsmith.definitions.segments import Segment
from segsmith.definitions.value_tests import OPERATORS
from segsmith.definitions.windows import WINDOW_KEYS
from segsmith.read import plain
from segsmith.read.yaml_nodes import read_yaml
from segsmith.words import rule_in_words, segment_in_words

VALUES = {
    "{attribute: country, is: USA}": "country is USA",
    "{attribute: account.industry, is_not: Retail}": "account.industry is not Retail",
    "{attribute: country, in: [USA, Canada, NO]}": "country is USA, Canada or NO",
    "{attribute: country, not_in: [USA, Canada]}": "country is not USA or Canada",
    "{attribute: country, is_set: true}": "country is known",
    "{attribute: country, is_set: false}": "country is not known",
    "{trait: revenue, more_than: 500}": "revenue is more than 500",
    "{trait: revenue, at_least: 0.5}": "revenue is at least 0.5",
    "{trait: revenue, less_than: 500}": "revenue is less than 500",
    "{trait: revenue, at_most: 500}": "revenue is at most 500",
    "{trait: revenue, between: [1, 5]}": "revenue is between 1 and 5",
    "{trait: revenue, not_between: [1, 5]}": "revenue is not between 1 and 5",
    "{attribute: name, contains: 50%}": 'name contains "50%"',
    "{attribute: name, does_not_contain: x}": 'name does not contain "x"',
    "{attribute: name, starts_with: x}": 'name starts with "x"',
    "{attribute: name, does_not_start_with: x}": 'name does not start with "x"',
    "{attribute: name, ends_with: x}": 'name ends with "x"',
    "{attribute: name, does_not_end_with: x}": 'name does not end with "x"',
    "{attribute: name, matches_pattern: '^a.c$'}": 'name matches the pattern "^a.c$"',
    "{attribute: name, does_not_match_pattern: a}": 'name does not match the pattern "a"',
    "{attribute: name, is_empty: true}": "name is empty",
    "{attribute: name, is_empty: false}": "name is not empty",
    "{attribute: topics, includes: sport}": "topics includes sport",
    "{attribute: topics, includes_any: [a, b]}": "topics includes a or b",
    "{attribute: topics, includes_all: [a, b, c]}": "topics includes a, b and c",
    "{attribute: topics, includes_none: [a, b]}": "topics includes none of a or b",
    "{attribute: created_at, before: 2026-03-01}": "created_at is before 2026-03-01",
    "{attribute: created_at, after: {ago: 30 days}}": "created_at is after 30 days ago",
    "{attribute: created_at, on_or_before: now}": "created_at is on or before now",
    "{attribute: created_at, on_or_after: 2026-03-01}": "created_at is on or after 2026-03-01",
    "{attribute: created_at, on_day: 2026-03-01}": "created_at is on the day 2026-03-01",
    "{attribute: created_at, not_on_day: 2026-03-01}": "created_at is not on the day 2026-03-01",
    "{attribute: created_at, within_last: 30 days}": "created_at is in the last 30 days",
    "{attribute: created_at, older_than: 1 month}": "created_at is more than 1 month ago",
    "{attribute: trial_ends_at, within_next: 1 week}": "trial_ends_at is in the next week",
    "{attribute: created_at, in_period: yesterday}": "created_at is yesterday",
    "{attribute: created_at, in_period: last_week}": "created_at is in the last calendar week",
    "{attribute: born_on, month_is: [11, 12]}": "born_on is in November or December, of any year",
    "{attribute: born_on, month_is: this_month}": "born_on is in the month of today, of any year",
    "{attribute: created_at, days_from_today: -1}": "created_at is yesterday",
    "{attribute: created_at, days_from_today: -3}": "created_at is 3 days before today",
    "{attribute: created_at, days_from_today: 7}": "created_at is 7 days from today",
    "{attribute: born_on, anniversary: today}": "born_on has its anniversary today",
    "{attribute: born_on, anniversary: {within_next: 7 days}, min_years: 1, leap_day: march_1}": (
        "born_on has its anniversary in the next 7 days, of at least 1 year, "
        "29 February moved to 1 March"
    ),
    "{attribute: born_on, anniversary: today, leap_day: skip}": (
        "born_on has its anniversary today, 29 February only in leap years"
    ),
    "{attribute: country, is: usa, ignore_case: true}": "country is usa in any case",
    "{attribute: country, is_not: USA, nulls: no_match}": "country is not USA (known values only)",
    "{expression: revenue / orders, more_than: 1.5}": "`revenue / orders` is more than 1.5",
    "{attribute: a, is: {attribute: b}}": "a is the attribute b",
    "{attribute: a, less_than: {trait: b}}": "a is less than the trait b",
    "{attribute: a, less_than: {expression: b * 2}}": "a is less than the value of `b * 2`",
}
TEXTS = {
    "{attribute: zip, is: '02134'}": 'zip is "02134"',
    "{attribute: zip, is: 'true'}": 'zip is "true"',
    "{attribute: vip, is: true}": "vip is true",
    "{attribute: stage, is: out of stock}": 'stage is "out of stock"',
    "{attribute: name, is: ''}": 'name is ""',
    "{attribute: name, is: 'a\"b'}": 'name is "a\\"b"',
    '{attribute: name, is: "a\\nb"}': 'name is "a\\nb"',
    "{attribute: name, is: '{{ x }} ''; drop'}": 'name is "{{ x }} \'; drop"',
    "{attribute: city, is: São Paulo}": "city is São Paulo",
}
EVENTS = {
    "{event: email_opened}": "any email_opened events",
    "{event: [email_opened, email_clicked]}": "any email_opened or email_clicked events",
    "{event: email_*}": "any email_* events",
    "{event: any}": "any events of any kind",
    "{event: orders}": "any orders",
    "{not: {event: orders}}": "no orders",
    "{event: email_opened, count: {is: 0}}": "no email_opened events",
    "{event: email_opened, count: {is: 2}}": "exactly 2 email_opened events",
    "{event: email_opened, count: {between: [2, 5]}}": "2 to 5 email_opened events",
    "{event: email_opened, count: {is_not: 2}}": "the number of email_opened events is not 2",
    "{event: email_opened, count: {less_than: {trait: n}}}": (
        "the number of email_opened events is less than the trait n"
    ),
    "{event: paid, sum: {of: amount, more_than: 500}}": (
        "the total amount of paid events is more than 500"
    ),
    "{event: paid, average: {of: amount, at_least: 5}}": (
        "the average amount of paid events is at least 5"
    ),
    "{event: paid, smallest: {of: amount, at_least: 5}}": (
        "the smallest amount of paid events is at least 5"
    ),
    "{event: paid, largest: {of: amount - tax, at_least: 5}}": (
        "the largest `amount - tax` of paid events is at least 5"
    ),
    "{event: paid, distinct_values: {of: product, at_least: 3}}": (
        "the number of different values of product of paid events is at least 3"
    ),
    "{event: paid, distinct_days: {at_least: 5}}": "paid events on at least 5 different days",
    "{event: paid, distinct_days: {is_not: 5}}": (
        "the number of different days with paid events is not 5"
    ),
    "{event: paid, first: {within_last: 7 days}}": (
        "the time of the first paid event is in the last 7 days"
    ),
    "{event: paid, last: {of: category, is: shoes}}": "category of the last paid event is shoes",
    "{event: orders, last: {older_than: 7 days}}": (
        "the time of the last of orders is more than 7 days ago"
    ),
    "{event: paid, last_is: {attribute: channel, is: web}}": (
        "the last paid event is one with (channel is web)"
    ),
    "{event: orders, where: {attribute: a, is: 1}, within_last: 7 days, "
    "first_is: {all: [{attribute: b, is: 2}, {attribute: c, is: 3}]}}": (
        "the first of orders in the last 7 days (where a is 1) is one with (b is 2, and c is 3)"
    ),
    "{not: {event: paid, last_is: {attribute: channel, is: web}}}": (
        "not (the last paid event is one with (channel is web))"
    ),
    "{event: orders, regularly: {period: 7 days, of_last: 4, in_at_least: 3}}": (
        "any orders in at least 3 of the last 4 periods of 7 days"
    ),
    "{event: paid, where: {attribute: a, is: 1}, "
    "regularly: {period: 1 month, of_last: 6, in_at_least: 6, count: {at_least: 2}}}": (
        "at least 2 paid events (where a is 1) in each of the last 6 periods of 1 month"
    ),
    "{event: paid, regularly: {period: 1 day, of_last: 1, in_at_least: 1, count: {is_not: 2}}}": (
        "the number of paid events is not 2 in the last day"
    ),
    "{event: orders, stopped: {did_within: 14 days, not_within: 1 day}}": (
        "any orders in the last 14 days but none in the last day"
    ),
    "{event: paid, restarted: {did_within: 2 days, not_for: 5 days}}": (
        "any paid events in the last 2 days after none for 5 days and some before that"
    ),
    "{not: {event: paid, stopped: {did_within: 14 days, not_within: 7 days}}}": (
        "not (any paid events in the last 14 days but none in the last 7 days)"
    ),
    "{event: paid, where: {attribute: channel, is: web}, count: {at_least: 3}, "
    "within_last: 90 days}": ("at least 3 paid events in the last 90 days (where channel is web)"),
    "{event: paid, where: {any: [{attribute: a, is: 1}, {attribute: b, is: 2}]}}": (
        "any paid events (where a is 1, or b is 2)"
    ),
}
OBJECTS = {
    "{object: subs}": "any subs",
    "{not: {object: subs}}": "no subs",
    "{object: subs, count: {is: 0}}": "no subs",
    "{object: subs, where: {attribute: plan, is: pro}, count: {at_least: 2}}": (
        "at least 2 subs (where plan is pro)"
    ),
    "{object: subs, every: true, where: {attribute: plan, is: pro}}": (
        "any subs, all of them such (plan is pro)"
    ),
    "{not: {object: subs, every: true, where: {attribute: plan, is: pro}}}": (
        "not (any subs, all of them such (plan is pro))"
    ),
    "{object: subs, sum: {of: price, more_than: 5}}": "the total price of subs is more than 5",
    "{object: subs, distinct_values: {of: plan, is: 2}}": (
        "the number of different values of plan of subs is 2"
    ),
    "{object: subs, by: started_at, distinct_days: {at_least: 2}}": (
        "subs on at least 2 different days (started_at)"
    ),
    "{object: subs, by: started_at, first: {within_last: 7 days}}": (
        "started_at of the first of subs by started_at is in the last 7 days"
    ),
    "{object: subs, by: started_at, last: {of: plan, is: pro}}": (
        "plan of the last of subs by started_at is pro"
    ),
    "{object: subs, by: started_at, where: {attribute: on, is: true}, "
    "last_is: {any: [{attribute: a, is: 1}, {attribute: b, is: 2}]}}": (
        "the last of subs (where on is true) by started_at is such (a is 1, or b is 2)"
    ),
    "{segment: account.large}": "the account is in the segment large",
    "{not: {segment: account.large}}": "the account is not in the segment large",
}
WINDOWS = {
    "within_last: 1 day": "in the last day",
    "older_than: 60 days": "more than 60 days ago",
    "between_ago: [60 days, 30 days]": "between 60 and 30 days ago",
    "between_ago: [2 months, 30 days]": "between 2 months and 30 days ago",
    "from: 2026-01-01": "from 2026-01-01",
    "to: 2026-01-01": "before 2026-01-01",
    "through: 2026-01-01": "through 2026-01-01",
    "from: 2026-01-01, to: 2026-02-01": "from 2026-01-01 and before 2026-02-01",
    "from: 2026-01-01, through: 2026-02-01": "from 2026-01-01 through 2026-02-01",
    "in_period: this_week": "in this calendar week",
    "last_calendar_days: 1": "today",
    "last_calendar_days: 7": "in the last 7 calendar days",
    "since: {attribute: subscribed_at}": "since the attribute subscribed_at",
}
SEQUENCES = {
    "{sequence: [{event: viewed}, {event: paid}]}": (
        "the sequence (viewed events, then paid events)"
    ),
    "{sequence: [{event: viewed, where: {attribute: a, is: 1}}, {event: orders, within: 1 day, "
    "without: {event: refunded, where: {attribute: b, is: 2}}}], within_last: 30 days}": (
        "the sequence (viewed events (where a is 1), then orders within 1 day "
        "without refunded events (where b is 2) in between) in the last 30 days"
    ),
    "{sequence: [{event: viewed}, {without: [paid, orders], within: 24 hours}]}": (
        "the sequence (viewed events, then no paid events or orders for 24 hours)"
    ),
    "{not: {sequence: [{event: viewed}, {event: paid}]}}": (
        "not (the sequence (viewed events, then paid events))"
    ),
    "{sequence: [{event: viewed}, {event: clicked, where: {attribute: link, is: secret}}]}": (
        "the sequence (viewed events, then clicked events (where link is ***))"
    ),
}
OTHERS = {
    "{tag: vip}": "tagged vip",
    "{tags: {includes_any: [a, b]}}": "tagged a or b",
    "{tags: {includes_all: [a, b]}}": "tagged a and b",
    "{tags: {includes_none: [a, b]}}": "not tagged a or b",
    "{tags: {is_empty: true}}": "without any tag",
    "{tags: {is_empty: false}}": "with at least 1 tag",
    "{list: spring fair}": "on the list spring fair",
    "{segment: vip}": "in the segment vip",
    "{random: {salt: spring, from: 0, to: 12.5}}": (
        "in the random share from 0 to 12.5 percent by the salt spring"
    ),
    "{segment: vip, for_at_least: 2 weeks}": (
        "in the segment vip for at least 2 weeks without a break"
    ),
    "{was_in: vip}": "was ever in the segment vip",
    "{was_in: vip, within_last: 30 days}": "was in the segment vip in the last 30 days",
    "{entered: vip, in_period: today}": "entered the segment vip today",
    "{exited: vip, older_than: 1 month}": "exited the segment vip more than 1 month ago",
    "{segment: vip, with: {within: 60 days, countries: [USA, Peru]}}": (
        "in the segment vip (within: 60 days; countries: USA, Peru)"
    ),
    "{segment: known_by, with: {address: secret}}": "in the segment known_by (address: ***)",
    "{top: {by: {trait: revenue}, percent: 12.5}}": "in the top 12.5 percent by revenue",
    "{top: {by: {expression: a / b}, count: 100, of: {segment: vip}}}": (
        "in the top 100 by `a / b` of those in the segment vip"
    ),
    "{today: {month_is: [11, 12]}}": "today is in November or December",
    "{opted_in: email}": "opted in to email",
    "{opted_out: email}": "opted out of email",
    "{channel: sms}": "the default channel is sms",
    "{everyone: true}": "everyone",
}
GROUPS = {
    "{all: [{tag: a}, {tag: b}, {tag: c}]}": "tagged a, and tagged b, and tagged c",
    "{any: [{tag: a}, {tag: b}]}": "tagged a, or tagged b",
    "{none: [{tag: a}, {tag: b}]}": "not (tagged a, or tagged b)",
    "{none: [{tag: a}]}": "not tagged a",
    "{all: [{tag: a}]}": "tagged a",
    "{all: [{tag: a}, {any: [{tag: b}, {tag: c}]}]}": "tagged a, and (tagged b, or tagged c)",
    "{all: [{tag: a}, {all: [{tag: b}, {tag: c}]}]}": "tagged a, and tagged b, and tagged c",
    "{any: [{tag: a}, {all: [{tag: b}, {tag: c}]}]}": "tagged a, or (tagged b, and tagged c)",
    "{all: [{tag: a}, {any: [{all: [{any: [{tag: b}, {tag: c}]}]}]}]}": (
        "tagged a, and (tagged b, or tagged c)"
    ),
    "{all: [{tag: a}, {not: {not: {any: [{tag: b}, {tag: c}]}}}]}": (
        "tagged a, and (tagged b, or tagged c)"
    ),
    "{all: [{tag: a}, {not: {none: [{tag: b}, {tag: c}]}}]}": (
        "tagged a, and (tagged b, or tagged c)"
    ),
    "{not: {all: [{tag: a}, {tag: b}]}}": "not (tagged a, and tagged b)",
    "{not: {any: [{tag: a}, {tag: b}]}}": "not (tagged a, or tagged b)",
    "{not: {attribute: country, is: USA}}": "not (country is USA)",
    "{not: {segment: vip}}": "not in the segment vip",
    "{not: {segment: vip, for_at_least: 2 weeks}}": (
        "not (in the segment vip for at least 2 weeks without a break)"
    ),
    "{not: {attribute: plan, is: pro, for_at_least: 14 days}}": (
        "not (plan is pro for at least 14 days without a break)"
    ),
    "{any: [{attribute: c, is: USA, for_at_least: 1 day}, {attribute: c, is: Peru}]}": (
        "c is USA for at least 1 day without a break, or c is Peru"
    ),
    "{not: {list: fair}}": "not on the list fair",
    "{not: {opted_in: email}}": "not opted in to email",
    "{not: {everyone: true}}": "nobody",
    "{any: [{attribute: c, is: USA}, {attribute: c, is: Canada}]}": "c is USA or Canada",
    "{any: [{attribute: c, is: USA}, {attribute: d, is: USA}]}": "c is USA, or d is USA",
    "{all: [{attribute: c, is: USA}, {attribute: c, is: Canada}]}": "c is USA, and c is Canada",
    "{any: [{attribute: c, is: USA}, {attribute: c, is: no, ignore_case: true}]}": (
        "c is USA, or c is no in any case"
    ),
}
PERSONAL = {
    "{attribute: email, contains: '@acme.example'}": "email contains ***",
    "{attribute: email, in: [a@b, c@d]}": "email is ***",
    "{attribute: email, between: [a, b]}": "email is between *** and ***",
    "{attribute: email, is: {attribute: name}}": "email is the attribute name",
    "{any: [{attribute: email, is: a}, {attribute: email, is: b}]}": "email is ***",
    "{expression: lower(email), is: a@b}": "`lower(email)` is ***",
    "{attribute: email, is: a@b, for_at_least: 14 days}": (
        "email is *** for at least 14 days without a break"
    ),
    "{expression: 'case when email = ''a@b'' then 1 end', is: 1}": (
        "`case when email = *** then *** end` is ***"
    ),
    "{expression: length('email'), is: 5}": "`length('email')` is 5",
    "{event: clicked, where: {attribute: link, is: secret}}": (
        "any clicked events (where link is ***)"
    ),
    "{event: clicked, where: {attribute: contact.email, is: secret}}": (
        "any clicked events (where contact.email is ***)"
    ),
    "{event: clicked, last: {of: link, is: secret}}": "link of the last clicked event is ***",
    "{event: clicked, last_is: {attribute: link, is: secret}}": (
        "the last clicked event is one with (link is ***)"
    ),
    "{event: clicked, distinct_values: {of: link, at_least: 2}}": (
        "the number of different values of link of clicked events is at least 2"
    ),
}


def _segment(rule: str) -> Segment:
    where = plain(read_yaml(rule, "rule.yml"))
    return Segment.model_validate({"segment": "tried", "where": where})


def _words(rule: str) -> str:
    segment = _segment(rule)
    assert segment.where is not None
    personal = {"email", "contact.email", "clicked.link", "known_by(address)"}
    return rule_in_words(segment.where, personal.__contains__, {"orders": "Orders."}.get)


ALL = VALUES | TEXTS | EVENTS | OBJECTS | SEQUENCES | OTHERS | GROUPS | PERSONAL


@pytest.mark.parametrize(("rule", "words"), ALL.items(), ids=list(ALL))
def test_rule(rule: str, words: str) -> None:
    assert _words(rule) == words


@pytest.mark.parametrize(("window", "words"), WINDOWS.items(), ids=list(WINDOWS))
def test_window(window: str, words: str) -> None:
    assert _words(f"{{event: paid, {window}}}") == f"any paid events {words}"


def test_the_readme_example() -> None:
    rule = """
    all:
      - any: [{attribute: country, is: USA}, {attribute: country, is: Canada}]
      - {attribute: last_purchase_at, older_than: 30 days}
      - {event: email_opened, count: {more_than: 5}, within_last: 30 days}
      - not: {segment: purchased_this_week}
    """
    assert _words(rule) == (
        "country is USA or Canada, and last_purchase_at is more than 30 days ago, "
        "and more than 5 email_opened events in the last 30 days, "
        "and not in the segment purchased_this_week"
    )


def test_overrides() -> None:
    segment = Segment.model_validate(
        {
            "segment": "tried",
            "where": {"tag": "a"},
            "always_include": {"list": "friends"},
            "always_exclude": {"list": "blocked"},
        }
    )
    assert segment_in_words(segment) == (
        "tagged a; also everybody on the list friends; but nobody on the list blocked"
    )


def test_a_static_segment() -> None:
    segment = Segment.model_validate({"segment": "tried", "members": {"list": "founders"}})
    assert segment_in_words(segment) == "on the list founders"


def test_a_stage() -> None:
    assert segment_in_words(_segment("{tag: a}"), stages="lifecycle") == (
        "tagged a; and in no further stage of lifecycle"
    )


def test_retired_without_rule() -> None:
    retired = Segment.model_validate({"segment": "tried", "status": "retired"})
    assert segment_in_words(retired) == "nobody"


def test_every_form_has_a_golden() -> None:
    """Each deciding key, operator, measure and window of the language stands in a golden."""
    rules = " ".join([*ALL, *WINDOWS])
    forms = {*DECIDING_KEYS, *MEASURES, *RULE_MEASURES, *PATTERNS, *OPERATORS, *WINDOW_KEYS}
    missing = sorted(form for form in forms if f"{form.rstrip('_')}: " not in rules)
    assert missing == []
