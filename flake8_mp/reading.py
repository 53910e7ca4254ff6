"""Reading the user's files: regular ones only, and never more of them than can be meant."""

from __future__ import annotations

import errno
import os
import stat
from typing import BinaryIO

MIB = 1024 * 1024
LARGEST_SOURCE = 32 * MIB
"""Bytes of a Python file; its syntax tree takes about a hundred times as much memory."""
LARGEST_NOTEBOOK = 256 * MIB
"""Bytes of a notebook, which may hold pictures."""
LARGEST_CONFIGURATION = 4 * MIB
"""Bytes of a pyproject.toml, setup.cfg, tox.ini, .flake8 or .gitignore."""
LARGEST_BASELINE = 256 * MIB
"""Bytes of a baseline."""


class NotRegularError(OSError):
    """What has the name of a file is a folder, a pipe, a device or a socket, or a link to one."""


def open_regular(path: str) -> BinaryIO:
    """Open a regular file for reading bytes.

    Nothing else is opened, since a named pipe waits for a writer forever, ``/dev/zero`` has no end, and some devices
    act when they are opened. Raises :class:`NotRegularError` for these, and OSError for what cannot be opened.
    """
    _ensure_regular(os.stat(path))
    # It may have been replaced meanwhile: a pipe is not waited for, and what was opened is looked at again.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    file = open(os.open(path, flags), "rb")  # noqa: SIM115  (the caller closes it)
    try:
        _ensure_regular(os.fstat(file.fileno()))
    except OSError:
        file.close()
        raise
    return file


def read_regular(path: str, most: int) -> bytes:
    """Return the bytes of a regular file that has at most ``most`` of them.

    Raises OSError whose ``strerror`` says why it cannot be read, also for a file that is larger.
    """
    with open_regular(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most // MIB} MiB", path)
    return data


def _ensure_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise NotRegularError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(errno.EINVAL, "not a regular file")
