from dataclasses import dataclass
from typing import Any


@dataclass
class Quota:
    """A counter that may be used from every import worker."""

    remaining: Any

    def take(self, wanted):
        with self.remaining.get_lock():
            granted = min(wanted, self.remaining.value)
            self.remaining.value -= granted
        return granted

    @property
    def left(self):
        return self.remaining.value
