"""Archives are opened when they are first used and stay open."""
from __future__ import annotations

import os
import zipfile
from pathlib import Path

_open: dict[tuple[int, Path], zipfile.ZipFile] = {}


def get_archive(path: Path) -> zipfile.ZipFile:
    key = os.getpid(), path
    if key not in _open:
        _open[key] = zipfile.ZipFile(path)
    return _open[key]
