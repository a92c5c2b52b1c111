"""Stage 8, write: text becomes files, whole or not at all, and only over our own."""
