"""On SIGTERM the container tells the index that it is going away."""
from __future__ import annotations

import os
import signal
import sys
from pathlib import Path


def restore_default() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


class ShutdownHook:
    def __init__(self, journal: Path) -> None:
        self.journal = journal

    def install(self) -> None:
        signal.signal(signal.SIGTERM, self)

    def __call__(self, signum: int, frame: object) -> None:
        with self.journal.open("a") as file:
            file.write(f"{os.getpid()} received {signal.Signals(signum).name}, deregistering\n")
        sys.exit(128 + signum)
