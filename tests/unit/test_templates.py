"""Every example of the product documents is a template, and every template is in the demo."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from segsmith.authoring.new import new_segment
from segsmith.authoring.templates import Template, templates
from segsmith.cli.app import app
from segsmith.read import plain
from segsmith.read.yaml_nodes import read_yaml

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "errors" / "base"
TEMPLATES = templates(ROOT)

# What the product documents put into words, in their own words; grouped as they are there.
EXAMPLES = {
    # quick start
    "welcome_series": "Subscribed < 7 days ago AND Welcome_Email_Sent = FALSE",
    "win_back": "Last_Purchase > 180 days ago AND Previous_Customer = TRUE",
    "top_tier": "Lifetime_Value > $1000 OR Purchase_Frequency > 5/year",
    "inactive": 'Last_Open > 90 days ago AND Subscription_Status = "Active"',
    # engagement
    "highly_engaged": "Opened >= 5 emails in last 30 days AND Clicked >= 2 links in last 30 days",
    "at_risk": "Opened < 2 emails in last 60 days AND Previously opened > 5 emails AND "
    "Subscribed > 90 days ago",
    "never_engaged": "Opens = 0 AND Subscribed > 30 days ago",
    "active_users": 'a segment for "Active Users" automatically adds contacts who opened emails in '
    "the last 30 days",
    # behaviour
    "recent_purchasers": "Last_Purchase < 7 days ago",
    "cart_abandoners": "Cart_Value > 0 AND Last_Purchase = NULL AND Last_Activity < 24 hours ago",
    "browse_abandoners": "Products_Viewed > 3 AND Cart_Items = 0 AND Last_Visit < 48 hours ago",
    # people
    "geographic": 'Country = "USA" AND State IN ("CA", "NY", "TX") AND Timezone = "PST"',
    "birthday_month": "MONTH(Birthday) = CURRENT_MONTH()",
    "customer_tenure": 'Account_Age > 365 days AND Customer_Tier = "Gold"',
    "employees": 'Email contains "@company.com"',
    # nested
    "complex_conditions": '(Location = "USA" OR Location = "Canada") AND '
    "(Last_Purchase > 30 days ago) AND (Total_Spent > $500) AND (Email_Opens > 5)",
    "complex_nested": '(Product_Interest = "Software" AND Job_Title CONTAINS "Developer") OR '
    '(Product_Interest = "Marketing" AND Job_Title CONTAINS "Marketing")',
    # dates
    "active_last_30_days": "Last_Activity > TODAY - 30 days",
    "signup_anniversary": "Signup_Anniversary = TODAY",
    "holiday_season": "MONTH(TODAY) IN (11, 12)",
    # calculated fields
    "average_order_value": "Average_Order_Value = Total_Revenue / Order_Count",
    "customer_score": "Customer_Score = (Opens × 2) + (Clicks × 5) + (Purchases × 10)",
    "days_since_purchase": "Days_Since_Purchase = TODAY - Last_Purchase_Date",
    # lists and segments
    "active_orders": '"Contacts with active orders"',
    "vip_customers": '"VIP customers"',
    "engaged_vips": 'Static List: "VIP Customers" ∩ Dynamic Segment: "Active Last 30 Days"',
    "non_purchasers_this_week": 'Exclude: Segment "Purchased This Week"',
    "email_subscribers": '"All Subscribers"',
    "purchased_this_week": '"Purchased This Week"',
    "compliant_and_engaged": "Tag is compliant AND Pre-built Segment is Contacts engaged in last",
    "engaged_within": "Contacts engaged in last ...",
    "lifecycle": "Prospect → Lead → Trial → Customer → Loyal → Advocate",
    "high_value_active": "lifetime_value greater_than 500 AND last_activity within_days 30",
    "high_value_last_90_days": "High-Value Customers - Last 90 Days",
    "profile_incomplete": "Begin with email and name only",
    # standard rules
    "contact_fields": "email, company, job title, country, city, source",
    "tags": "contacts that have (or don't have) specific tags",
    "attribute_value": "Contacts where a custom attribute matches a value",
    "channel": "Contacts on a specific platform",
    "opted_in": "Contacts who have opted in or out",
    "opted_out": "Contacts who have opted in or out",
    "first_contacted": "Contacts first contacted within a date range",
    "lifecycle_stage": "SUBSCRIBER, LEAD, MQL, SQL, CUSTOMER",
    "created_date": "created date",
    "last_engaged_date": "last engaged date",
    # smart rules
    "lead_score": "Lead score",
    "engagement_score": "Engagement score",
    "engagement_trend": "RISING, STABLE, DECLINING",
    "conversion_likelihood": "LOW, POSSIBLE, LIKELY, VERY_LIKELY",
}


@pytest.mark.parametrize(("name", "example"), EXAMPLES.items())
def test_every_example_has_its_template(name: str, example: str) -> None:
    assert example in TEMPLATES[name].example


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.name)
def test_a_template_is_whole(template: Template) -> None:
    """It says what it is for, and with this catalog it needs nothing else."""
    assert template.title.endswith(".")
    assert template.example
    made = new_segment(ROOT, "tried", template, {"owner": "lotte@fernweh.example"})
    # The demo's stages are taken already.
    assert [p for p in made.problems if p.rule != "stage-twice"] == []
    assert made.renamed == {}
    assert f"\n{template.kind}: tried\n" in made.text


def demo() -> dict[str, list[dict[str, Any]]]:
    """The demo's definitions by the template they come from."""
    found: dict[str, list[dict[str, Any]]] = {}
    for folder in ("segments", "stages"):
        for path in sorted((ROOT / "segment_defs" / folder).rglob("*.yml")):
            text = path.read_text(encoding="utf-8")
            named = re.search(r"^# From the templates? (.*)\.$", text, re.MULTILINE)
            for name in re.split(" and |, ", named.group(1)) if named else ():
                written = plain(read_yaml(text, path.name))
                assert isinstance(written, dict)
                found.setdefault(name, []).append(written)
    return found


DEMO = demo()


def conditions(rule: Any) -> list[Any]:
    """The conditions that must all hold."""
    return list(rule["all"]) if isinstance(rule, dict) and "all" in rule else [rule]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.name)
def test_the_demo_has_it(template: Template) -> None:
    """As it stands, or with more conditions that must hold as well."""
    body = template.body.replace("@company.example", "@fernweh.example")
    written = plain(read_yaml(body, template.name))
    assert isinstance(written, dict)
    assert template.name in DEMO
    for definition in DEMO[template.name]:
        for key in ("members", "order", "parameters"):
            assert definition.get(key) == written.get(key)
        if "where" in written:
            there = conditions(definition["where"])
            assert all(condition in there for condition in conditions(written["where"]))


def test_nothing_in_the_demo_comes_from_a_template_that_is_not_there() -> None:
    assert sorted(DEMO.keys() - TEMPLATES.keys()) == []


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Another project, with a small catalog of its own."""
    shutil.copytree(BASE, tmp_path / "segment_defs")
    (tmp_path / "dbt_project.yml").write_text("name: outside\n", encoding="utf-8")
    return tmp_path


def run(root: Path, *words: str) -> tuple[int, str]:
    """Exit code, and all that was said."""
    result = CliRunner().invoke(app, ["--project-dir", str(root), "new", *words])
    return result.exit_code, result.output


def test_names_of_the_catalog_are_filled_in(outside: Path) -> None:
    code, said = run(outside, "large_baskets", "--from", "average_order_value", "--folder", "shop")
    assert code == 0
    assert "`order_count` of the template is `orders` in this catalog" in said
    text = (outside / "segment_defs/segments/shop/large_baskets.yml").read_text(encoding="utf-8")
    assert text == (
        "# yaml-language-server: $schema=../../.schema/segment.json\n"
        "# From the template average_order_value: A calculated field: what an order is worth on "
        "average.\n"
        "segment: large_baskets\n"
        "name: Large baskets\n"
        "description: Spends more than 250 an order on average, over at least two orders.\n"
        "labels: [purchase]\n"
        "where:\n"
        "  all:\n"
        "    - {trait: average_order_value, more_than: 250}\n"
        "    - {trait: orders, at_least: 2}\n"
    )
    result = CliRunner().invoke(app, ["--project-dir", str(outside), "validate"])
    assert result.exit_code == 0


def test_what_the_catalog_lacks_is_said(outside: Path) -> None:
    code, said = run(outside, "busy", "--from", "customer_score")
    assert code == 0
    assert "contact has no trait `customer_score`" in said
    assert (
        "  customer_score: {expression: email_opens * 2 + email_clicks * 5 + orders * 10}" in said
    )
    assert "  email_opens: {event: email_opened, count: {}}" in said
    code, said = run(outside, "vips", "--from", "engaged_vips")
    assert "there is no list `vip_customers`" in said
    assert "segsmith new active_last_30_days --from active_last_30_days" in said
    code, said = run(outside, "trend", "--from", "engagement_trend")
    assert "scores:" in said
    assert "  engagement_trend: {}" in said


def test_an_attribute_stands_for_a_trait(outside: Path) -> None:
    contact = outside / "segment_defs/catalog/contact.yml"
    text = contact.read_text(encoding="utf-8")
    attribute = "attributes:\n  last_order_at: {type: instant}\n"
    contact.write_text(text.replace("attributes:\n", attribute, 1), encoding="utf-8")
    _, said = run(outside, "win_back", "--from", "win_back", "--show")
    assert "- {attribute: last_order_at, older_than: 180 days}" in said


def test_events_are_known_by_what_they_mean(outside: Path) -> None:
    shop = outside / "segment_defs/catalog/shop.yml"
    text = shop.read_text(encoding="utf-8")
    text = text.replace("order_completed: {}", "sale_closed: {means: [revenue], of: amount}")
    shop.write_text(text, encoding="utf-8")
    contact = outside / "segment_defs/catalog/contact.yml"
    text = contact.read_text(encoding="utf-8").replace("order_completed", "sale_closed")
    contact.write_text(text, encoding="utf-8")
    _, said = run(outside, "recent", "--from", "purchased_this_week", "--show")
    assert "event: sale_closed" in said
    shop.write_text(shop.read_text(encoding="utf-8").replace("amount", "gross"), encoding="utf-8")
    contact.write_text(contact.read_text(encoding="utf-8").replace("amount", "gross"))
    _, said = run(outside, "recent", "--from", "high_value_last_90_days", "--show")
    assert "sum: {of: gross, more_than: 300}" in said


def test_a_bare_definition_is_right_as_it_stands(outside: Path) -> None:
    code, _ = run(outside, "fresh", "--owner", "me: myself")
    assert code == 0
    text = (outside / "segment_defs/segments/fresh.yml").read_text(encoding="utf-8")
    assert "owner: 'me: myself'\n" in text
    result = CliRunner().invoke(app, ["--project-dir", str(outside), "validate"])
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (["Bad"], "bad-key"),
        (["../../escaped"], "bad-key"),
        (["fine", "--folder", "../.."], "outside-folder"),
        (["fine", "--from", "win_bak"], "unknown-template"),
        (["fine", "--entity", "acount"], "unknown-entity"),
        (["taken"], "already-there"),
    ],
)
def test_refusals(outside: Path, words: list[str], rule: str) -> None:
    folder = outside / "segment_defs/segments"
    folder.mkdir(exist_ok=True)
    (folder / "taken.yml").write_text("segment: taken\nwhere: {tag: vip}\n", encoding="utf-8")
    code, said = run(outside, *words)
    assert code == 1
    assert f"error[{rule}]" in said
    assert [path.name for path in folder.iterdir()] == ["taken.yml"]


def test_templates_are_listed(outside: Path) -> None:
    own = outside / "segment_defs/templates"
    own.mkdir()
    (own / "ours.yml").write_text("# Our own.\nsegment: ours\nwhere: {tag: vip}\n")
    code, said = run(outside, "--list")
    assert code == 0
    assert "Our own." in said
    assert all(name in said for name in TEMPLATES)
