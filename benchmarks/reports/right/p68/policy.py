"""Retry policies. Objects of these classes stay in the parent."""
from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Retry:
    attempts: int = 3
    delay: float = 0.01
    on: tuple[type[BaseException], ...] = (OSError,)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def delays(self):
        return (self.delay * 2**n for n in range(self.attempts - 1))

    def __call__(self, function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for delay in self.delays():
                try:
                    return function(*args, **kwargs)
                except self.on:
                    self.sleep(delay)
            return function(*args, **kwargs)

        return wrapper
