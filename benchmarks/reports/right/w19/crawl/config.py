from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass
class CrawlConfig:
    """Carries a lock for the threads of the parent; it is left out of pickles."""

    workers: int = 1
    depth: int = 1
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    def __reduce__(self):
        return type(self), (self.workers, self.depth)
