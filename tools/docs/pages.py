"""Which pages are made, and from what."""

from __future__ import annotations

from pathlib import Path

from tools.docs.chapters import page
from tools.docs.code_tables import LANGUAGE_TABLES
from tools.docs.contract_tables import CONTRACT_TABLES
from tools.docs.error_pictures import ERROR_PARTS
from tools.docs.law_11 import LAW_11_PARTS
from tools.docs.proofs import PROOF_PARTS
from tools.docs.spec_pages import semantics_parts

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def made_pages() -> dict[str, str]:
    """The text of every made page, by its name in docs/."""
    return {
        "language.md": page("language", "The definition language", LANGUAGE_TABLES, "the code"),
        "semantics.md": page("semantics", "What it means", semantics_parts(), "tests/spec"),
        "errors.md": page("errors", "Errors and what to do", ERROR_PARTS, "tests/errors"),
        "proofs.md": page(
            "proofs", "How it is proved", {**PROOF_PARTS, **LAW_11_PARTS}, "the tests"
        ),
        "tables.md": page("tables", "The tables", CONTRACT_TABLES, "models/segsmith"),
    }
