"""Bugs of runs that look at few: each with the scene that shows it and the oracle that sees it."""

from __future__ import annotations

from collections.abc import Callable

from tests.reliability import scenes
from tests.reliability.bugs import MACROS, PAGES, Bug
from tests.reliability.stage import Stage

FULL, MEMBERS = "full evaluation", "reference interpreter"
HISTORY, OWN = "laws of history", "the run's own audit"
LEDGER_PAGE = f"{PAGES}/contact_segment_ledger.sql"
FINGERPRINTS = f"{PAGES}/int_contact__fingerprints.sql"
Scene = Callable[[Stage], None]

BUGS_OF_RUNS: tuple[tuple[Bug, Scene], ...] = (
    # whom a run looks at: time
    (
        Bug(
            "no limit of time ever passes",
            MEMBERS,
            f"{MACROS}/is_passed.sql",
            "segsmith.last_run(entity).as_of",
            "none",
        ),
        scenes.time_passes,
    ),
    (
        Bug(
            "time moves a firm, and nobody looks at its people",
            MEMBERS,
            f"{PAGES}/int_contact__evaluated.sql",
            "= looked_at_there.account_id",
            "= looked_at_there.account_id and 1 = 0",
        ),
        scenes.time_moves_a_firm,
    ),
    # load marks
    (
        Bug(
            "nothing is committed late",
            FULL,
            f"{MACROS}/loaded_since.sql",
            "-lookback_seconds if has_moved or not is_cause else 0",
            "0",
        ),
        scenes.rows_come_late,
    ),
    (
        Bug(
            "rows without a stamp are not looked at",
            FULL,
            f"{MACROS}/loaded_since.sql",
            "' is null' if has_grown",
            "' is null' if has_grown and is_cause",
        ),
        scenes.rows_come_without_a_stamp,
    ),
    (
        Bug(
            "a source with the same mark has not grown",
            FULL,
            f"{MACROS}/has_grown.sql",
            "or run.row_counts.get(source_key) != before.get('row_count')",
            "",
        ),
        scenes.rows_come_under_the_last_stamp,
    ),
    (
        Bug(
            "a mark that goes back says nothing",
            FULL,
            f"{MACROS}/mark_fault.sql",
            "mark is none or mark < before",
            "mark is none",
        ),
        scenes.an_older_table_comes_back,
    ),
    # fingerprints
    (
        Bug(
            "a cache of any run counts",
            FULL,
            f"{MACROS}/has_known_fingerprints.sql",
            "' where run_id = ' ~ segsmith.text_literal(segsmith.last_run(entity).run_id)",
            "' where run_id is not null'",
        ),
        scenes.an_old_cache_is_put_back,
    ),
    (
        Bug(
            "a first row is not seen",
            MEMBERS,
            f"{MACROS}/differing_ids.sql",
            "or known.row_count is null",
            "or 1 = 0",
        ),
        scenes.a_first_row_comes,
    ),
    (
        Bug(
            "a last row that goes is not seen",
            MEMBERS,
            f"{MACROS}/differing_ids.sql",
            "full join",
            "left join",
        ),
        scenes.a_last_row_goes,
    ),
    (
        Bug(
            "only the number of rows is compared",
            MEMBERS,
            f"{MACROS}/differing_ids.sql",
            "or fingerprints.fingerprint <> known.fingerprint",
            "",
        ),
        scenes.a_row_stands_in_place_of_another,
    ),
    (
        Bug(
            "rows over a join are not compared",
            FULL,
            FINGERPRINTS,
            "on step_0.account_id = step_1.billed_account_id",
            "on step_0.account_id = step_1.billed_account_id and 1 = 0",
        ),
        scenes.invoices_are_corrected,
    ),
    (
        Bug(
            "who has lost a row to another is not seen",
            FULL,
            FINGERPRINTS,
            "from {{ source('shop', 'subscriptions').render() }} as owned_row\n    where",
            "from {{ source('shop', 'subscriptions').render() }} as owned_row\n    where 1 = 0 and",
        ),
        scenes.subscriptions_move,
    ),
    # who is there, and what the scope leaves out
    (
        Bug(
            "who vanished stays",
            MEMBERS,
            f"{MACROS}/gone_members.sql",
            "living.{{ entity }}_id is null",
            "1 = 0",
        ),
        scenes.somebody_vanishes,
    ),
    (
        Bug(
            "a firm that is not looked at is in no segment",
            MEMBERS,
            f"{MACROS}/members_now.sql",
            "where evaluated.{{ entity }}_id is null",
            "where 1 = 0",
        ),
        scenes.somebody_at_a_bank_changes,
    ),
    (
        Bug(
            "who is not looked at leaves",
            FULL,
            LEDGER_PAGE,
            "inner join evaluated on ledger.contact_id = evaluated.contact_id",
            "left join evaluated on ledger.contact_id = evaluated.contact_id",
        ),
        scenes.somebody_leaves_and_comes_back,
    ),
    # reasons to look at everybody
    (
        Bug(
            "a changed rule is asked of those who changed",
            MEMBERS,
            f"{MACROS}/everyone_because.sql",
            "last.set_hash != segsmith.set_hash(entity)",
            "last.set_hash is none",
        ),
        scenes.a_rule_changes,
    ),
    (
        Bug(
            "a held segment is let go when nobody is looked at",
            FULL,
            f"{MACROS}/everyone_because.sql",
            "last.has_held",
            "last.as_of is none",
        ),
        scenes.a_guard_holds_twice,
    ),
    (
        Bug(
            "old traits are taken for those of now",
            FULL,
            f"{MACROS}/are_traits_behind.sql",
            "since is not none and (made_at is none or made_at < since)",
            "false",
        ),
        scenes.old_traits_are_put_back,
    ),
    # definitions
    (
        Bug(
            "a paused segment goes on",
            OWN,
            LEDGER_PAGE,
            "where definitions.status <> 'paused'",
            "where definitions.status <> 'stopped'",
        ),
        scenes.tags_change_under_a_paused_segment,
    ),
    (
        Bug(
            "what a segment was called is forgotten",
            MEMBERS,
            f"{MACROS}/segment_renames.sql",
            "renames() if renames else {}",
            "{}",
        ),
        scenes.a_segment_gets_another_name,
    ),
    # the ledger and its publication
    (
        Bug(
            "who left is counted as who came",
            OWN,
            LEDGER_PAGE,
            "coalesce(counts.entered, 0) - coalesce(counts.exited, 0)",
            "coalesce(counts.entered, 0) + coalesce(counts.exited, 0)",
        ),
        scenes.somebody_leaves_and_comes_back,
    ),
    (
        Bug(
            "every run counts its feed from the beginning",
            HISTORY,
            LEDGER_PAGE,
            "last_run.feed_position + totals.entered",
            "totals.entered",
        ),
        scenes.somebody_leaves_and_comes_back,
    ),
    (
        Bug(
            "a run that died before its publication is never published",
            MEMBERS,
            "models/segsmith/segsmith_published.sql",
            "where known_runs.as_of is null",
            "where last_runs.run_id = '{{ segsmith.run_row().run_id }}'",
        ),
        scenes.a_run_dies_before_it_publishes,
    ),
)
