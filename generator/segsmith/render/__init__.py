"""Stage 7, render: pages and macros become text."""
