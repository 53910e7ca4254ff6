"""Where unexpected errors end: as one line about the file or the command, and never as a traceback."""

from __future__ import annotations

import os
import sys

TRACEBACK = "FLAKE8_MP_TRACEBACK"
"""The environment variable that asks for the traceback as well."""

_MOST = 160
"""So many characters of an error's text are shown."""


def internal(error: Exception) -> str:
    """Return one line about an error that is a defect of this program; with :data:`TRACEBACK` set, print where it is.

    The text has no path: its caller knows what was being done.
    """
    if os.environ.get(TRACEBACK):
        import traceback

        try:
            traceback.print_exception(error, file=sys.stderr)
        except (OSError, ValueError):  # it is not read
            pass
    text = " ".join(f"{type(error).__name__}: {error}".rstrip(": ").split())
    text = text if len(text) <= _MOST else f"{text[: _MOST - 3]}..."
    return f"internal error ({text}); report it, with {TRACEBACK}=1 set to show where"
