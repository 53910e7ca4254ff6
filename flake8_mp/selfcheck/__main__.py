"""``flake8-mp selfcheck``: run the evidence behind the rules on this machine."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from flake8_mp.arguments import Parser
from flake8_mp.progress import Progress
from flake8_mp.selfcheck.fixture import Fixture, FixtureError, find_fixtures, fixtures_root
from flake8_mp.selfcheck.interpreter import InterpreterError, interpreter
from flake8_mp.selfcheck.matrix import Result, compare, default_jobs, plan, run_matrix
from flake8_mp.selfcheck.record import PATH, RecordError, record
from flake8_mp.selfcheck.runner import isolates
from flake8_mp.selfcheck.table import details, summary, table
from flake8_mp.settings import START_METHODS
from flake8_mp.streams import stop_writing

HOLDS, DIFFERS, USAGE, INTERRUPTED = 0, 1, 2, 130


def parser(prog: str = "flake8-mp selfcheck") -> Parser:
    """Build the parser of the command line; ``prog`` is how the user calls the command."""
    made = Parser(
        prog=prog,
        description="Run the example programs of the rules under each start method, and compare what happens with what "
        "they claim. Exits with 0 if all claims hold, with 1 on a difference, and with 2 on a usage error or if "
        "nothing was run.",
    )
    made.add_argument(
        "selection", nargs="*", help="code (MP201, MP2), name of a rule, or path of a fixture or folder (default: all)"
    )
    made.add_argument(
        "--start-method",
        action="append",
        choices=START_METHODS,
        help="run under this start method only; may be repeated",
    )
    made.add_argument(
        "--python",
        action="append",
        metavar="PATH",
        help="Python interpreter for the programs (default: this one), or a command such as 'chroot DIR "
        "python3.14'; may be repeated",
    )
    made.add_argument("--record", action="store_true", help="store the outcomes in the record of this package")
    made.add_argument("--fixed", action="store_true", help="fix the programs that go wrong, and run the fixed ones")
    made.add_argument(
        "--jobs", type=positive, metavar="N", help=f"number of runs at the same time (default: {default_jobs()})"
    )
    made.add_argument(
        "--time-limit", type=seconds, metavar="S", help="time limit in seconds, instead of that of each program"
    )
    return made


def positive(text: str) -> int:
    """Read a number from the command line that is 1 or more."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return number


def seconds(text: str) -> float:
    """Read a time limit from the command line."""
    number = float(text)
    if not 0 < number <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds up to 3600")
    return number


def _can_be_recorded(fixtures: Sequence[Fixture]) -> None:
    """Refuse to record what is not the package's own, or where nothing can be written, before anything is run.

    Raises :class:`FixtureError` or :class:`RecordError`.
    """
    root = fixtures_root().resolve()
    for fixture in fixtures:
        if fixture.path.resolve().parent.parent != root:
            raise FixtureError(f"{fixture.path}: --record keeps the outcomes of {root} only")
    if not os.access(PATH.parent, os.W_OK):
        raise RecordError(f"{PATH.parent}: --record needs permission to write here")


def _record(results: Sequence[Result]) -> None:
    """Write the record; raise :class:`RecordError` where it cannot be written."""
    try:
        record(results)
    except OSError as error:
        raise RecordError(f"{PATH}: cannot be written: {error.strerror}") from error


def main(arguments: Sequence[str] | None = None, prog: str = "flake8-mp selfcheck") -> int:
    """Run the command and return its exit status; ``prog`` is how the user calls it."""
    options = parser(prog).parse_args(arguments)
    if options.fixed:
        print("selfcheck: --fixed is an option of the command: flake8-mp selfcheck --fixed", file=sys.stderr)
        return USAGE
    started = time.monotonic()
    progress = Progress(every=10.0)
    try:
        fixtures = [fixture for fixture in find_fixtures(options.selection) if fixture.kind != "shapes"]
        if not fixtures:
            raise FixtureError(f"{' '.join(options.selection)}: no fixtures that can be run")
        if options.record:
            _can_be_recorded(fixtures)
        pythons = [interpreter(text) for text in options.python or [sys.executable]]
        tasks = plan(fixtures, options.start_method or START_METHODS, pythons)
        results = run_matrix(tasks, jobs=options.jobs, time_limit=options.time_limit, progress=progress)
        progress.close()
        if options.record:
            _record(results)
    except (FixtureError, InterpreterError, RecordError) as error:
        progress.close()
        print(f"selfcheck: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        progress.close()
        return INTERRUPTED
    try:
        print(table(results))
        for result in compare(results):
            print(f"\n{details(result)}")
        print(f"\n{summary(results, time.monotonic() - started)}{'' if isolates() else ' (not isolated)'}")
        if options.record:
            print(f"recorded in {PATH}")
        sys.stdout.flush()
    except BrokenPipeError:
        stop_writing()
    if all(result.task.skipped for result in results):
        print("selfcheck: nothing was run", file=sys.stderr)
        return USAGE
    return DIFFERS if compare(results) else HOLDS


if __name__ == "__main__":
    sys.exit(main(prog="python -m flake8_mp.selfcheck"))
