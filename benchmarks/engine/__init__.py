"""The engine benchmark: our refresh against a project written by hand and against the limit."""
