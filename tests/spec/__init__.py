"""Spec cases: the language by example, members by hand. They become docs/semantics.md."""
