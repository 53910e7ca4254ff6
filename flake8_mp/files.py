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

    A link stays one, and the file that it leads to keeps its permissions; into what is no file, such as a device or a
    pipe, it is written directly. Raises OSError where it cannot be written; then nothing has changed and nothing is
    left behind.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            stream.write(data)
        return
    path = path.resolve()
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".flake8-mp-", suffix=".new", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            new.chmod(path.stat().st_mode if path.exists() else 0o644)
        except OSError:
            new.unlink(missing_ok=True)
            raise
    try:
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
