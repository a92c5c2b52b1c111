"""Run SQL statements in a process of its own: `run_sql.py FILE.json`; seconds of each as JSON.

The file says: `database` to write, `attach` to read as `source` or null, `threads`, `statements`.
This file imports nothing but DuckDB, so that its memory is that of the statements.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb


def main() -> None:
    """Run them one after the other, and write the file out at the end."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with duckdb.connect(asked["database"], config={"threads": asked["threads"]}) as connection:
        if asked["attach"]:
            connection.execute(f"attach '{asked['attach']}' as source (read_only)")
        seconds = []
        for statement in [*asked["statements"], "checkpoint"]:
            start = time.perf_counter()
            connection.execute(statement)
            seconds.append(time.perf_counter() - start)
    sys.stdout.write(json.dumps(seconds))


if __name__ == "__main__":
    main()
