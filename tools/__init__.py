"""Programs for the people who work on Segsmith; no part of the package."""
