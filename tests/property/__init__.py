"""Properties: drawn definitions and data, every warehouse against the reference interpreter."""
