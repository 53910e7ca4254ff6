"""Files that are replaced at once or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Write a text to a file, as it stands, in UTF-8; readers see the old one or the new one, never a part.

    The file keeps its permissions. Raises OSError where it cannot be written; then nothing has changed.
    """
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Write bytes to a file; readers see the old content or the new one, never a part.

    A link stays one, and the file that it leads to keeps its permissions and its owner. A file with several names (hard
    links), or whose owner cannot be kept, is written in place, while the new content lies beside it until all is done.
    Into what is no file, such as a device or a pipe, it is written directly. Raises OSError where it cannot be written;
    then nothing has changed and nothing is left behind.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            stream.write(data)
        return
    path = path.resolve()
    before = path.stat() if path.exists() else None
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".flake8-mp-", suffix=".new", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            new.chmod(before.st_mode if before is not None else 0o644)
        except OSError:
            new.unlink(missing_ok=True)
            raise
    try:
        if before is None or (before.st_nlink == 1 and _give(new, before)):
            new.replace(path)
        else:
            _overwrite(path, data)
            new.unlink()
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _give(path: Path, like: os.stat_result) -> bool:
    """Give a new file the owner and group of another one; says whether it has them."""
    now = path.stat()
    if (now.st_uid, now.st_gid) == (like.st_uid, like.st_gid):
        return True
    try:
        os.chown(path, like.st_uid, like.st_gid)
        path.chmod(like.st_mode)  # of which a change of owner takes some bits away
    except OSError:
        return False
    return True


def _overwrite(path: Path, data: bytes) -> None:
    """Write bytes over a file's own; put the old ones back where that fails, as on a disk that is full."""
    old = path.read_bytes()
    with path.open("r+b") as file:
        try:
            _fill(file.fileno(), data)
        except OSError:
            _fill(file.fileno(), old)
            raise


def _fill(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)
