"""The checks of this folder catch what they are for: a bug in the generated text fails by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.reliability import test_held_segments as held
from tests.reliability import test_killed_runs as killed
from tests.reliability import test_refused_runs as refused
from tests.reliability.bugs import MACROS, PAGES, Bug, planted
from tests.reliability.bugs_of_runs import BUGS_OF_RUNS, OWN, Scene
from tests.reliability.outcomes import Story
from tests.reliability.results import record
from tests.reliability.stage import CaughtError, Stage
from tests.support.dbt_process import FailedCommandError

LEDGER_PAGE = f"{PAGES}/contact_segment_ledger.sql"
REFERENCE, REFUSALS = "reference ledger", "refusals"
GUARDS, PUBLISHED = "guards", "what is not published"

BUGS: tuple[tuple[Bug, Callable[[Story], None]], ...] = (
    (
        Bug(
            "a re-entry takes an ordinal that was used",
            REFERENCE,
            LEDGER_PAGE,
            "max(ledger.ordinal) as ordinal",
            "min(ledger.ordinal) as ordinal",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "exits are lost",
            REFERENCE,
            LEDGER_PAGE,
            "full join last_ordinals",
            "left join last_ordinals",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "the window does not include its older edge",
            REFERENCE,
            "models/segsmith/contact/int_contact__email_opened_traits.sql",
            "occurred_at >= boundaries.days_3_ago",
            "occurred_at > boundaries.days_3_ago",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "an event at the as-of is not visible",
            REFERENCE,
            "models/segsmith/contact/int_contact__email_opened_traits.sql",
            "and occurred_at <= {{ segsmith.as_of() }}",
            "and occurred_at < {{ segsmith.as_of() }}",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "null does not match a negative operator",
            REFERENCE,
            "macros/segsmith/contact_segment__not_french.sql",
            "coalesce(contact.country not in ('France', 'Italy'), true)",
            "contact.country not in ('France', 'Italy')",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "who enters by a new rule is told as having done something",
            REFERENCE,
            LEDGER_PAGE,
            "when due_segments.is_changed then 'definition'",
            "when due_segments.is_changed then 'data'",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "who was deleted is told as having changed",
            REFERENCE,
            LEDGER_PAGE,
            "when evaluated.cause = 'deleted' then 'deleted'",
            "when evaluated.cause = 'deleted' then 'data'",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "what was loaded is told as time",
            REFERENCE,
            f"{PAGES}/int_contact__evaluated.sql",
            "when loaded_ids.loaded_id is not null then 'data'",
            "when loaded_ids.loaded_id is not null then 'time'",
        ),
        held.test_the_story_equals_the_reference,
    ),
    (
        Bug(
            "evidence of another run is taken",
            REFUSALS,
            LEDGER_PAGE,
            "where evidence.run_stamp <> this_run.run_stamp",
            "where evidence.run_stamp <> evidence.run_stamp",
        ),
        refused.test_evidence_of_another_run_is_refused,
    ),
    (
        Bug(
            "no guard trips",
            GUARDS,
            LEDGER_PAGE,
            "when status = 'retired' or is_approved then null",
            "when status is not null then null",
        ),
        held.test_a_tripped_guard_keeps_the_members,
    ),
    (
        Bug(
            "an empty source is believed",
            GUARDS,
            LEDGER_PAGE,
            "where source_states.reason is not null\n",
            "where source_states.reason is not null and 1 = 0\n",
        ),
        held.test_an_empty_entity_table_holds_everything,
    ),
    (
        Bug(
            "a run at the last as-of is a run",
            REFUSALS,
            LEDGER_PAGE,
            "or segsmith_run.as_of > last_run.as_of)",
            "or segsmith_run.as_of >= last_run.as_of)",
        ),
        refused.test_a_run_at_its_as_of_changes_no_byte,
    ),
    (
        Bug(
            "readers see what is not published",
            PUBLISHED,
            f"{MACROS}/published_rows.sql",
            "feed_position <= (",
            "0 <= (",
        ),
        killed.test_what_is_not_published_is_not_seen,
    ),
    (
        Bug(
            "keys are not looked at",
            REFUSALS,
            "models/segsmith/segsmith_run.sql",
            "where null_keys + blank_keys + duplicate_keys + long_keys > 0",
            "where null_keys + blank_keys + duplicate_keys + long_keys > 9",
        ),
        lambda story: refused.test_unsound_keys_are_refused_with_counts(story, "duplicate"),
    ),
    (
        Bug(
            "a lost ledger begins anew",
            REFUSALS,
            f"{MACROS}/refuse_lost_ledger.sql",
            "{%- if published_at is not none and",
            "{%- if published_at is none and",
        ),
        lambda story: refused.test_a_lost_ledger_is_refused(story, "emptied"),
    ),
)
QUICK = 3


def cases(bugs: tuple[tuple[Bug, Any], ...]) -> list[Any]:
    """All of them in the slow lane, some in every `make test`."""
    return [
        pytest.param(*case, id=case[0].name, marks=() if number < QUICK else pytest.mark.slow)
        for number, case in enumerate(bugs)
    ]


@pytest.mark.parametrize(("bug", "check"), cases(BUGS))
def test_a_planted_bug_is_caught(story: Story, bug: Bug, check: Callable[[Story], None]) -> None:
    """The named check fails on the changed text (and holds without, or this file's own tests
    would fail)."""
    with planted(story.player, bug), pytest.raises((AssertionError, FailedCommandError)):
        check(story)
    record("bugs", bug.name, "in", bug.file)
    record("bugs", bug.name, story.player.database.name, [bug.oracle])


@pytest.mark.parametrize(("bug", "scene"), cases(BUGS_OF_RUNS))
def test_a_bug_of_runs_is_caught(stage: Stage, bug: Bug, scene: Scene) -> None:
    """The named oracle is among those that find it."""
    oracles = caught_by(stage, bug, scene)
    record("bugs", bug.name, "in", bug.file)
    record("bugs", bug.name, stage.player.database.name, list(oracles))
    assert bug.oracle in oracles


@pytest.mark.slow
@pytest.mark.parametrize("scene", dict.fromkeys(scene for _, scene in BUGS_OF_RUNS))
def test_a_scene_without_a_bug(stage: Stage, scene: Scene) -> None:
    """No oracle finds anything."""
    stage.begin()
    scene(stage)


def caught_by(stage: Stage, bug: Bug, scene: Scene) -> tuple[str, ...]:
    """The oracles that find a bug in a scene."""
    with stage.planted(bug):
        stage.begin()
        try:
            if not bug.is_in_macros:
                stage.run()  # it looks at everybody: a page is another one
            scene(stage)
        except CaughtError as error:
            return error.oracles
        except FailedCommandError:
            return (OWN,)
    return ()
