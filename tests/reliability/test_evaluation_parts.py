"""An evaluation may be cut by segments and by contacts: the run finds the same."""

from __future__ import annotations

from tests.reliability.outcomes import Story
from tests.reliability.scenario import EVENT
from tests.support.dbt_process import written_to

PART = "contact_segment_evaluation"
SMALL = {"segsmith_slice_size": 3, "segsmith_chunk_size": 4, "segsmith_full": True}


def test_small_parts_find_what_one_finds(story: Story) -> None:
    """Many statements, and every table as after one."""
    player, log = story.player, story.player.root / "statements.log"
    expected = story.undisturbed.after_event
    story.restore()
    log.unlink(missing_ok=True)
    player.must_run(EVENT, on_statement=written_to(log), variables=SMALL)
    assert story.deviations(expected, is_same_run=True) == []
    lines = log.read_text(encoding="utf-8").splitlines()
    further = [line for line in lines if PART in line.lower()]
    assert len(further) > 4
