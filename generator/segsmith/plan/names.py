"""Names of traits, flags and pages: functions of their meaning, never numbered."""

from __future__ import annotations

import re
from dataclasses import replace

from segsmith.definitions.catalog import EventSource
from segsmith.plan.canonical import canonical, digest
from segsmith.resolve.nodes import (
    Comparison,
    Complement,
    Constant,
    Every,
    Field,
    IsNull,
    Lasting,
    Node,
    ObjectTrait,
    OneOf,
    Past,
    Some,
    SqlNot,
    TextTest,
    Trait,
    UnlessKnown,
)
from segsmith.resolve.sequence_nodes import Happening, SequenceTrait
from segsmith.resolve.walk import walk

MAX_NAME = 55
MAX_STEM = 42
_HAPPENED = {
    "was_in": "was_in",
    "entered": "has_entered",
    "exited": "has_exited",
    "is_open": "is_open_in",
}
_WORDS = {
    "sum": "sum",
    "average": "average",
    "smallest": "min",
    "largest": "max",
    "distinct_values": "distinct",
}


def slug(text: str) -> str:
    """A text as a part of a name: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def trait_name(trait: Trait, page: str, taken: frozenset[str]) -> str:
    """The column of a trait: subject, aggregate, measure, window; a hash where words end."""
    if isinstance(trait, SequenceTrait):
        stem, is_exact = _in_order(trait), False
    elif trait.measure == "exists":
        stem, is_exact = _existence(trait)
    else:
        stem, is_exact = _measured(trait, page)
    if is_exact and len(stem) <= MAX_NAME and stem not in taken:
        return stem
    return f"{stem[: MAX_NAME - 7].rstrip('_')}_{digest(canonical(trait), 6)}"


def _existence(trait: Trait) -> tuple[str, bool]:
    match trait.rule:
        case None:
            return "has_any_tag", True
        case Comparison(left=Field(name=kind), right=Constant(value=str() as value)):
            prefix = "has_tag" if kind == "tag" else "is_on_list"
            return f"{prefix}_{slug(value)}", slug(value) == value
    raise AssertionError(trait)


def _in_order(trait: SequenceTrait) -> str:
    """`product_viewed_then_order_completed_30d`: the first kind of each step."""
    words: list[str] = []
    for step in trait.steps:
        if step.event is not None:
            words.append(step.event.kinds[0])
        elif step.without is not None:
            words.append(f"no_{step.without.kinds[0]}")
    return "_then_".join(words) + (f"_{trait.window_words}" if trait.window_words else "")


def happening_name(part: Happening, kinds: str, window: tuple[Node, ...], words: str) -> str:
    """What the columns about a step are named after; `kinds` is a name of its kinds."""
    found = [kinds, rule_words(part.rule) if part.rule is not None else "", words]
    stem = "_".join(word for word in found if word)
    if part.rule is None and len(stem) <= MAX_STEM:
        return stem
    key = digest(canonical((part.kinds, part.rule, window)), 6)
    return f"{stem[: MAX_STEM - 7].rstrip('_')}_{key}"


def _measured(trait: Trait, page: str) -> tuple[str, bool]:
    of = trait.of.name if isinstance(trait.of, Field) else ("value" if trait.of else "")
    by = _by_words(trait)
    if by:
        of = f"{of}_{by}" if of else by.removeprefix("by_")
    match trait.measure:
        case "count":
            parts = [page, "count"]
        case "distinct_days":
            parts = [page, "distinct_days", of]
        case "first" | "last":
            parts = [page, trait.measure, of or "at"]
        case "first_is" | "last_is":
            words = rule_words(trait.of) if trait.of is not None else ""
            parts = [page, trait.measure, words, by]
        case _:
            parts = [page, of, _WORDS[trait.measure]]
    is_exact = trait.rule is None and (trait.of is None or isinstance(trait.of, Field))
    if trait.rule is not None:
        parts.append(rule_words(trait.rule))
    parts.append(trait.window_words)
    return "_".join(part for part in parts if part), is_exact


def _by_words(trait: Trait) -> str:
    """What orders the rows of an object; events have one time only."""
    by = trait.by if isinstance(trait, ObjectTrait) else None
    return f"by_{by.name}" if by is not None else ""


def past_name(past: Past, taken: frozenset[str]) -> str:
    """The column of a question to the ledger: happening, segment, window."""
    stem = f"{_HAPPENED[past.happening]}_{past.segment}"
    if past.window_words:
        stem = f"{stem}__{past.window_words}"
    # a fixed instant is told in fewer letters than it has
    is_exact = not any(isinstance(node, Constant) for node in walk(past))
    if is_exact and len(stem) <= MAX_NAME and stem not in taken:
        return stem
    key = digest(f"{past.segment} {canonical(past)}", 6)
    return f"{stem[: MAX_NAME - 7].rstrip('_')}_{key}"


def lasting_name(lasting: Lasting) -> str:
    """The column of a question to the history of attributes: rule, duration, and a hash."""
    return _hashed(f"{_about(lasting.rule)}_{lasting.words}", lasting)


def lasting_rule_name(rule: Node) -> str:
    """The column that says whether a row of the history passes a rule."""
    return _hashed(f"is_{_about(rule)}", rule)


def _about(rule: Node) -> str:
    """Words of a rule, or the attribute that it is about where there are none."""
    name = next((node.name for node in walk(rule) if isinstance(node, Field)), "where")
    return rule_words(rule).replace("where", name)


def _hashed(stem: str, node: Node) -> str:
    return f"{stem[: MAX_NAME - 7].rstrip('_')}_{digest(canonical(node), 6)}"


def rule_words(rule: Node) -> str:
    """A few words that remind of a rule; never exact."""
    match rule:
        case Comparison(operator="=", left=Field(name=name), right=Constant(value=value)):
            return slug(f"{name} {value}")[:24].rstrip("_")
        case OneOf(value=Field(name=name), options=options):
            return slug(f"{name} {options[0].value}")[:24].rstrip("_")
        case Comparison(left=Field(name=name)) | IsNull(value=Field(name=name)):
            return slug(name)
        case TextTest(value=Field(name=name), text=text):
            return slug(f"{name} {text}")[:24].rstrip("_")
        case UnlessKnown(part=Comparison(operator="<>") as part):
            return "not_" + rule_words(replace(part, operator="="))
        case Complement(part=IsNull(value=Field(name=name))):
            return f"{slug(name)}_known"
        case UnlessKnown(part=SqlNot(part=part)) | Complement(part=part):
            return "not_" + rule_words(part)
        case Every(parts=parts) | Some(parts=parts):
            return rule_words(parts[0])
    return "where"


def flag_name(trait: Trait) -> str:
    """The column that says whether a row counts for a trait; '' where every row does."""
    if trait.rule is None and not trait.window:
        return ""
    if trait.rule is None:
        return f"is_in_{trait.window_words}"
    key = digest(canonical((trait.rule, trait.window)), 6)
    words = "_".join(w for w in (rule_words(trait.rule), trait.window_words) if w)
    return f"is_{words}"[: MAX_NAME - 7].rstrip("_") + f"_{key}"


def page_name(sources: tuple[EventSource, ...], kinds: tuple[str, ...]) -> str:
    """The name of the page that reads these kinds of these sources."""
    if len(kinds) == 1:
        return kinds[0]
    known = {kind for source in sources for kind in source.kinds}
    names = [source.events for source in sources]
    if set(kinds) == known and len(sources) == 1:
        return f"any_{names[0]}"
    first, *rest = kinds
    prefix = f"{first.split('_')[0]}_"
    short = [kind.removeprefix(prefix) for kind in rest]
    is_exact = not set(short) & (known - set(rest))
    joined = "_or_".join([first, *short])
    if is_exact and len(joined) <= 26:
        return joined
    stem = names[0] if len(names) == 1 else "events"
    return f"{stem[:19].rstrip('_')}_{digest(','.join(kinds), 6)}"
