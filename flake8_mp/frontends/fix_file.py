"""Fixes in files: from bytes to bytes, with the encoding, BOM, line ends and cells that they have, and back to disk."""

from __future__ import annotations

import contextlib
import io
import os
import tokenize
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from flake8_mp.files import replace_bytes
from flake8_mp.frontends import notebook
from flake8_mp.frontends.checking import digest, read
from flake8_mp.frontends.fix_policy import Policy
from flake8_mp.frontends.fixing import apply_fixes
from flake8_mp.settings import Settings


class CannotFix(ValueError):
    """A file cannot be fixed whatever is found in it; the text is one line and names the cause."""


class NotWritten(ValueError):
    """A file was left as it is; the text is one line and names the cause."""


def fix_content(
    data: bytes, path: str, settings: Settings, policy: Policy, *, noqa: bool = True
) -> tuple[bytes, list[tuple[str, str]]]:
    """Return the content of a file with fixes applied, and the code and title of each of them.

    Raises :class:`CannotFix`.
    """
    if path.endswith(".ipynb"):
        return _fix_notebook(data, path, settings, policy, noqa)
    encoding, text = decoded(data)
    fixed = apply_fixes(text, path, settings, policy, noqa=noqa)
    try:
        return fixed.text.encode(encoding), fixed.titles
    except UnicodeError:
        raise CannotFix(f"the fix contains characters that {encoding} does not have") from None


def decoded(data: bytes) -> tuple[str, str]:
    """Return the encoding of a Python file and its text, with the line ends that it has.

    Raises :class:`CannotFix` where the text would not give the same bytes again.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    text = data.decode(encoding)
    try:
        is_same = text.encode(encoding) == data
    except UnicodeError:  # some encodings read what they cannot write, such as idna
        is_same = False
    if not is_same:
        raise CannotFix(f"writing it back in {encoding} would change other parts of it")
    return encoding, text


def _fix_notebook(
    data: bytes, path: str, settings: Settings, policy: Policy, noqa: bool
) -> tuple[bytes, list[tuple[str, str]]]:
    found = notebook.read(data.decode("utf-8"))
    fixed = apply_fixes(found.source, path, settings, policy, noqa=noqa)
    if fixed.text == found.source:
        return data, []
    new = found.with_cells(_changed_cells(found, fixed.text))
    if new is None:
        raise CannotFix("this notebook is not formatted as Jupyter does it; save it in Jupyter first")
    return new.encode(), fixed.titles


def _changed_cells(found: notebook.Notebook, new: str) -> dict[int, str]:
    """Return the sources of the cells that differ when the code of all of them becomes a new text.

    Raises :class:`CannotFix` where that would change what only IPython understands, or more than one cell at once.
    """
    old_lines, new_lines = found.source.split("\n"), new.split("\n")
    cells: dict[int, list[str]] = {}
    opcodes = SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes()
    for tag, start, end, begin, stop in reversed(opcodes):  # from the end, so that the lines before stay where they are
        if tag == "equal":
            continue
        cell, line = found.place(start + 1)
        line += start >= found.length  # what is added behind the last line
        last, _ = found.place(max(end, start + 1))
        if start < end and last != cell:
            raise CannotFix("the fix changes several cells at once")
        lines = cells.setdefault(cell, found.lines(cell))
        if lines[line - 1 : line - 1 + end - start] != old_lines[start:end]:
            raise CannotFix("the lines contain an IPython magic or command")
        lines[line - 1 : line - 1 + end - start] = new_lines[begin:stop]
    return {cell: "\n".join(lines) for cell, lines in cells.items()}


def write(path: str, old: bytes, new: bytes) -> None:
    """Replace the content of a file at once, if it still is what it was; owner, mode and links stay.

    ``old`` is the digest of the content that was fixed. Raises :class:`NotWritten`.
    """
    try:
        with _locked(path):
            if digest(read(path)) != old:
                raise NotWritten("not changed: it has changed in the meantime")
            mode = Path(path).stat().st_mode
            if not mode & 0o222:
                raise NotWritten("not changed: it is read-only")
            replace_bytes(Path(path), new)
    except OSError as error:
        raise NotWritten(f"not changed: {error.strerror or error}") from None


@contextlib.contextmanager
def _locked(path: str) -> Iterator[None]:
    """Keep other processes of ours from fixing the same file meanwhile, where the system has such locks.

    The lock is on the folder, since a file is replaced by another one.
    """
    try:
        import fcntl
    except ImportError:  # Windows, where what another process has open is not replaced
        yield
        return
    folder = os.open(os.path.dirname(os.path.realpath(path)), os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def difference(path: str, old: bytes, new: bytes) -> str:
    """Return what distinguishes two contents of a file, as a unified diff; of a notebook cell by cell."""
    if path.endswith(".ipynb"):
        return "".join(
            _diff(f"{path}:cell {number}", before, after)
            for number, (before, after) in enumerate(zip(_cells(old), _cells(new), strict=True), 1)
        )
    return _diff(path, decoded(old)[1], decoded(new)[1])


def _cells(data: bytes) -> list[str]:
    found = notebook.read(data.decode("utf-8"))
    return ["\n".join(found.lines(number)) for number in range(1, found.count + 1)]


def _diff(path: str, old: str, new: str) -> str:
    from difflib import unified_diff

    lines: list[str] = []
    for line in unified_diff(_lines(old), _lines(new), path, path):
        lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def _lines(text: str) -> Sequence[str]:
    return [line + "\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]] + (
        [tail] if (tail := text.replace("\r", "\n").rpartition("\n")[2]) else []
    )
