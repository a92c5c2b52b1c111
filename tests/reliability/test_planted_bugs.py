"""The checks of this folder catch what they are for: a bug in the generated text fails by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.reliability import test_held_segments as held
from tests.reliability import test_killed_runs as killed
from tests.reliability import test_refused_runs as refused
from tests.reliability.outcomes import Story
from tests.reliability.player import Player
from tests.support.dbt_process import FailedCommandError
from tests.support.outside_project import REPOSITORY

LEDGER_PAGE = "models/segsmith/contact/contact_segment_ledger.sql"
MACROS = "dbt_packages/segsmith/macros"


@dataclass(frozen=True)
class Bug:
    """One change of text in a file of a project, and the test that must fail of it."""

    name: str
    file: str
    old: str
    new: str
    caught_by: Callable[[Story], None]


BUGS = (
    Bug(
        "a re-entry takes an ordinal that was used",
        LEDGER_PAGE,
        "max(ledger.ordinal) as ordinal",
        "min(ledger.ordinal) as ordinal",
        held.test_the_story_equals_the_reference,
    ),
    Bug(
        "exits are lost",
        LEDGER_PAGE,
        "full join last_ordinals",
        "left join last_ordinals",
        held.test_the_story_equals_the_reference,
    ),
    Bug(
        "the window does not include its older edge",
        "models/segsmith/contact/int_contact__email_opened_traits.sql",
        "occurred_at >= boundaries.days_3_ago",
        "occurred_at > boundaries.days_3_ago",
        held.test_the_story_equals_the_reference,
    ),
    Bug(
        "an event at the as-of is not visible",
        "models/segsmith/contact/int_contact__email_opened_traits.sql",
        "and occurred_at <= {{ segsmith.as_of() }}",
        "and occurred_at < {{ segsmith.as_of() }}",
        held.test_the_story_equals_the_reference,
    ),
    Bug(
        "null does not match a negative operator",
        "macros/segsmith/contact_segment__not_french.sql",
        "coalesce(contact.country not in ('France', 'Italy'), true)",
        "contact.country not in ('France', 'Italy')",
        held.test_the_story_equals_the_reference,
    ),
    Bug(
        "evidence of another run is taken",
        LEDGER_PAGE,
        "where evidence.run_stamp <> this_run.run_stamp",
        "where evidence.run_stamp <> evidence.run_stamp",
        refused.test_evidence_of_another_run_is_refused,
    ),
    Bug(
        "no guard trips",
        LEDGER_PAGE,
        "when status = 'retired' or is_approved then null",
        "when status is not null then null",
        held.test_a_tripped_guard_keeps_the_members,
    ),
    Bug(
        "an empty source is believed",
        LEDGER_PAGE,
        "where source_states.reason is not null\n",
        "where source_states.reason is not null and 1 = 0\n",
        held.test_an_empty_entity_table_holds_everything,
    ),
    Bug(
        "a run at the last as-of is a run",
        LEDGER_PAGE,
        "or segsmith_run.as_of > last_run.as_of)",
        "or segsmith_run.as_of >= last_run.as_of)",
        refused.test_a_run_at_its_as_of_changes_no_byte,
    ),
    Bug(
        "readers see what is not published",
        f"{MACROS}/published_rows.sql",
        "feed_position <= (",
        "0 <= (",
        killed.test_what_is_not_published_is_not_seen,
    ),
    Bug(
        "keys are not looked at",
        "models/segsmith/segsmith_run.sql",
        "where null_keys + blank_keys + duplicate_keys + long_keys > 0",
        "where null_keys + blank_keys + duplicate_keys + long_keys > 9",
        lambda story: refused.test_unsound_keys_are_refused_with_counts(story, "duplicate"),
    ),
    Bug(
        "a lost ledger begins anew",
        f"{MACROS}/refuse_lost_ledger.sql",
        "{%- if published_at is not none and",
        "{%- if published_at is none and",
        lambda story: refused.test_a_lost_ledger_is_refused(story, "emptied"),
    ),
)
QUICK = 3


@pytest.mark.parametrize(
    "bug",
    [
        pytest.param(bug, id=bug.name, marks=() if number < QUICK else pytest.mark.slow)
        for number, bug in enumerate(BUGS)
    ],
)
def test_a_planted_bug_is_caught(story: Story, bug: Bug) -> None:
    """The named check fails on the changed text (and holds without, or this file's own tests
    would fail)."""
    with _planted(story.player, bug), pytest.raises((AssertionError, FailedCommandError)):
        bug.caught_by(story)


@contextmanager
def _planted(player: Player, bug: Bug) -> Iterator[None]:
    """The text changed in this project only, and as it was afterwards."""
    file = player.root / bug.file
    package = player.root / MACROS
    if bug.file.startswith(MACROS):
        package.unlink()
        shutil.copytree(REPOSITORY / "macros", package)
    text = file.read_text(encoding="utf-8")
    assert text.count(bug.old) == 1, f"{bug.old!r} stands {text.count(bug.old)} times in {bug.file}"
    file.write_text(text.replace(bug.old, bug.new), encoding="utf-8")
    try:
        player.read()
        yield
    finally:
        file.write_text(text, encoding="utf-8")
        if bug.file.startswith(MACROS):
            shutil.rmtree(package)
            package.symlink_to(REPOSITORY / "macros")
