"""Which names are personal, and how event kinds are called, by the catalog."""

from __future__ import annotations

from pathlib import Path

import pytest

from segsmith.definitions.parse import Definitions, parse
from segsmith.read import read_sources
from segsmith.words import kind_descriptions, personal_names

CONTACT = """
entity: contact
from: {ref: c}
key: {column: contact_id}
attributes:
  email: {type: text, personal: true}
  country: {type: text}
  account_id: {type: text}
relations: {account: {to: account, by: account_id}}
traits:
  domain: {expression: "lower(email)"}
  shown_domain: {expression: "upper(domain)"}
  word: {expression: "concat(country, 'email')"}
  last_link: {event: email_clicked, last: {of: link}}
  links: {event: email_clicked, distinct_values: {of: link}}
scores:
  mail_score:
    score: lead_score
    rules: [{when: {not: {attribute: email, ends_with: .test}}, points: 5}]
  land_score:
    score: lead_score
    rules: [{when: {attribute: country, is: Peru}, points: 5}]
  paid: {score: lifetime_value}
  engagement_score: {events: email_opened}
"""
ACCOUNT = """
entity: account
from: {ref: a}
key: {column: account_id}
attributes: {owner: {type: text, personal: true}, industry: {type: text}}
"""
EMAIL = """
events: email
from: {ref: e}
entity: contact
entity_key: contact_id
key: event_id
occurred_at: at
event_name: name
kinds:
  email_opened: {description: opens of an email}
  email_clicked: {}
  gift_paid: {means: revenue, of: gift}
properties:
  link: {type: text, personal: true}
  gift: {type: number, personal: true}
  campaign: {type: text}
"""
PERSONAL = [
    "email",
    "contact.email",
    "account.owner",
    "domain",
    "shown_domain",
    "last_link",
    "mail_score",
    "paid",
    "email_clicked.link",
    "email_*.link",
    "any.link",
]
OPEN = [
    "country",
    "account.industry",
    "word",
    "links",
    "land_score",
    "engagement_score",
    "email_clicked.campaign",
    "link",
    "no_such_name",
    "nowhere.email",
]


@pytest.fixture
def definitions(tmp_path: Path) -> Definitions:
    folder = tmp_path / "segment_defs" / "catalog"
    folder.mkdir(parents=True)
    for name, text in (("contact", CONTACT), ("account", ACCOUNT), ("email", EMAIL)):
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return parse(read_sources(tmp_path))


@pytest.mark.parametrize("name", PERSONAL)
def test_personal(definitions: Definitions, name: str) -> None:
    assert personal_names(definitions, "contact")(name)


@pytest.mark.parametrize("name", OPEN)
def test_not_personal(definitions: Definitions, name: str) -> None:
    assert not personal_names(definitions, "contact")(name)


def test_kind_descriptions(definitions: Definitions) -> None:
    words = kind_descriptions(definitions, "contact")
    assert words("email_opened") == "opens of an email"
    assert words("email_clicked") is None
