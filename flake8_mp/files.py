"""Files that are replaced at once or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Write a text to a file, as it stands, in UTF-8; readers see the old one or the new one, never a part.

    The file keeps its permissions. Raises OSError where it cannot be written; then nothing has changed.
    """
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=path.name, suffix=".new", delete=False
    ) as file:
        file.write(text)
    new = Path(file.name)
    try:
        new.chmod(path.stat().st_mode if path.exists() else 0o644)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
