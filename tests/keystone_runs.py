"""Runs the programs of the fixtures in a process of its own, beside the tests: many of them only sleep.

``python -m tests.keystone_runs FILE`` writes the results to a file, and how far it has come to standard output.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from flake8_mp.files import replace_bytes
from flake8_mp.frontends.interrupts import clean_exit_on_sigterm
from flake8_mp.selfcheck.fixture import Fixture, FixtureError, fixture_paths, fixtures_root, load
from flake8_mp.selfcheck.interpreter import interpreter
from flake8_mp.selfcheck.matrix import Result, plan, run_matrix
from flake8_mp.selfcheck.record import is_stale, on, recorded
from flake8_mp.settings import START_METHODS

PATHS = sorted(fixture_paths(fixtures_root()))
RUN = [path for path in PATHS if not path.stem.startswith("shapes")]

Seen = dict[tuple[Path, str], Result]

EVERYTHING = bool(os.environ.get("CI"))
"""Whether each program is run under every start method. Elsewhere than in CI one in three of those that have been
recorded as they are, on this minor version of Python, is run, under one of them, so that the tests end in minutes; which
ones depends on what they say."""


def methods_run(fixture: Fixture) -> Sequence[str]:
    """Return the start methods under which a program is run here."""
    known = recorded(fixture)
    version = interpreter().version
    if EVERYTHING or is_stale(fixture) or not all(on(version, known.get(method, {})) for method in START_METHODS):
        return START_METHODS
    chosen, one_of = divmod(int(fixture.digest, 16), 3)
    wrong = [method for method in START_METHODS if method in fixture.methods_wrong] or START_METHODS
    return () if one_of else (wrong[chosen % len(wrong)],)


def run_all(progress: object = None) -> Seen:
    """Run everything once; malformed fixtures are the business of a test of their own."""
    fixtures = []
    for path in RUN:
        try:
            fixtures.append(load(path))
        except FixtureError:
            continue
    tasks = [
        task for task in plan(fixtures, START_METHODS, [interpreter()]) if task.method in methods_run(task.fixture)
    ]
    results = run_matrix(tasks, progress=progress if callable(progress) else None)
    return {(result.task.fixture.path, result.task.method): result for result in results}


def main(file: Path) -> None:
    """Run everything and write the results."""

    def print_error(done: int, total: int) -> None:
        print(f"{done}/{total}", flush=True)

    with clean_exit_on_sigterm():
        replace_bytes(file, pickle.dumps(run_all(print_error)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
