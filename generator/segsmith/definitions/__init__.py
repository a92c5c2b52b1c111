"""Stage 2, parse: YAML nodes become frozen pydantic models. Pydantic lives only here.

The reference interpreter shares these models, and nothing else, with the generator.
"""
