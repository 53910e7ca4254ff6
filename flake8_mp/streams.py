"""The standard streams of a command, when they are no longer read."""

from __future__ import annotations

import contextlib
import os
import sys


def stop_writing() -> None:
    """Let standard output go nowhere, also at the interpreter's last flush: its reader, such as ``head``, has gone.

    Where it is closed, or no file at all, it stays as it is.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def encode_anything() -> None:
    """Let standard output escape what its encoding does not have: that of a console or a pipe may not end a command."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def print_error(words: str) -> None:
    """Print something on standard error; where nothing reads it, that is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        print(words.encode(errors="backslashreplace").decode(), file=sys.stderr, flush=True)
