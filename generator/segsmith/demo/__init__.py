"""The demo: an invented company, and a player of four weeks of its scheduled runs."""
