"""Records are kept in memory and written in batches of 100."""
from __future__ import annotations

import logging
from logging.handlers import MemoryHandler
from pathlib import Path

log = logging.getLogger("pull")


def configure(target: Path, batch: int = 100) -> None:
    sink = logging.FileHandler(target, delay=True)
    sink.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    handler = MemoryHandler(batch, flushLevel=logging.CRITICAL, target=sink)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
