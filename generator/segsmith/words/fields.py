"""Which models the words about keys belong to, and the words of one key."""

from __future__ import annotations

from collections.abc import Mapping

from segsmith.definitions import catalog, ranks, segments
from segsmith.definitions.strict import Strict
from segsmith.words.field_words import FIELDS

MODELS: Mapping[str, type[Strict]] = {
    "approval": segments.Approval,
    "attribute": catalog.Attribute,
    "entity": catalog.Entity,
    "event_kind": catalog.EventKind,
    "event_source": catalog.EventSource,
    "guards": segments.Guards,
    "list_source": catalog.ListSource,
    "policy": segments.Policy,
    "project": segments.Project,
    "random": ranks.RandomSplit,
    "relation": catalog.Relation,
    "segment": segments.Segment,
    "source": catalog.Source,
    "tag_source": catalog.TagSource,
}


def field_words(model: type[Strict], key: str) -> str:
    """What a key of a model means, from the nearest model in its line; '' without words."""
    names = {model_: name for name, model_ in MODELS.items()}
    for each in model.__mro__:
        words = FIELDS.get(names.get(each, ""), {}).get(key)
        if words is not None:
            return words
    return ""
