"""Conversion likelihood over drawn histories: every engine fits the card that plain Python fits.

And nothing leaks: what happened after the cut-off moves no line of the card but through its labels,
and what happens after as-of moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from segsmith.definitions.scores import LIKELIHOODS, ConversionLikelihood
from segsmith.pipeline import generate
from segsmith.reference.scorecards import Card
from segsmith.reference.scores import scorecards
from segsmith.reference.world import World
from tests.support.columns import typed_tables
from tests.support.evaluation import run_models
from tests.support.outside_project import OutsideProject
from tests.support.warehouses import POSTGRES_URL, DuckDB, PostgreSQL, Warehouse
from tests.support.written import base_catalog, definitions_of

AS_OF = datetime(2026, 3, 31, 12)
CUT_OFF = AS_OF - timedelta(days=30)
SCORE = "conversion_likelihood"
CARD, CALIBRATION = f"contact_{SCORE}_scorecard", f"contact_{SCORE}_calibration"
FEATURES = ("engagement", "recency", "conversions", "tenure")
SEGMENTS: list[dict[str, Any]] = [
    {"segment": word.lower(), "where": {"trait": SCORE, "is": word}} for word in LIKELIHOODS
]
VARIANTS: dict[str, dict[str, Any]] = {
    "all defaults but little history": {"minimum_conversions": 10},
    "since, other bins and widths": {
        "since": "birth_date",
        "minimum_conversions": 1,
        "horizon": "2 weeks",
        "within": "10 days",
        "smoothing": 3,
        "points_to_double": 12,
        "group_points": 3,
        "engagement_bins": [2],
        "recency_bins": [1, 5, 14],
        "very_likely": 2,
    },
    "too little history": {"minimum_conversions": 10_000},
}
Tables = dict[str, list[dict[str, Any]]]


def catalog(parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The shared catalog with this scorecard in place of its own."""
    return [
        {**written, "scores": {SCORE: parameters}} if "scores" in written else dict(written)
        for written in base_catalog()
    ]


def history(seed: int, contacts: int = 240) -> Tables:
    """Contacts of whom some do much, with events on edges and orders that follow engagement."""
    random = Random(seed)
    tables: Tables = {"contact": [], "email": [], "orders": []}
    edges = [AS_OF, CUT_OFF, CUT_OFF - timedelta(days=30), AS_OF - timedelta(days=14)]

    def instant() -> datetime:
        if random.random() < 0.15:
            return random.choice(edges) + timedelta(microseconds=random.choice((-1, 0, 1)))
        return AS_OF - timedelta(seconds=random.randrange(-5 * 86_400, 200 * 86_400))

    for number in range(contacts):
        key, zeal = f"c{number:03}", random.choice((0.0, 0.3, 1.0, 3.0))
        born = (AS_OF - timedelta(days=random.randrange(400))).date().isoformat()
        row = {"contact_id": key, "is_deleted": random.random() < 0.03}
        tables["contact"].append({**row, "birth_date": random.choice((born, born, born, None))})
        for _ in range(int(random.random() * 6 * zeal)):
            tables["email"].append(_event("email", key, instant(), len(tables["email"]), random))
        for _ in range(int(random.random() * 2 * zeal)):
            tables["orders"].append(_event("orders", key, instant(), len(tables["orders"]), random))
    return tables


def _event(source: str, key: str, at: datetime, number: int, random: Random) -> dict[str, Any]:
    if source == "orders":
        return {"contact_id": key, "order_id": f"o{number}", "ordered_at": at.isoformat()}
    name = random.choice(("opened", "opened", "clicked", "bounced"))
    event = {"contact_id": key, "event_id": f"e{number}", "event_name": name}
    return {**event, "occurred_at": at.isoformat()}


def leaked(tables: Tables) -> Tables:
    """The same history up to the cut-off and with the same labels, but another one since."""
    random = Random(5)
    converted = {
        row["contact_id"] for row in tables["orders"] if CUT_OFF < _at(row, "ordered_at") <= AS_OF
    }
    orders = [row for row in tables["orders"] if _at(row, "ordered_at") <= CUT_OFF]
    emails = [row for row in tables["email"] if _at(row, "occurred_at") <= CUT_OFF]
    late = (CUT_OFF + timedelta(microseconds=1), AS_OF)
    for number, row in enumerate(tables["contact"]):
        key = row["contact_id"]
        for step in range(random.randrange(4)):
            emails.append(
                _event("email", key, random.choice(late), 10**6 + 4 * number + step, random)
            )
        if key in converted:
            orders.append(_event("orders", key, random.choice(late), 10**6 + number, random))
        after = AS_OF + timedelta(microseconds=1)
        orders.append(_event("orders", key, after, 2 * 10**6 + number, random))
    return {**tables, "email": emails, "orders": orders}


def _at(row: dict[str, Any], column: str) -> datetime:
    return datetime.fromisoformat(row[column])


def world(tables: Tables, parameters: dict[str, Any]) -> World:
    """The history as the interpreter sees it."""
    definitions = definitions_of(SEGMENTS, catalog=catalog(parameters))
    return World(definitions, typed_tables(definitions, tables), AS_OF)


def fitted(seen: World) -> Card:
    """The scorecard that the interpreter fits."""
    owner = next(iter(seen.universe["contact"].values()))
    score = owner.entity.scores[SCORE]
    assert isinstance(score, ConversionLikelihood)
    return scorecards(score, owner).fit()


def lines_of(card: Card) -> list[tuple[Any, ...]]:
    """The lines of a card as the warehouse's table has them."""
    return [
        (
            feature,
            number,
            line.contacts,
            line.conversions,
            None if line.points is None else float(line.points),
        )
        for (feature, number), line in sorted(card.lines.items(), key=lambda pair: pair[0])
    ]


def bands_of(card: Card, seen: World) -> list[tuple[Any, ...]]:
    """Training contacts, conversions and today's members of each likelihood."""
    found = []
    for word in LIKELIHOODS:
        groups = [group for group in card.groups.values() if group.likelihood == word]
        today = len(seen.members_of(word.lower()))
        contacts, converted = (
            sum(getattr(g, n) for g in groups) for n in ("contacts", "conversions")
        )
        found.append((word, contacts, converted, today))
    return found


def in_warehouse(
    tables: Tables, parameters: dict[str, Any], warehouse: Warehouse, root: Path
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], dict[str, set[str]]]:
    """The scorecard, the calibration and the members that a warehouse computes."""
    definitions = definitions_of(SEGMENTS, catalog=catalog(parameters))
    root.mkdir(parents=True, exist_ok=True)
    OutsideProject(root, warehouse.profile).write(definitions, SEGMENTS, catalog(parameters))
    generate(root)
    warehouse.load(definitions, typed_tables(definitions, tables))
    evaluation = "contact_segment_evaluation"
    places = run_models(root, AS_OF, f"+{evaluation}", f"+{CALIBRATION}")
    lines = warehouse.rows(
        f"select feature, bin_order, contacts, conversions, points from {places[CARD]} "
        "order by feature, bin_order"
    )
    bands = warehouse.rows(
        "select likelihood, contacts, conversions, contacts_today, predicted_rate, observed_rate, "
        f"lift, base_rate, status from {places[CALIBRATION]} order by band_order"
    )
    members: dict[str, set[str]] = {}
    query = f"select segment_key, contact_id from {places[evaluation]} where is_member"
    for key, contact in warehouse.rows(query):
        members.setdefault(key, set()).add(contact)
    return lines, bands, members


def check(variant: str, warehouse: Warehouse, root: Path) -> None:
    """A warehouse fits the interpreter's card and gives everybody the interpreter's likelihood."""
    tables, parameters = history(3), VARIANTS[variant]
    seen = world(tables, parameters)
    card = fitted(seen)
    lines, bands, members = in_warehouse(tables, parameters, warehouse, root)
    assert [tuple(line) for line in lines] == lines_of(card)
    assert [tuple(band[:4]) for band in bands] == bands_of(card, seen)
    for word in LIKELIHOODS:
        assert members.get(word.lower(), set()) == set(seen.members_of(word.lower())), word
    if variant == "too little history":
        assert not any(members.values())
        assert {band[-1] for band in bands} == {"too little history"}
        return
    assert {band[-1] for band in bands} == {"fitted"}
    assert sum(band[1] for band in bands) == sum(c for f, _, c, _, _ in lines if f == "tenure")
    rates = [(band[4], band[5]) for band in bands if band[1]]
    assert len(rates) > 1, "the history tells nobody apart"
    assert [p for p, _ in rates] == sorted(p for p, _ in rates)
    assert [o for _, o in rates] == sorted(o for _, o in rates)
    assert all(0 < predicted < 1 and 0 <= observed <= 1 for predicted, observed in rates)


def check_no_leak(fit: Callable[[Tables], list[tuple[Any, ...]]]) -> None:
    """What came after the cut-off moves no line; what was before it does."""
    tables = history(4)
    other = leaked(tables)
    assert other["email"] != tables["email"]
    assert fit(other) == fit(tables)
    earlier = [
        {**row, "occurred_at": (CUT_OFF - timedelta(days=1)).isoformat()} for row in other["email"]
    ]
    assert fit({**other, "email": earlier}) != fit(tables)


@pytest.mark.dbt
@pytest.mark.parametrize("variant", VARIANTS)
def test_duckdb_fits_the_same_card(variant: str, tmp_path: Path) -> None:
    check(variant, DuckDB(tmp_path), tmp_path / "project")


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES_URL, reason="SEGSMITH_POSTGRES_URL names no server")
@pytest.mark.parametrize("variant", VARIANTS)
def test_postgres_fits_the_same_card(variant: str, tmp_path: Path) -> None:
    check(variant, PostgreSQL(), tmp_path / "project")


PARAMETERS = VARIANTS["all defaults but little history"]


def test_nothing_leaks_in_the_reference() -> None:
    check_no_leak(lambda tables: lines_of(fitted(world(tables, PARAMETERS))))


@pytest.mark.dbt
def test_nothing_leaks_on_duckdb(tmp_path: Path) -> None:
    def fit(tables: Tables) -> list[tuple[Any, ...]]:
        return in_warehouse(tables, PARAMETERS, DuckDB(tmp_path), tmp_path / "project")[0]

    check_no_leak(fit)


def test_more_of_the_same_history_is_the_same_card() -> None:
    """The interpreter's card does not hang on the order of rows."""
    tables = history(4)
    turned = {name: list(reversed(rows)) for name, rows in tables.items()}
    assert lines_of(fitted(world(turned, PARAMETERS))) == lines_of(
        fitted(world(tables, PARAMETERS))
    )
