"""``flake8-mp verify``: run a program under each start method, and report what breaks and which rules say why.

This is the one command that runs the code of users; linting never does.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from flake8_mp.arguments import Parser
from flake8_mp.frontends.interrupts import clean_exit_on_sigterm
from flake8_mp.frontends.verdict import Run, Verdict, shown
from flake8_mp.frontends.verify_output import as_json, text
from flake8_mp.progress import Progress
from flake8_mp.selfcheck.__main__ import INTERRUPTED, USAGE, positive, seconds
from flake8_mp.selfcheck.fixture import FixtureError
from flake8_mp.selfcheck.interpreter import Interpreter, InterpreterError, interpreter
from flake8_mp.selfcheck.outcome import judge
from flake8_mp.selfcheck.record import RecordError
from flake8_mp.selfcheck.runner import Program, RunError, end_all, isolates, run_program
from flake8_mp.settings import START_METHODS
from flake8_mp.streams import stop_writing

WORKS, BREAKS = 0, 1
TIME_LIMIT = 30.0
"""Seconds after which a program hangs, unless more or less is given."""

_SHM = Path("/dev/shm")
_WITH_VALUE = ("--start-method", "--python", "--time-limit", "--jobs")
"""The options that take a value: what comes after all options is the program and its own arguments."""


class VerifyError(ValueError):
    """What is asked for cannot be run; the text names it and the cause."""


ERRORS = (VerifyError, InterpreterError, RunError, FixtureError, RecordError, OSError)
"""The errors that are shown in one line instead of a verdict."""


@dataclass(frozen=True)
class Target:
    """What the user wants to have run, as it stands on the command line."""

    words: tuple[str, ...]
    """What follows the interpreter: the script or ``-m`` and the module, and the program's own arguments."""
    path: Path | None
    """The file in which the program begins, None where it is not one of the user's."""


def parser() -> Parser:
    """Build the parser of the command line, for what stands before the program."""
    made = Parser(
        prog="flake8-mp verify",
        usage="%(prog)s [options] SCRIPT [ARGUMENTS...]\n       %(prog)s [options] -m MODULE [ARGUMENTS...]",
        description="Run a program under each start method in this directory, and compare what happens: whether it "
        "raises, hangs, prints something different or leaves something behind, and which rules explain that. The "
        "program really runs, several times: what it writes, deletes or sends is written, deleted or sent each time. "
        "Its standard input is empty. Exits with 0 if it works and prints the same under each start method, with 1 if "
        "something breaks or differs, and with 2 on a usage error or if nothing was run.",
        epilog="Everything after SCRIPT or MODULE is passed to the program.",
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
        metavar="PYTHON",
        help="Python interpreter to run it with (default: this one); may be repeated",
    )
    made.add_argument(
        "--time-limit",
        type=seconds,
        default=TIME_LIMIT,
        metavar="S",
        help="seconds after which a run is ended and reported as a hang (default: %(default)g)",
    )
    made.add_argument(
        "--jobs",
        type=positive,
        default=1,
        metavar="N",
        help="number of runs at the same time (default: 1, because they share this directory, its files, the ports and "
        "the processors)",
    )
    made.add_argument("--show-output", action="store_true", help="show the output of each run")
    made.add_argument("--ignore-output", action="store_true", help="do not compare what the runs print")
    made.add_argument(
        "--no-isolation",
        action="store_true",
        help="let the program see the processes and the shared memory of the system; it then runs as it does by hand, "
        "but less is reported about what it leaves behind",
    )
    made.add_argument("--json", action="store_true", help="print a JSON object")
    made.add_argument(
        "--fix",
        action="store_true",
        help="also run it as `flake8-mp check --fix` would change it, and show both; the script itself is not changed",
    )
    made.add_argument("--unsafe-fixes", action="store_true", help="with --fix, also apply unsafe fixes")
    return made


def split(arguments: Sequence[str]) -> tuple[list[str], list[str], bool]:
    """Part the options from the program and its arguments; says whether the program is a module."""
    at = 0
    while at < len(arguments):
        word = arguments[at]
        if word == "--":
            return list(arguments[:at]), list(arguments[at + 1 :]), False
        if word == "-m":
            return list(arguments[:at]), list(arguments[at + 1 :]), True
        if word.startswith("-m"):
            return list(arguments[:at]), [word[2:], *arguments[at + 1 :]], True
        if not word.startswith("-") or word == "-":
            return list(arguments[:at]), list(arguments[at:]), False
        at += 2 if word in _WITH_VALUE else 1
    return list(arguments), [], False


def _target(words: Sequence[str], is_module: bool, pythons: Sequence[Interpreter]) -> Target:
    """Find out what is to be run; raise :class:`VerifyError` for what is not there."""
    name = words[0]
    if is_module:
        path = _module_file(name)
        if path is None and not all(python.has(name) for python in pythons):
            raise VerifyError(f"-m {name}: there is no such module here, on PYTHONPATH or installed")
        return Target(("-m", *words), path)
    script = Path(name)
    if not name or not script.exists():
        raise VerifyError(f"{name or repr(name)}: there is no such file")
    if script.suffix == ".ipynb":
        raise VerifyError(f"{name}: a notebook is run by Jupyter, not by Python, and cannot be verified")
    if script.is_dir():
        if not (script / "__main__.py").is_file():
            raise VerifyError(f"{name}: a folder needs a __main__.py to be run, and this one has none")
        return Target(tuple(words), script / "__main__.py")
    # A name that begins with a dash came after ``--``; Python would take it for an option.
    spelled = os.path.join(os.curdir, name) if name.startswith("-") else name
    return Target((spelled, *words[1:]), script)


def _module_file(name: str) -> Path | None:
    """Find the file that ``-m`` runs, without importing anything; None where it is not below the usual folders."""
    relative = Path(*name.split("."))
    for folder in ("", *os.environ.get("PYTHONPATH", "").split(os.pathsep)):
        base = Path(folder) / relative
        for path in (base / "__main__.py", base.with_name(f"{base.name}.py")):
            if path.is_file():
                return path
    return None


def _isolated(options: argparse.Namespace) -> bool:
    """Decide whether the program lives in namespaces of its own.

    It does where they can be had, with root rights or as an ordinary user: only there it is known for sure what a
    program leaves behind, and all of it is ended. It keeps its user, its files and its network. It loses sight of other
    processes, and of the segments of shared memory that other programs have made; where a user namespace is needed, it
    cannot start programs such as ``sudo`` that run as somebody else. Who needs these has ``--no-isolation``. A program
    that lies in the system's shared memory would not be found there, so that is not hidden from it.
    """
    if options.no_isolation or not isolates():
        return False
    return not any(_SHM in (path, *path.parents) for path in (Path.cwd(), Path(sys.prefix).resolve()))


def _environment() -> dict[str, str]:
    """Return the user's environment, in which Python writes tracebacks without colours, so that they can be read.

    On Windows, what goes to a file is not written in UTF-8 unless that is asked for.
    """
    encoding = {} if os.name == "posix" else {"PYTHONIOENCODING": "utf-8"}
    return {**encoding, **os.environ, "PYTHON_COLORS": "0"}


def _announce(target: Target, count: int, options: argparse.Namespace, isolated: bool) -> None:
    """Say clearly that code is run, how often and where, before it is."""
    times = "once" if count == 1 else f"{count} times"
    print(
        f"flake8-mp verify: running `python {shown(shlex.join(target.words))}` {times} in {shown(str(Path.cwd()))}, "
        f"{'' if count == 1 else 'each '}for up to {options.time_limit:g} s\n"
        "what it writes, deletes or sends is really written, deleted or sent"
        f"{'' if isolated else '; it is not isolated from other processes'}",
        file=sys.stderr,
        flush=True,
    )


def _skipped(method: str, python: Interpreter) -> Run | None:
    if method in python.methods:
        return None
    return Run(method, python.version, skipped=f"no {method} on this platform")


def _run_all(
    plan: Sequence[tuple[str, Interpreter]], program: Program, jobs: int, progress: Callable[[int, int], None]
) -> list[Run]:
    """Run the program under each start method with each interpreter; return the runs in the same order.

    Raises :class:`RunError` and OSError where the watching failed. When the user interrupts, all runs are ended first.
    """

    def one(method: str, python: Interpreter) -> Run:
        return Run(method, python.version, judge(run_program(program, method, python)))

    runs = [_skipped(method, python) for method, python in plan]
    futures: dict[Future[Run], int] = {}
    with ThreadPoolExecutor(jobs) as executor:
        try:
            futures = {
                executor.submit(one, *element): number for number, element in enumerate(plan) if runs[number] is None
            }
            waiting = set(futures)
            progress(0, len(futures))
            while waiting:
                done, waiting = wait(waiting, timeout=1, return_when="FIRST_COMPLETED")
                for future in done:
                    runs[futures[future]] = future.result()
                progress(len(futures) - len(waiting), len(futures))
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in futures):
                end_all()  # again and again, since one of them may only be about to start
                time.sleep(0.05)
            raise
    return [run for run in runs if run is not None]


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    ours, words, is_module = split(arguments)
    options = parser().parse_args(ours)
    if not words:
        print("flake8-mp verify: name a script, or a module with -m", file=sys.stderr)
        return USAGE
    if options.fix:
        from flake8_mp.frontends.verify_fix import main as with_fixes

        return with_fixes(options, words, is_module)
    progress = Progress()
    try:
        target, verdict = verified(options, words, is_module, progress)
        shown_text = as_json(verdict, target.words) if options.json else text(verdict, options.show_output)
    except ERRORS as error:
        progress.close()
        print(f"flake8-mp verify: {shown(str(error))}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        progress.close()
        print("flake8-mp verify: interrupted; all runs were ended", file=sys.stderr)
        return INTERRUPTED
    try:
        print(shown_text, flush=True)
    except BrokenPipeError:
        stop_writing()
    if not verdict.runs_done:
        print("flake8-mp verify: nothing was run", file=sys.stderr)
        return USAGE
    return WORKS if verdict.works else BREAKS


def verified(
    options: argparse.Namespace,
    words: Sequence[str],
    is_module: bool,
    progress: Progress,
    instead: Path | None = None,
) -> tuple[Target, Verdict]:
    """Run what is asked for and hold the runs against each other; raise one of the errors that :func:`main` reports.

    ``instead`` is a file that is run in the place of the script.
    """
    pythons = list(dict.fromkeys(interpreter(text) for text in options.python or [sys.executable]))
    elsewhere = next((python for python in pythons if python.root is not None), None)
    if elsewhere is not None:
        raise VerifyError(f"{shlex.join(elsewhere.prefix)}: the program would not be found under another root")
    target = _target(words, is_module, pythons)
    methods = [method for method in START_METHODS if method in (options.start_method or START_METHODS)]
    plan = [(method, python) for python in pythons for method in methods]
    count = sum(method in python.methods for method, python in plan)
    isolated = _isolated(options)
    if count and instead is None:
        _announce(target, 2 * count if options.fix else count, options, isolated)
    program = Program(
        name=words[0],
        arguments=target.words,
        directory=Path.cwd(),
        environment=_environment(),
        time_limit=options.time_limit,
        of_user=True,
        isolate=isolated,
    )
    if instead is not None:
        program = replace(program, arguments=(str(instead), *target.words[1:]))
    with clean_exit_on_sigterm():
        runs = _run_all(plan, program, options.jobs, progress)
    progress.close()
    return target, Verdict(
        tuple(runs), target.path if instead is None else instead, compares_output=not options.ignore_output
    )
