"""Stage 2, parse: YAML nodes become frozen pydantic models. Pydantic lives only here.

The reference interpreter shares these models, and nothing else, with the generator.
"""

# Models that hold rules are whole once the conditions are known: before any of them is built on.
import segsmith.definitions.conditions  # noqa: F401
