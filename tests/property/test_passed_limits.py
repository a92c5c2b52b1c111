"""What a run that looks at few must not miss, one thing at a time, by hand.

`test_time_passing` draws rules and rows; here a limit meets a value exactly, and each segment has
one way alone in which its members can change between two runs. After every run they are compared
with those whom the reference finds among all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from segsmith.pipeline import generate
from segsmith.reference import members
from tests.support.columns import typed_tables
from tests.support.evaluation import run_models
from tests.support.outside_project import OutsideProject
from tests.support.warehouses import DuckDB
from tests.support.written import base_catalog, definitions_of

Written = Mapping[str, Any]
Tables = dict[str, list[dict[str, Any]]]
# No day begins between the two; and a month before this day is as far as 28 January, from where a
# month leads to the same day as from the 29th, the 30th and the 31st.
THEN, NOW = datetime(2026, 2, 28, 6), datetime(2026, 2, 28, 12)
BETWEEN = datetime(2026, 2, 28, 9)
BEFORE = THEN - timedelta(hours=4)
MONTH_END = datetime(2026, 1, 31, 9)
LOADED = datetime(2026, 1, 1)


def days(count: float, since: datetime) -> datetime:
    """An instant so many days before another."""
    return since - timedelta(days=count)


# By segment: its definition, and the rows of the one contact whom time moves in or out. A contact
# is called as its segment; where a row says nothing of a contact, it is that contact's.
LIMITS: dict[str, tuple[Written, Tables]] = {
    "attribute_leaves": (
        {"attribute": "created_at", "within_last": "30 days"},
        {"contact": [{"created_at": days(30, THEN)}]},
    ),
    "attribute_enters": (
        {"attribute": "last_purchase_at", "on_or_before": {"ago": "40 days"}},
        {"contact": [{"last_purchase_at": days(40, NOW)}]},
    ),
    "related_attribute": (
        {"attribute": "account.signed_at", "within_last": "20 days"},
        {"account": [{"signed_at": days(20, BETWEEN)}]},
    ),
    "days_since_at_least": (
        {"expression": "days_since(created_at)", "at_least": 60},
        {"contact": [{"created_at": days(60, BETWEEN)}]},
    ),
    "days_since_more_than": (
        {"expression": "days_since(created_at)", "more_than": 90},
        {"contact": [{"created_at": days(91, BETWEEN)}]},
    ),
    "event_of_the_future": (
        {"event": "email_opened"},
        {"email": [{"event_name": "opened", "occurred_at": NOW}]},
    ),
    "event_leaves": (
        {"event": "email_clicked", "within_last": "7 days"},
        {"email": [{"event_name": "clicked", "occurred_at": days(7, THEN)}]},
    ),
    "property_of_an_event": (
        {"event": "order_completed", "where": {"attribute": "shipped_at", "older_than": "3 days"}},
        {"orders": [{"ordered_at": days(9, THEN), "shipped_at": days(3, BETWEEN)}]},
    ),
    "last_time": (
        {"event": "email_clicked", "last": {"older_than": "11 days"}},
        {"email": [{"event_name": "clicked", "occurred_at": days(11, BETWEEN)}]},
    ),
    "no_event_after": (
        {"sequence": [{"event": "page_viewed"}, {"without": "order_completed", "within": "1 day"}]},
        {"web": [{"name": "Page Viewed", "seen_at": days(1, BETWEEN)}]},
    ),
    "no_event_in_a_month": (
        {"sequence": [{"event": "page_viewed"}, {"without": "any", "within": "1 month"}]},
        {"web": [{"name": "Page Viewed", "seen_at": MONTH_END}]},
    ),
    "object_of_its_own": (
        {"object": "subscriptions", "where": {"attribute": "started_at", "within_last": "5 days"}},
        {"subscriptions": [{"started_at": days(5, BETWEEN)}]},
    ),
    "object_over_joins": (
        {"object": "tickets", "where": {"attribute": "opened_at", "within_last": "5 days"}},
        {
            "tickets.desk_people": [{"desk_id": "d1", "confidence": 1}],
            "tickets": [{"requester_id": "d1", "opened_at": days(5, BETWEEN)}],
        },
    ),
    "last_object": (
        {"object": "subscriptions", "by": "started_at", "last": {"older_than": "13 days"}},
        {"subscriptions": [{"started_at": days(13, BETWEEN)}]},
    ),
    "long_in_a_segment": (
        {"segment": "attribute_enters", "for_at_least": "6 hours"},
        {"contact": [{"last_purchase_at": days(80, THEN)}]},
    ),
    "segment_of_a_related_entity": (
        {"segment": "account.new_accounts"},
        {"account": [{"signed_at": days(10, BETWEEN)}]},
    ),
    # Its account is in a segment of its own for ever, and no run looks at it again.
    "segment_of_one_not_looked_at": (
        {
            "all": [
                {"segment": "account.banks"},
                {"attribute": "created_at", "within_last": "50 days"},
            ]
        },
        {"account": [{"industry": "bank"}], "contact": [{"created_at": days(50, BETWEEN)}]},
    ),
}
# As one whose rows tell when they were loaded: else no account is looked at by time alone.
CATALOG = tuple(
    {**item, "loaded_at": "loaded_at"} if item.get("entity") == "account" else item
    for item in base_catalog()
)
TABLE_OF_CONTACTS = '{"source": ["shop", "contacts"]}'
ACCOUNTS = (
    {
        "segment": "new_accounts",
        "entity": "account",
        "where": {"attribute": "signed_at", "within_last": "10 days"},
    },
    {
        "segment": "banks",
        "entity": "account",
        "where": {"attribute": "industry", "is": "bank"},
    },
)
_OWNER = {"web": "visitor", "account": "account_id"}


@dataclass
class Played:
    """A project, run after run; what the reference found is the history of the next run."""

    root: Path
    segments: list[Written]
    tables: Tables
    history: dict[str, dict[Any, list[datetime]]] = field(default_factory=dict)
    catalog: Sequence[Written] = field(default_factory=base_catalog)

    def __post_init__(self) -> None:
        self.root.mkdir()
        self.warehouse = DuckDB(self.root)
        self.define()
        self.load()

    def define(self) -> None:
        """Write the definitions as they are now."""
        self.definitions = definitions_of(self.segments, catalog=self.catalog)
        project = OutsideProject(self.root / "project", self.warehouse.profile)
        project.write(self.definitions, self.segments, self.catalog)
        generate(project.root)

    def load(self) -> None:
        """Bring the rows as they are now into the warehouse."""
        self.warehouse.load(self.definitions, typed_tables(self.definitions, self.tables))

    def run(
        self, as_of: datetime, *arguments: str, held: Mapping[str, frozenset[Any]] | None = None
    ) -> dict[str, frozenset[Any]]:
        """Run, and fail with every segment that has other members than the reference finds.

        `held` are the segments that a guard holds, with the members that they keep.
        """
        relations = run_models(self.root / "project", as_of, "*", *arguments)
        tables = typed_tables(self.definitions, self.tables)
        expected = members(self.definitions, tables, as_of, self.history) | (held or {})
        found: dict[str, set[Any]] = {key: set() for key in expected}
        for entity in ("contact", "account"):
            relation = relations.get(f"{entity}_segment_membership")
            if relation:
                rows = self.warehouse.rows(f"select segment_key, {entity}_id from {relation}")
                for key, one in rows:
                    found[key].add(one)
        assert found == {key: set(ids) for key, ids in expected.items()}
        for key, ids in expected.items():
            by_id = self.history.setdefault(key, {})
            for one in ids | by_id.keys():
                if (one in ids) != (len(by_id.get(one, ())) % 2 == 1):
                    by_id.setdefault(one, []).append(as_of)
        self.relations = relations
        return expected

    def looked_at(self) -> int:
        """At how many contacts the last run looked."""
        relation = self.relations["int_contact__evaluated"]
        return int(self.warehouse.rows(f"select count(*) from {relation}")[0][0])


def segment(key: str, where: Written, **more: Any) -> Written:
    """A definition."""
    return {"segment": key, "where": where, **more}


def rows_of_limits() -> Tables:
    """The rows of all contacts, each with an account, and one contact who has none of them."""
    tables: Tables = {"contact": [{"contact_id": "nobody"}], "account": []}
    for key, (_, rows) in LIMITS.items():
        rows = {"contact": [{}], "account": [{}], **rows}
        for source, given in rows.items():
            owner = _OWNER.get(source, "contact_id")
            for row in given:
                own = {} if source == "tickets" else {owner: key}
                account = {"account_id": key} if source == "contact" else {}
                tables.setdefault(source, []).append({**own, **account, **row})
    return tables


@pytest.mark.dbt
def test_every_kind_of_limit_is_followed(tmp_path: Path) -> None:
    """Only time passes, and in each segment the one contact moves whom it is about."""
    segments = [segment(key, where) for key, (where, _) in LIMITS.items()]
    played = Played(tmp_path / "played", [*segments, *ACCOUNTS], rows_of_limits(), catalog=CATALOG)
    played.run(BEFORE)
    then, now = played.run(THEN), played.run(NOW)
    for key in LIMITS:
        assert (key in then[key]) != (key in now[key]), f"time does not move {key}"
    assert played.looked_at() < len(played.tables["contact"])


@pytest.mark.dbt
def test_a_limit_may_go_back(tmp_path: Path) -> None:
    """A month before noon of 30 March is noon of 28 February; before the next morning it is the
    morning of that same day."""
    last_month = segment("last_month", {"attribute": "created_at", "within_last": "1 month"})
    rows = [{"contact_id": "one", "created_at": datetime(2026, 2, 28, 9)}]
    played = Played(tmp_path / "played", [last_month], {"contact": rows})
    assert not played.run(datetime(2026, 3, 30, 12))["last_month"]
    assert played.run(datetime(2026, 3, 31, 6))["last_month"]


def rows_without_load_times() -> Tables:
    """Contacts called by what becomes of them; tags, lists, accounts and invoices tell no time.

    Rows of others are among them, lest a source shrink by so much that its segments are held.
    """
    names = ("gets", "loses", "swaps", "flips", "moves", "pays", "listed", "nobody")
    return {
        "contact": [{"contact_id": name, "account_id": name, "score": 4} for name in names],
        "account": [{"account_id": name, "industry": "mining"} for name in names],
        "contact_tags": [
            {"contact_id": "loses", "tag": "vip"},
            {"contact_id": "swaps", "tag": "beta"},
            *({"contact_id": f"else {number}", "tag": "beta"} for number in range(9)),
        ],
        "contact_lists": [
            {"contact_id": "listed", "list_name": "welcome"},
            *({"contact_id": f"else {number}", "list_name": "blocked"} for number in range(9)),
        ],
        "invoices": [{"billed_account_id": "pays", "amount": 100}],
    }


@pytest.mark.dbt
def test_what_changes_without_a_load_time_is_found(tmp_path: Path) -> None:
    """Rows that came, went and were replaced; and who changed while nobody kept what was seen."""
    segments = [
        segment("tagged", {"tag": "vip"}),
        segment("welcomed", {"list": "welcome"}),
        segment("bankers", {"attribute": "account.industry", "is": "bank"}),
        segment("billed", {"object": "invoices", "where": {"attribute": "amount", "at_least": 10}}),
        segment("scorers", {"attribute": "score", "more_than": 5}),
    ]
    played = Played(tmp_path / "played", segments, rows_without_load_times())
    played.run(THEN)
    tables = played.tables

    tables["contact_tags"] = [
        *({"contact_id": name, "tag": "vip"} for name in ("gets", "swaps")),
        *tables["contact_tags"][2:],
    ]
    del tables["contact_lists"][0]
    tables["invoices"][0]["amount"] = 1
    next(row for row in tables["account"] if row["account_id"] == "moves")["industry"] = "bank"
    played.load()
    found = played.run(THEN + timedelta(hours=1))
    assert found["tagged"] == {"gets", "swaps"}
    assert found["bankers"] == {"moves"}
    assert not found["welcomed"] | found["billed"]
    assert played.looked_at() == 6

    # no row changes, but a rule
    played.segments[-1] = segment("scorers", {"attribute": "score", "more_than": 3})
    played.define()
    assert len(played.run(THEN + timedelta(hours=2))["scorers"]) == 8

    # a run that ends before it keeps what it saw: the next one has nothing to compare with
    played.run(THEN + timedelta(hours=3))
    tables["contact_tags"].append({"contact_id": "flips", "tag": "vip"})
    played.load()
    found = played.run(THEN + timedelta(hours=4), "--exclude", "int_contact__known_fingerprints")
    assert "flips" in found["tagged"]
    tables["contact_tags"].pop()
    played.load()
    assert "flips" not in played.run(THEN + timedelta(hours=5))["tagged"]

    # the table is an older one again, whose load times say that nothing is new
    for row in tables["contact"]:
        row |= {"loaded_at": LOADED - timedelta(days=30), "score": 1}
    played.load()
    assert not played.run(THEN + timedelta(hours=6))["scorers"]


@pytest.mark.dbt
def test_rows_under_a_load_time_that_was_seen(tmp_path: Path) -> None:
    """One comes under the stamp of the last load, one late, one without; then nobody is new."""
    opened = segment("opened", {"event": "email_opened"})
    names = ("first", "same_stamp", "late", "no_stamp", "nobody")
    contacts = [{"contact_id": name} for name in names]
    played = Played(tmp_path / "played", [opened], {"contact": contacts, "email": []})
    stamps = {
        "first": LOADED,
        "same_stamp": LOADED,
        "late": LOADED - timedelta(minutes=59),
        "no_stamp": None,
    }
    for hour, (name, loaded_at) in enumerate(stamps.items()):
        row = {"contact_id": name, "event_name": "opened", "occurred_at": BEFORE}
        played.tables["email"].append({**row, "loaded_at": loaded_at})
        played.load()
        found = played.run(THEN + timedelta(hours=hour))
        assert found["opened"] == set(list(stamps)[: hour + 1])
    played.run(THEN + timedelta(hours=5))
    assert played.looked_at() == 0


@pytest.mark.dbt
def test_a_changed_model_above_is_asked_of_all(tmp_path: Path) -> None:
    """The table of contacts is a model over a model of the project's own, and that one changes."""
    rows = [{"contact_id": name, "score": 4} for name in ("one", "two")]
    scorers = segment("scorers", {"attribute": "score", "more_than": 5})
    played = Played(tmp_path / "played", [scorers], {"contact": rows})
    project = tmp_path / "played" / "project"
    [file] = [f for f in project.glob("segment_defs/catalog/*") if '"contacts"]' in f.read_text()]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(TABLE_OF_CONTACTS, '{"ref": "people"}'), encoding="utf-8")
    generate(project)
    models = project / "models"
    (models / "people.sql").write_text("select * from {{ ref('raw_people') }}", encoding="utf-8")
    raw = "select * replace (score + {} as score) from {{{{ source('shop', 'contacts') }}}}"
    for points, as_of in ((0, THEN), (10, NOW)):
        (models / "raw_people.sql").write_text(raw.format(points), encoding="utf-8")
        played.tables["contact"] = [{**row, "score": 4 + points} for row in rows]
        assert len(played.run(as_of)["scorers"]) == (2 if points else 0)


@pytest.mark.dbt
def test_whoever_a_held_segment_kept_is_looked_at_again(tmp_path: Path) -> None:
    """Two of three would leave, so nobody does; one of them is back, and the other may go."""
    scorers = segment(
        "scorers",
        {"attribute": "score", "more_than": 5},
        guards={"max_exited_share": 0.5},
    )
    rows = {name: {"contact_id": name, "score": 9} for name in ("back", "gone", "stays")}
    played = Played(tmp_path / "played", [scorers], {"contact": list(rows.values())})
    then = played.run(BEFORE)
    for name, score, loaded_at in (("gone", 0, THEN), ("back", 0, THEN), ("back", 9, NOW)):
        rows[name] |= {"score": score, "loaded_at": loaded_at - timedelta(minutes=5)}
        if name == "back":
            played.load()
            played.run(loaded_at, held=None if score else then)


@pytest.mark.dbt
def test_a_new_day_is_seen_by_all(tmp_path: Path) -> None:
    """Days, months and anniversaries move with the day of the project."""
    segments = [
        segment("celebrates", {"attribute": "birth_date", "anniversary": {"within_next": "1 day"}}),
        segment("renews", {"attribute": "renewal_date", "days_from_today": 1}),
        segment("in_spring", {"today": {"month_is": [3, 4, 5]}}),
    ]
    # Only the days of the project move who is called nobody: no limit passes a value of theirs.
    rows = [
        {"contact_id": "birthday", "birth_date": "1990-03-02"},
        {"contact_id": "birthday_over", "birth_date": "1990-02-28"},
        {"contact_id": "renewal", "renewal_date": "2026-03-02"},
        {"contact_id": "nobody"},
    ]
    played = Played(tmp_path / "played", segments, {"contact": rows})
    then, now = played.run(NOW), played.run(NOW + timedelta(days=1))
    assert not [key for key in then if then[key] == now[key]]


# By what is asked: the definition, the rows, and those of them that another load brings.
MOVED_BY_ALL: dict[str, tuple[Written, Tables, Tables]] = {
    "rank": (
        {"top": {"by": {"attribute": "score"}, "count": 1}},
        {"contact": [{"contact_id": "one", "score": 3}, {"contact_id": "two", "score": 2}]},
        {"contact": [{"contact_id": "one", "score": 1, "loaded_at": BETWEEN}]},
    ),
    "since_a_row_was_so": (
        {"attribute": "country", "is": "USA", "for_at_least": "8 hours"},
        {
            "contact": [{"contact_id": "one", "country": "USA"}],
            "contact.contacts_snapshot": [
                {
                    "contact_id": "one",
                    "country": "USA",
                    "dbt_valid_from": BETWEEN - timedelta(hours=8),
                }
            ],
        },
        {},
    ),
    "computed_time": (
        {"expression": "coalesce(last_purchase_at, created_at)", "within_last": "30 days"},
        {"contact": [{"contact_id": "one", "created_at": days(30, BETWEEN)}]},
        {},
    ),
    "computed_days": (
        {"expression": "days_since(created_at) * 2", "at_least": 60},
        {"contact": [{"contact_id": "one", "created_at": days(30, BETWEEN)}]},
        {},
    ),
}


@pytest.mark.dbt
@pytest.mark.parametrize("asked", MOVED_BY_ALL)
def test_what_no_limit_tells_is_asked_of_all(asked: str, tmp_path: Path) -> None:
    """A place among others, a history without load times, a time that is computed."""
    where, tables, changed = MOVED_BY_ALL[asked]
    played = Played(tmp_path / "played", [segment(asked, where)], dict(tables))
    then = played.run(THEN)
    for source, rows in changed.items():
        kept = {row["contact_id"]: row for row in tables[source]}
        played.tables[source] = list((kept | {row["contact_id"]: row for row in rows}).values())
    played.load()
    assert played.run(NOW)[asked] != then[asked]
