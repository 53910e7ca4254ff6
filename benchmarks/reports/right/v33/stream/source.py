from __future__ import annotations

from typing import Iterator


def records(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"record {number}"
