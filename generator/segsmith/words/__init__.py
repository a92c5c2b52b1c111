"""A definition's rule in plain words, from the parsed definition alone."""

from segsmith.words.catalog_words import kind_descriptions, personal_names, stage_set
from segsmith.words.personal_parameters import parameter_name
from segsmith.words.rule import rule_in_words, segment_in_words

__all__ = [
    "kind_descriptions",
    "parameter_name",
    "personal_names",
    "rule_in_words",
    "segment_in_words",
    "stage_set",
]
