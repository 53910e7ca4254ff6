"""Runs one program once: under a start method, with an interpreter, watched until nothing of it is left.

A program is a fixture of this package, which runs in a directory of its own, or one of the user's, which runs where
and as the user has it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flake8_mp.selfcheck import shim, warden
from flake8_mp.selfcheck.fixture import Fixture
from flake8_mp.selfcheck.interpreter import Interpreter, environment, interpreter
from flake8_mp.selfcheck.outcome import Outcome, Report, judge

PACKAGE = "pkg"
"""The name under which a program that runs as a package is found."""

_ENOUGH = 200_000  # characters of output that are read from its beginning, and again from its end
_LONG = 55  # characters of a directory's path, beyond which sockets below it get into trouble
_WARDENS: set[subprocess.Popen[bytes]] = set()
_SEED = "PYTHONHASHSEED"


class RunError(RuntimeError):
    """A program could not be run at all, which says nothing about it; the text names it and the cause."""


@dataclass(frozen=True)
class Program:
    """What is run: how Python finds it, in which directory, in which environment, and for how long."""

    name: str
    """How it is named where it cannot be run."""
    arguments: tuple[str, ...]
    """What follows the interpreter on the command line."""
    directory: Path
    environment: Mapping[str, str]
    """All of it, but for what this module adds: the shim's folder on the path, and a directory for temporary files."""
    time_limit: float
    of_user: bool = False
    """Whether it is the user's own: then another ``sitecustomize`` is executed as well, sets are printed in the same
    order in each run, and shared memory that it leaves behind by itself is not removed outside of namespaces."""
    isolate: bool = True
    """Whether it lives in namespaces of its own, where these can be had."""


def run(
    fixture: Fixture,
    method: str,
    python: Interpreter | str = sys.executable,
    *,
    time_limit: float | None = None,
) -> Outcome:
    """Run a fixture once with ``method`` as the default start method and return what happened.

    ``time_limit`` replaces the fixture's own. Nothing is left behind: no process, no segment, no file.
    Raises :class:`InterpreterError` for an interpreter that cannot be run, and :class:`RunError` where the
    watching itself failed.
    """
    if isinstance(python, str):
        python = interpreter(python)
    with _place(python) as place:
        program = Program(
            name=fixture.key,
            arguments=(*fixture.flags, *_lay_out(fixture, place / "program"), *fixture.args),
            directory=place / "program",
            environment=environment(python.root),
            time_limit=fixture.time_limit if time_limit is None else time_limit,
        )
        return judge(_watch(program, place, _prepare(program, method, python, place)), fixture.prints)


def run_program(program: Program, method: str, python: Interpreter) -> Report:
    """Run a program once with ``method`` as the default start method and return what was seen.

    No process of it is left behind. Raises :class:`RunError` where the watching itself failed, and OSError where there
    is no place for what it writes.
    """
    with _place(python) as place:
        return _watch(program, place, _prepare(program, method, python, place))


def end_all() -> None:
    """End the runs that are under way, as when the user interrupts."""
    for process in tuple(_WARDENS):
        process.terminate()


@cache
def isolates() -> bool:
    """Return whether programs run in namespaces of their own here; found out once."""
    if not sys.platform.startswith("linux"):
        return False
    command = [sys.executable, "-I", "-S", warden.__file__, "--probe"]
    return subprocess.run(command, capture_output=True, check=False, timeout=30).returncode == 0


@contextmanager
def _place(python: Interpreter) -> Iterator[Path]:
    """Make a temporary directory for one run, and remove it with all that is in it."""
    place = Path(tempfile.mkdtemp(prefix="mp-", dir=_parent(python))).resolve()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _parent(python: Interpreter) -> Path:
    """Choose where temporary directories go: seen by the interpreter, and short.

    Sockets lie in them, and a socket's path has an upper limit of about a hundred characters.
    """
    if python.root is not None:
        return python.root / "tmp"
    usual, short = Path(tempfile.gettempdir()), Path("/tmp")
    return short if len(str(usual)) > _LONG and os.access(short, os.W_OK) else usual


def _prepare(program: Program, method: str, python: Interpreter, place: Path) -> dict[str, Any]:
    """Lay out the surroundings of a program in a temporary directory; return the job for the warden."""
    ours, temporary = place / "shim", place / "t"
    ours.mkdir()
    temporary.mkdir()
    shutil.copyfile(shim.__file__, ours / "sitecustomize.py")
    (ours / "start-method").write_text(method, encoding="ascii")
    around = dict(program.environment)
    if program.of_user:
        fixes_seed = _SEED not in around
        (ours / "of-user").write_text("seed" if fixes_seed else "", encoding="ascii")
        if fixes_seed:
            around[_SEED] = "1"
    around["PYTHONPATH"] = os.pathsep.join(filter(None, (_inside(ours, python), around.get("PYTHONPATH"))))
    # What a program that is ended leaves among the temporary files goes away with them.
    around["TMPDIR"] = around["TEMP"] = around["TMP"] = _inside(temporary, python)
    return {
        "command": [*python.command, *program.arguments],
        "environment": around,
        "root": str(python.root or "/"),
        "directory": _inside(program.directory, python),
        "time_limit": program.time_limit,
        "stdout": str(place / "stdout"),
        "stderr": str(place / "stderr"),
        "isolate": program.isolate and isolates(),
        "tidy": not program.of_user,
    }


def _lay_out(fixture: Fixture, program: Path) -> list[str]:
    """Copy the program's files; return the arguments with which Python finds it in that directory."""
    is_folder = fixture.path.is_dir()
    if fixture.run_as == "package":
        target = program / PACKAGE
        _copy(fixture, target)
        if fixture.main.name != "__main__.py":
            (target / fixture.main.name).rename(target / "__main__.py")
        (target / "__init__.py").touch()
        return ["-m", PACKAGE]
    _copy(fixture, program)
    if fixture.run_as == "module":
        return ["-m", fixture.main.stem]
    return [fixture.main.name if is_folder else fixture.path.name]


def _copy(fixture: Fixture, target: Path) -> None:
    if fixture.path.is_dir():
        shutil.copytree(fixture.path, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.mkdir(parents=True)
        shutil.copyfile(fixture.path, target / fixture.path.name)


def _inside(path: Path, python: Interpreter) -> str:
    """Spell a path as the interpreter sees it, whose root may be another."""
    return str(path) if python.root is None else f"/{path.relative_to(python.root).as_posix()}"


def _watch(program: Program, place: Path, job: dict[str, Any]) -> Report:
    """Hand the job to a warden and read its report."""
    paper = place / "job.json"
    paper.write_text(json.dumps(job), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", warden.__file__, str(paper)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=os.name == "posix",
    )
    _WARDENS.add(process)
    try:
        _, complaint = process.communicate(timeout=job["time_limit"] + 60)
    except BaseException:
        process.kill() if os.name == "nt" else process.terminate()
        process.wait()
        raise
    finally:
        _WARDENS.discard(process)
    try:
        seen = json.loads((place / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        last = (complaint.decode(errors="replace").strip().splitlines() or [str(error)])[-1]
        raise RunError(f"{program.name}: could not be run: {last}") from error
    return Report(
        status=seen["status"],
        seconds=seen["seconds"],
        stdout=_read(place / "stdout"),
        stderr=_read(place / "stderr"),
        orphans=seen["orphans"],
        left=tuple(seen["left"]),
        births=(seen["births"][0], seen["births"][1]),
        digest=_digest(place / "stdout"),
        lines=_count_lines(place / "stdout"),
    )


def _read(path: Path) -> str:
    """Read what was written, without the middle of a flood."""
    with path.open("rb") as file:
        text = file.read(_ENOUGH)
        size = path.stat().st_size
        if size > len(text):
            file.seek(max(len(text), size - _ENOUGH))
            text += b"\n" + file.read(_ENOUGH)
    return text.decode("utf-8", errors="replace")


def _count_lines(path: Path) -> int:
    """Count the lines of what was written, all of it, the last one also where it has no end."""
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while part := file.read(_ENOUGH):
            count += part.count(b"\n")
            last = part
    return count + (not last.endswith(b"\n"))


def _digest(path: Path) -> str:
    """Hash what was written, all of it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
