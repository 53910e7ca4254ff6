"""Where the command's output goes, and what happens when it cannot go there."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import IO

from flake8_mp.streams import encode_anything, stop_writing


class OutputError(OSError):
    """The output cannot be written; the text names the file and the cause."""


class Output:
    """Standard output, or a file that appears when all is written.

    ``path`` is that file; None means standard output, or the stream ``instead`` of it, which stays open.
    Raises :class:`OutputError` where the file cannot be made.
    """

    def __init__(self, path: str | None = None, instead: IO[str] | None = None) -> None:
        self._path = path
        self._shown = path
        self._beside: IO[str] | None = None
        self._direct: IO[str] | None = instead if path is None else None
        self._borrowed = self._direct
        self.open = True
        """Whether the output is read; when the reader of a pipe has seen enough, the rest goes nowhere."""
        if path is not None:
            try:
                if not path:
                    self._shown = "--output-file"
                    raise FileNotFoundError(2, "the name of the file is empty")
                if os.path.isdir(path):
                    raise IsADirectoryError(21, "Is a directory")
                if os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe is not to be replaced
                    self._direct = open(  # noqa: SIM115
                        path, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
                    )
                    return
                self._path = path = os.path.realpath(path)
                folder = os.path.dirname(path)
                self._beside = tempfile.NamedTemporaryFile(  # noqa: SIM115  (it is closed when all is written)
                    "w",
                    encoding="utf-8",
                    errors="backslashreplace",
                    newline="\n",  # the file is the same on every system
                    dir=folder,
                    prefix=".flake8-mp-",
                    delete=False,
                )
            except OSError as error:
                raise OutputError(self._complaint(error)) from None
        else:
            encode_anything()

    def write(self, text: str) -> None:
        """Write a text, as it stands. Raises :class:`OutputError`."""
        if not text or not self.open:
            return
        try:
            (self._direct or self._beside or sys.stdout).write(text)
        except BrokenPipeError:
            self._reader_gone()
        except OSError as error:
            self.discard()
            raise OutputError(self._complaint(error)) from None

    def close(self) -> None:
        """Bring everything to its place. Raises :class:`OutputError`."""
        try:
            if self._beside is None:
                (self._direct or sys.stdout).flush()
                return
            self._beside.flush()
            self._beside.close()
            mode = os.stat(self._path).st_mode & 0o7777 if self._path and os.path.exists(self._path) else _usual_mode()
            os.chmod(self._beside.name, mode)
            os.replace(self._beside.name, self._path or "")
        except BrokenPipeError:
            self._reader_gone()
        except OSError as error:
            self.discard()
            raise OutputError(self._complaint(error)) from None

    def discard(self) -> None:
        """Leave nothing behind of a file that is not complete, and nothing to be flushed at the exit."""
        if self._direct is not None:
            with contextlib.suppress(OSError):
                if self._direct is not self._borrowed:
                    self._direct.close()
            return
        if self._beside is None:
            self._reader_gone()
            return
        try:
            self._beside.close()
        except OSError:
            pass
        try:
            os.unlink(self._beside.name)
        except OSError:
            pass

    def _complaint(self, error: OSError) -> str:
        return f"{self._shown or 'standard output'}: cannot be written: {error.strerror}"

    def _reader_gone(self) -> None:
        self.open = False
        stop_writing()


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Write on standard output what is not the report; it goes nowhere where its reader has seen enough.

    Raises :class:`OutputError` where it cannot be written.
    """
    try:
        yield
    except BrokenPipeError:
        stop_writing()
    except OSError as error:
        stop_writing()
        raise OutputError(f"standard output: cannot be written: {error.strerror}") from None


def _usual_mode() -> int:
    """Return the mode that a new file gets here; the temporary one is its owner's alone."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def colored(choice: str, stream: IO[str], to_file: bool) -> bool:
    """Return whether to colour: as asked, else as NO_COLOR and FORCE_COLOR say, else where a terminal shows it.

    Source: https://no-color.org and https://force-color.org, by which an empty value says nothing.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return not to_file and stream.isatty() and os.environ.get("TERM") != "dumb" and _interprets_sequences(stream)


def _interprets_sequences(stream: IO[str]) -> bool:
    """Return whether a terminal interprets control sequences; a console of Windows is asked to.

    Source: "Console Virtual Terminal Sequences" in the documentation of Windows, and ``SetConsoleMode``.
    """
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    kernel = ctypes.windll.kernel32
    mode = ctypes.c_ulong()
    try:
        handle = msvcrt.get_osfhandle(stream.fileno())
    except OSError:
        return False
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return True  # a terminal of another kind, such as that of Git Bash
    return bool(kernel.SetConsoleMode(handle, mode.value | _INTERPRET_SEQUENCES))


_INTERPRET_SEQUENCES = 4
"""``ENABLE_VIRTUAL_TERMINAL_PROCESSING``."""


def shows_links(stream: IO[str], to_file: bool) -> bool:
    """Return whether links can be sent (OSC 8): to a terminal that is not known to print them as text.

    ``FORCE_HYPERLINK`` decides where it is set, 0 meaning no, as with other programs that print links. Windows
    Terminal sets no ``TERM``, but ``WT_SESSION``. Source:
    https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda, which describes the sequence.
    """
    forced = os.environ.get("FORCE_HYPERLINK", "")
    if forced:
        return forced != "0"
    knows = os.environ.get("TERM", "") not in ("", "dumb", "linux") or "WT_SESSION" in os.environ
    return not to_file and stream.isatty() and knows


def terminal_width(stream: IO[str]) -> int:
    """Return the columns of the terminal that shows a stream; 0 where none does."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns if stream.isatty() else 0
