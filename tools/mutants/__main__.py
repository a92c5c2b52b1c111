"""Break one rule at a time in a copy of the project and see which test notices it.

`make mutants` runs all and writes tools/mutants/results.json, from which docs/proofs.md is made;
`python -m tools.mutants WORD...` runs those whose name holds one of the words.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import dbt.adapters.duckdb
import dbt.cli.main  # noqa: F401  # loaded once; each mutant's process has it from here

from tools.mutants.all_mutants import every_mutant
from tools.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]
SCRATCH = "mutants_scratch"
RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    """The exit code: 1 when a mutant is not noticed."""
    arguments = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    arguments.add_argument("words", nargs="*", help="parts of names; none: every mutant")
    arguments.add_argument("--new", action="store_true", help="only those without a result")
    asked = arguments.parse_args()
    known: dict[str, list[str]] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    every = every_mutant()
    chosen = [m for m in every if not asked.words or any(w in m.name for w in asked.words)]
    if asked.new:
        chosen = [mutant for mutant in chosen if not known.get(mutant.name)]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _copy(tree)
        (tree / SCRATCH).mkdir()
        sound = set[tuple[str, ...]]()
        for number, mutant in enumerate(chosen, 1):
            if mutant.seen_by not in sound:
                _refuse_unsound(mutant, tree)
                sound.add(mutant.seen_by)
            known[mutant.name] = noticed(mutant, tree)
            shown = ", ".join(known[mutant.name][:2]) or "NOT NOTICED"
            sys.stdout.write(f"{number}/{len(chosen)} {mutant.name}: {shown}\n")
            sys.stdout.flush()
            _keep(known)
    return 1 if any(not known[mutant.name] for mutant in chosen) else 0


def _refuse_unsound(mutant: Mutant, tree: Path) -> None:
    """The cases hold without a mutant: else they notice nothing."""
    cases = _cases(mutant)
    found = _wrong_cases(cases, tree) if cases else []
    if found:
        raise SystemExit(f"without any mutant these are wrong: {found}")


def _cases(mutant: Mutant) -> list[str]:
    return [name for name in mutant.seen_by if not name.startswith("tests/")]


def noticed(mutant: Mutant, tree: Path) -> list[str]:
    """What failed in the tree with the mutant in it: `case: definition`, or tests."""
    path = tree / mutant.file
    sound = path.read_text(encoding="utf-8")
    path.write_text(mutant.broken(tree), encoding="utf-8")
    # Python takes a changed module for unchanged when size and second are the same.
    os.utime(path, (time.time() + 5, time.time() + 5))
    try:
        cases = _cases(mutant)
        tests = [name for name in mutant.seen_by if name.startswith("tests/")]
        found = _wrong_cases(cases, tree) if cases else []
        return found or (_failed_tests(tests, tree) if tests else [])
    finally:
        path.write_text(sound, encoding="utf-8")


def _wrong_cases(cases: list[str], tree: Path) -> list[str]:
    """Ask a process that has dbt loaded already, and nothing of the project yet."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_probe, (cases, tree))


def _probe(cases: list[str], tree: Path) -> list[str]:
    """Runs in a process of its own, in which the tree's code is imported."""
    os.chdir(tree)
    elsewhere = [path for path in sys.path if path and Path(path).is_absolute()]
    outside = [path for path in elsewhere if not Path(path).is_relative_to(ROOT)]
    sys.path[:] = [str(tree / "generator"), str(tree), *outside]
    sys.dont_write_bytecode = True
    try:
        from tools.mutants.probe import wrong

        return wrong(cases, tree / SCRATCH)
    except Exception as error:
        # A generator that stops for every rule has noticed none: the mutant is a bad one.
        sys.stderr.write(f"not a rule broken but the generator: {error!r}\n")
        return []


def _failed_tests(tests: list[str], tree: Path) -> list[str]:
    said = _run([sys.executable, "-m", "pytest", "-x", "-q", "-m", "not postgres", *tests], tree)
    return re.findall(r"(?m)^(?:FAILED|ERROR) (\S+)", said)


def _run(command: list[str], tree: Path) -> str:
    here = {**os.environ, "PYTHONPATH": "generator:.", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tree, env=here, text=True, capture_output=True, check=False)
    return done.stdout + done.stderr


def _copy(tree: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith("seeds/"):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tree / name)


def _keep(known: dict[str, list[str]]) -> None:
    """The results of the mutants that there are, in their order."""
    kept = {m.name: known[m.name][:3] for m in every_mutant() if m.name in known}
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
