"""Which models the words about keys belong to, and the words of one key."""

from __future__ import annotations

from collections.abc import Mapping

from segsmith.definitions import (
    catalog,
    conditions,
    histories,
    measures,
    ranks,
    scores,
    segments,
    sequences,
    stages,
    value_tests,
    windows,
)
from segsmith.definitions.strict import Strict
from segsmith.words.field_words import FIELDS
from segsmith.words.language_words import MEASURE_WORDS, OPERATOR_WORDS

MODELS: Mapping[str, type[Strict]] = {
    "anniversary_window": value_tests.AnniversaryWindow,
    "approval": segments.Approval,
    "approvals": segments.Approvals,
    "attribute": catalog.Attribute,
    "audience": segments.AudienceColumns,
    "channel": conditions.ChannelCondition,
    "consent": conditions.ConsentCondition,
    "deleted_flag": catalog.DeletedFlag,
    "entity": catalog.Entity,
    "entity_key": catalog.EntityKey,
    "event": measures.EventCondition,
    "event_kind": catalog.EventKind,
    "event_source": catalog.EventSource,
    "everyone": conditions.Everyone,
    "expect": segments.Expect,
    "from": catalog.From,
    "group": conditions.Group,
    "guards": segments.Guards,
    "history": histories.HistoryCondition,
    "in_segment": histories.SegmentCondition,
    "lead_rule": scores.LeadRule,
    "list": conditions.ListCondition,
    "list_source": catalog.ListSource,
    "measure_test": measures.MeasureTest,
    "measured": measures.Measured,
    "not": conditions.Not,
    "object": measures.ObjectCondition,
    "object_source": catalog.ObjectSource,
    "output": segments.Output,
    "policy": segments.Policy,
    "project": segments.Project,
    "random": ranks.RandomSplit,
    "random_condition": ranks.RandomCondition,
    "reach_step": catalog.ReachStep,
    "reference": value_tests.Reference,
    "regularly": measures.Regularly,
    "relation": catalog.Relation,
    "restarted": measures.Restarted,
    "review": segments.Review,
    "row_history": catalog.RowHistory,
    "score": scores.Score,
    "segment": segments.Segment,
    "sequence": sequences.SequenceCondition,
    "since": windows.Since,
    "source": catalog.Source,
    "step": sequences.Step,
    "stopped": measures.Stopped,
    "tag": conditions.TagCondition,
    "stages": stages.Stages,
    "tag_source": catalog.TagSource,
    "tags": conditions.TagsCondition,
    "tags_test": conditions.TagsTest,
    "today": conditions.TodayTest,
    "today_condition": conditions.TodayCondition,
    "top": ranks.Top,
    "top_condition": ranks.TopCondition,
    "trait": catalog.NamedTrait,
    "value_condition": conditions.ValueCondition,
    "value_test": value_tests.ValueTest,
    "window": windows.Window,
    "without": sequences.Without,
    **scores.SCORE_CLASSES,
}
_NAMES = {model: name for name, model in MODELS.items()}


def key_words(model: type[Strict], key: str) -> str:
    """What a key of a model means, from the nearest model in its line; '' without words."""
    for each in model.__mro__:
        words = FIELDS.get(_NAMES.get(each, ""), {}).get(key)
        if words is not None:
            return words
        if each is value_tests.ValueTest:
            field = key if key in OPERATOR_WORDS else f"{key}_"
            if field in OPERATOR_WORDS:
                said = OPERATOR_WORDS[field]
                return said if said.startswith("`") else f"the value {said}"
        if each is measures.Measured and key in MEASURE_WORDS:
            return MEASURE_WORDS[key][0]
    return ""
