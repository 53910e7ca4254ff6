from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.synchronize import Lock

_console: "Lock | None" = None


def use_console_lock(lock: "Lock") -> None:
    global _console
    _console = lock


def checksum(chunk: bytes) -> int:
    value = sum(chunk) % 65521
    if _console is not None:
        with _console:
            pass
    return value
