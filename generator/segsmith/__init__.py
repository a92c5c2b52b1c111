"""Segsmith: segments as code for a data warehouse."""

__version__ = "0.1.0"
