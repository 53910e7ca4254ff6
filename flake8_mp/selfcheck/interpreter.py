"""The Python that the programs are run with, asked once what it is."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_QUESTION = """
import json, multiprocessing, platform, sys
print(json.dumps({
    "executable": sys.executable,
    "version": platform.python_version(),
    "numbers": sys.version_info[:3],
    "platform": " ".join(filter(None, (platform.system(), platform.machine(), *platform.libc_ver()))),
    "methods": multiprocessing.get_all_start_methods(),
}))
"""
_HAS_MODULE = """
import sys
sys.path[:] = [entry for entry in sys.path if entry]  # not the current directory, also before -P came with 3.11
import importlib.util
sys.exit(importlib.util.find_spec(sys.argv[1]) is None)
"""


class InterpreterError(ValueError):
    """An interpreter cannot be run; the text names it and the cause."""


@dataclass(frozen=True)
class Interpreter:
    """How a Python is started, and what it said of itself."""

    command: tuple[str, ...]
    root: Path | None
    """The directory that is made its root before it starts, as chroot(1) does."""
    version: str
    numbers: tuple[int, ...]
    platform: str
    methods: frozenset[str]
    """The start methods that it has here."""
    prefix: tuple[str, ...] = field(repr=False, default=())

    def has(self, module: str) -> bool:
        """Return whether it can find a top-level module."""
        return _has(self, module)


@cache
def interpreter(text: str = sys.executable) -> Interpreter:
    """Ask an interpreter: a path or name, or a command such as ``chroot DIR python3.14``.

    Raises :class:`InterpreterError` where it cannot be run or is no Python with start methods.
    """
    prefix = (text,) if Path(text).is_file() else tuple(shlex.split(text))
    if not prefix:
        raise InterpreterError("the name of the interpreter is empty")
    root, command = None, prefix
    if Path(prefix[0]).name == "chroot":
        if len(prefix) < 3 or not Path(prefix[1]).is_dir():
            raise InterpreterError(f"{text}: write 'chroot DIRECTORY PYTHON'")
        root, command = Path(prefix[1]).resolve(), prefix[2:]
    try:
        done = subprocess.run(
            [*prefix, "-I", "-c", _QUESTION],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment(root),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise InterpreterError(f"{text}: cannot be run: {error}") from error
    try:
        info = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise InterpreterError(f"{text}: not a usable Python: {last}") from None
    if len(command) == 1 and info["executable"]:
        command = (info["executable"],)  # not a launcher that would have to be passed each time
    return Interpreter(
        command=command,
        root=root,
        version=info["version"],
        numbers=tuple(info["numbers"]),
        platform=info["platform"],
        methods=frozenset(info["methods"]),
        prefix=prefix,
    )


@cache
def _has(python: Interpreter, module: str) -> bool:
    done = subprocess.run(
        [*python.prefix, "-c", _HAS_MODULE, module.partition(".")[0]],
        capture_output=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment(python.root),
    )
    return done.returncode == 0


def environment(root: Path | None) -> dict[str, str]:
    """Return the environment for programs: this one, without what would change how a Python behaves."""
    ours = ("PYTHON", "COV_", "COVERAGE_", "PYTEST_", "__PYVENV", "FORCE_COLOR")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    kept["NO_COLOR"] = "1"
    if os.name == "posix":
        kept["LC_ALL"] = "C.UTF-8"
    else:
        kept["PYTHONIOENCODING"] = "utf-8"  # in which the output is read
    if root is not None:
        kept["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return kept
