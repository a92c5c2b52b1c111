"""Mutants: one evaluation rule broken at a time, to see which test notices it."""
