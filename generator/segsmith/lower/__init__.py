"""Stage 6, lower: the plan becomes pages of named SQL expressions, and macros."""
