"""Writing definitions for people: YAML text, and the JSON shape that other products speak."""
