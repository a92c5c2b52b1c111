"""The pages of docs/ that are made: prose by hand, tables from the code, cases from the specs.

`python -m tools.docs` writes them, `python -m tools.docs --check` tells which are not fresh.
"""
