from __future__ import annotations

import zlib
from typing import Iterator

from .events import Event


def parse(source: str, entries: int) -> Iterator[Event]:
    """Makes up a syslog of the source."""
    stamp = 1_448_000_000 + zlib.crc32(source.encode()) % 1000
    for number in range(entries):
        stamp += 1 + number % 7
        yield Event(stamp, source, f"{source} sshd[{number}]: session opened")
