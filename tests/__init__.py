"""Tests of Segsmith."""
