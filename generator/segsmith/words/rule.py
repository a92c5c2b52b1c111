"""A rule in plain words: short, exact, with parentheses only where they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from segsmith.definitions.conditions import (
    ChannelCondition,
    Condition,
    ConsentCondition,
    Everyone,
    Group,
    ListCondition,
    Not,
    TagCondition,
    TagsCondition,
    TodayCondition,
    ValueCondition,
)
from segsmith.definitions.histories import HistoryCondition, SegmentCondition
from segsmith.definitions.measures import EventCondition, ObjectCondition
from segsmith.definitions.ranks import RandomCondition, TopCondition
from segsmith.definitions.segments import Segment
from segsmith.definitions.sequences import SequenceCondition
from segsmith.words import events, histories, objects, phrases, ranks, sequences
from segsmith.words.subjects import Speaker
from segsmith.words.tests_on_values import operand, predicate


@dataclass(frozen=True)
class _Phrase:
    """Words, and the word that joins their parts ('' for a single part)."""

    words: str
    joiner: str = ""

    def inside(self, joiner: str) -> str:
        """The words as a part of a list: in parentheses when their own joiner differs."""
        return f"({self.words})" if self.joiner and self.joiner != joiner else self.words


def _nothing_personal(_: str) -> bool:
    return False


def _not_described(_: str) -> str | None:
    return None


def rule_in_words(
    condition: Condition,
    personal: Callable[[str], bool] = _nothing_personal,
    kind_words: Callable[[str], str | None] = _not_described,
) -> str:
    """The rule, without the manual overrides.

    `personal` says whether values compared with a name are masked (see `Speaker`);
    `kind_words` gives the catalog's words for an event kind, in the plural, like `orders`.
    """
    return _phrase(condition, Speaker(personal, kind_words)).words


def segment_in_words(
    segment: Segment,
    personal: Callable[[str], bool] = _nothing_personal,
    kind_words: Callable[[str], str | None] = _not_described,
    stages: str = "",
) -> str:
    """The rule with its overrides; a segment without a rule holds nobody.

    `stages` names the set of which the segment is a stage with others after it.
    """
    words = "nobody"
    if segment.rule is not None:
        words = rule_in_words(segment.rule, personal, kind_words)
        if stages and segment.status != "retired":
            words += f"; and in no further stage of {stages}"
    if segment.always_include is not None:
        words += f"; also everybody on the list {phrases.text(segment.always_include.list_)}"
    if segment.always_exclude is not None:
        words += f"; but nobody on the list {phrases.text(segment.always_exclude.list_)}"
    return words


def _words(condition: Condition, speaker: Speaker) -> str:
    return _phrase(condition, speaker).words


def _phrase(condition: Condition, speaker: Speaker) -> _Phrase:
    match condition:
        case Group():
            return _group(condition, speaker)
        case Not():
            return _not(condition.not_, speaker)
        case Everyone():
            return _Phrase("everyone")
        case ValueCondition():
            return _Phrase(_value(condition, speaker))
        case EventCondition():
            return _Phrase(events.event_condition(condition, speaker, _words))
        case SequenceCondition():
            return _Phrase(sequences.sequence(condition, speaker, _words))
        case ObjectCondition():
            return _Phrase(objects.object_condition(condition, speaker, _words))
        case HistoryCondition():
            return _Phrase(histories.happened(condition))
        case TopCondition():
            return _Phrase(ranks.top(condition, speaker))
        case RandomCondition():
            return _Phrase(ranks.random_share(condition))
        case TagCondition():
            return _Phrase(f"tagged {phrases.text(condition.tag)}")
        case TagsCondition():
            return _Phrase(_tags(condition))
        case ListCondition():
            return _Phrase(f"on the list {phrases.text(condition.list_)}")
        case SegmentCondition():
            return _Phrase(histories.in_segment(condition, speaker))
        case TodayCondition():
            return _Phrase(_today(condition))
        case ConsentCondition():
            return _Phrase(_consent(condition))
        case ChannelCondition():
            return _Phrase(f"the default channel is {phrases.text(condition.channel)}")
        case _:
            assert_never(condition)


def _not(condition: Condition, speaker: Speaker) -> _Phrase:
    match condition:
        case Everyone():
            return _Phrase("nobody")
        case Not():
            return _phrase(condition.not_, speaker)
        case SegmentCondition() if condition.for_at_least is not None:
            return _Phrase(f"not ({_words(condition, speaker)})")
        case SegmentCondition() if "." in condition.segment:
            return _Phrase(
                histories.in_segment(condition, speaker).replace(" is in ", " is not in ", 1)
            )
        case TagCondition() | ListCondition() | SegmentCondition() | ConsentCondition():
            return _Phrase(f"not {_words(condition, speaker)}")
        case EventCondition():
            short = events.negated(condition, speaker, _words)
            return _Phrase(short or f"not ({_words(condition, speaker)})")
        case ObjectCondition():
            short = objects.negated(condition, speaker, _words)
            return _Phrase(short or f"not ({_words(condition, speaker)})")
        case Group() if condition.word == "none":
            return _joined(condition.members, "or", speaker)
        case Group() if len(condition.members) == 1:
            return _not(condition.members[0], speaker)
        case _:
            return _Phrase(f"not ({_words(condition, speaker)})")


def _group(group: Group, speaker: Speaker) -> _Phrase:
    members = group.members
    if group.word == "none":
        if len(members) == 1:
            return _not(members[0], speaker)
        return _Phrase(f"not ({_joined(members, 'or', speaker).words})")
    return _joined(members, "or" if group.word == "any" else "and", speaker)


def _joined(members: Sequence[Condition], joiner: str, speaker: Speaker) -> _Phrase:
    if len(members) == 1:
        return _phrase(members[0], speaker)
    same = _same_subject(members, speaker) if joiner == "or" else ""
    if same:
        return _Phrase(same)
    parts = [_phrase(member, speaker).inside(joiner) for member in members]
    return _Phrase(f", {joiner} ".join(parts), joiner)


def _same_subject(members: Sequence[Condition], speaker: Speaker) -> str:
    """`country is USA or Canada` where every member says `is` of one subject; '' otherwise."""
    first = members[0]
    if not isinstance(first, ValueCondition):
        return ""
    shown: list[str] = []
    for member in members:
        if not isinstance(member, ValueCondition) or member.model_fields_set != _only_is(first):
            return ""
        if _subject(member, speaker) != _subject(first, speaker):
            return ""
        shown.append(operand(member.operand, _is_masked(member, speaker), speaker))
    return f"{_subject(first, speaker)} is {phrases.joined(list(dict.fromkeys(shown)), 'or')}"


def _only_is(condition: ValueCondition) -> set[str]:
    subjects = {"attribute", "trait", "expression"}
    return {"is_", *(subjects & condition.model_fields_set)}


def _subject(condition: ValueCondition, speaker: Speaker) -> str:
    if condition.expression is not None:
        return speaker.formula(condition.expression)
    return condition.attribute or condition.trait or ""


def _is_masked(condition: ValueCondition, speaker: Speaker) -> bool:
    if condition.expression is not None:
        return speaker.is_personal_formula(condition.expression)
    return speaker.is_personal(condition.attribute or condition.trait or "")


def _value(condition: ValueCondition, speaker: Speaker) -> str:
    subject = _subject(condition, speaker)
    words = f"{subject} {predicate(condition, _is_masked(condition, speaker), speaker)}"
    if condition.for_at_least is not None:
        words += f" for at least {condition.for_at_least} without a break"
    return words


def _tags(condition: TagsCondition) -> str:
    test = condition.tags
    if test.is_empty is not None:
        return "without any tag" if test.is_empty else "with at least 1 tag"
    if test.includes_any is not None:
        return f"tagged {phrases.joined([phrases.text(t) for t in test.includes_any], 'or')}"
    if test.includes_all is not None:
        return f"tagged {phrases.joined([phrases.text(t) for t in test.includes_all], 'and')}"
    tags = [phrases.text(t) for t in test.includes_none or ()]
    return f"not tagged {phrases.joined(tags, 'or')}"


def _today(condition: TodayCondition) -> str:
    months = condition.today.month_is
    if isinstance(months, str):
        return "today is in the month of today"
    return f"today is in {phrases.months(months)}"


def _consent(condition: ConsentCondition) -> str:
    if condition.opted_in is not None:
        return f"opted in to {phrases.text(condition.opted_in)}"
    return f"opted out of {phrases.text(condition.opted_out or '')}"
