from __future__ import annotations

from typing import Iterator


def halves(lines: list[str]) -> Iterator[list[str]]:
    """All texts that lack one chunk, from big chunks to small."""
    size = len(lines) // 2
    while size:
        for start in range(0, len(lines), size):
            yield lines[:start] + lines[start + size:]
        size //= 2
