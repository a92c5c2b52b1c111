"""Write the made pages and schemas, or with --check tell which are not what their sources say."""

from __future__ import annotations

import argparse
import sys

from tools.docs.editors import refresh_editors
from tools.docs.pages import DOCS, made_pages


def main() -> int:
    """The exit code: 1 when --check finds a page that is not fresh."""
    arguments = argparse.ArgumentParser(prog="python -m tools.docs", description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing")
    is_check = arguments.parse_args().check
    stale = 0
    for name, text in made_pages().items():
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        sys.stdout.write(f"{'not fresh' if is_check else 'written'}: docs/{name}\n")
        if not is_check:
            path.write_text(text, encoding="utf-8", newline="\n")
    for refreshed in refresh_editors(is_check):
        stale += 1
        sys.stdout.write(f"{'not fresh' if is_check else 'written'}: {refreshed}\n")
    return 1 if is_check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
