"""Archives are opened when they are first used and stay open."""
from __future__ import annotations

import zipfile
from pathlib import Path

_open: dict[Path, zipfile.ZipFile] = {}


def get_archive(path: Path) -> zipfile.ZipFile:
    if path not in _open:
        _open[path] = zipfile.ZipFile(path)
    return _open[path]
