"""Small projects on disk, for tests of the generator."""

from __future__ import annotations

from pathlib import Path

CONTACT = """\
entity: contact
from: {ref: stg_contacts}
key: {column: contact_id}
loaded_at: loaded_at
attributes:
  country: {type: text}
  email: {type: text, personal: true}
  plan: {type: text, values: [free, pro, team]}
  total_spent: {type: number}
  is_active: {type: boolean}
  created_at: {type: instant}
  birthday: {type: date}
  interests: {type: array}
history: {from: {ref: contacts_snapshot}, entity_key: contact_id}
scores:
  lead_score:
    rules:
      - {when: {attribute: plan, in: [pro, team]}, points: 20}
      - {when: {event: email_clicked, within_last: 30 days}, points: 10}
  engagement_score: {points: {email_clicked: 5}}
  engagement_trend: {}
  purchase_frequency: {orders: email_clicked}
  rfm: {orders: email_clicked, revenue: email_clicked}
"""
EMAIL = """\
events: email
from: {ref: stg_email_events}
entity: contact
entity_key: contact_id
key: event_id
occurred_at: occurred_at
loaded_at: loaded_at
event_name: event_name
kinds:
  email_opened: {value: opened, means: [engagement]}
  email_clicked: {value: clicked, means: revenue, of: value}
properties:
  campaign: {type: text}
  value: {type: number}
"""
TAGS = """\
tags: contact_tags
from: {ref: stg_contact_tags}
entity: contact
entity_key: contact_id
tag: tag
"""
LISTS = """\
lists: contact_lists
from: {ref: stg_contact_lists}
entity: contact
entity_key: contact_id
list: list_name
known: [board, blocked]
"""
SUBSCRIPTIONS = """\
objects: subscriptions
from: {ref: stg_subscriptions}
entity: contact
entity_key: contact_id
key: subscription_id
loaded_at: loaded_at
attributes:
  plan: {type: text}
  seats: {type: number}
  started_at: {type: instant}
"""
TICKETS = """\
objects: tickets
from: {ref: stg_tickets}
entity: contact
key: ticket_id
loaded_at: loaded_at
deletes: {flag: is_deleted}
reached_by:
  - mine: contact_id
    theirs: contact_id
    through: {ref: stg_desk_people}
    loaded_at: loaded_at
    attributes: {confidence: {type: number}}
    where: {attribute: confidence, at_least: 0.9}
  - {mine: desk_id, theirs: requester_id}
attributes:
  severity: {type: number}
  opened_at: {type: instant}
"""


def write_project(root: Path, segments: dict[str, str], **more: str) -> Path:
    """A project with a small catalog and these segments (key: the YAML after `segment: key`)."""
    folder = root / "segment_defs"
    files = {
        "catalog/contact.yml": CONTACT,
        "catalog/email.yml": EMAIL,
        "catalog/contact_tags.yml": TAGS,
        "catalog/subscriptions.yml": SUBSCRIPTIONS,
        "catalog/tickets.yml": TICKETS,
        "catalog/contact_lists.yml": LISTS,
        **{f"segments/{key}.yml": f"segment: {key}\n{rule}\n" for key, rule in segments.items()},
        **{name.replace("__", "/") + ".yml": text for name, text in more.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
