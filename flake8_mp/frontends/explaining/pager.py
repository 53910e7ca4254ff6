"""Text that is longer than the terminal, shown by the program that the user reads such text with, as git does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from flake8_mp.frontends.output import Output

_USUAL = "less"
_SETTINGS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}
"""The options of pagers whose options are not set: to leave a text alone that fits, to pass colours on, and to
keep what they have shown; and the encoding in which they get it. Source: ``core.pager`` in git-config(1), less(1)."""
_NOT_FOUND = (126, 127)
"""The exit statuses of a shell that has not found a command, or must not run it. Source: POSIX, "Shell Command
Language", 2.8.2."""


def show(text: str, wanted: bool) -> None:
    """Write a text to standard output, or let a pager show it where ``wanted`` and it does not fit the terminal.

    Raises :class:`OutputError` where standard output cannot be written. A reader who goes away early is no error.
    """
    command = pager() if wanted and sys.stdout.isatty() and not _fits(text) else ""
    if command and _paged(text, command):
        return
    output = Output()
    output.write(text)
    output.close()


def pager() -> str:
    """Return the command of the user's pager, for a shell; empty where there is none, or it is ``cat``.

    That is ``FLAKE8_MP_PAGER``, else ``PAGER``, else ``less``. An empty one means none.
    """
    command = os.environ.get("FLAKE8_MP_PAGER", os.environ.get("PAGER", _USUAL)).strip()
    # The shell of Windows does not say by its exit status that there is no such command.
    looked_up = command.split()[0].strip('"') if command and os.name == "nt" else _USUAL if command == _USUAL else ""
    return "" if command == "cat" or (looked_up and shutil.which(looked_up) is None) else command


def _fits(text: str) -> bool:
    columns, lines = shutil.get_terminal_size()
    return sum(1 + max(len(line) - 1, 0) // max(columns, 1) for line in text.splitlines()) < lines


def _paged(text: str, command: str) -> bool:
    """Let a pager show a text; says whether there is one. It is up to the pager what Ctrl-C means."""
    environment = _SETTINGS | dict(os.environ)
    sys.stdout.flush()
    try:
        process = subprocess.Popen(
            command, shell=True, stdin=subprocess.PIPE, env=environment, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        return False
    assert process.stdin is not None
    try:
        process.stdin.write(text)
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    while True:
        try:
            process.stdin.close()
        except (BrokenPipeError, KeyboardInterrupt):
            continue
        break
    while True:
        try:
            return process.wait() not in _NOT_FOUND
        except KeyboardInterrupt:
            continue
