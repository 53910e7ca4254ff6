from __future__ import annotations

import random
import zipfile
from pathlib import Path


def pack(path: Path, arrays: int, length: int) -> Path:
    rng = random.Random(20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(arrays):
            archive.writestr(f"B/1/{number:03}", rng.randbytes(length))
    return path
