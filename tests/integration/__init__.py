"""Whole projects as outside users have them."""
