"""The stages of a run, in the order in which they are told."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where the time of a run goes; the value is how it is told."""

    GENERATING = "generating"
    STARTING = "starting dbt"
    OWN_MODELS = "your own models"
    RUN_ROW = "the run row"
    LOOKING = "whom to look at"
    TRAITS = "traits"
    EVALUATION = "evaluation"
    LEDGER = "ledger"
    PUBLISHING = "publishing"
    READERS = "tables for readers"
    TESTS = "tests"
    BETWEEN = "between the nodes"
    COPY = "copy for readers"
