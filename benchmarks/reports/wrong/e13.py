"""Price collector with a hard per-source time limit."""
from __future__ import annotations

import functools
import logging
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Callable

log = logging.getLogger("prices")


class TimeLimitExceeded(Exception):
    pass


def time_limit(seconds: float) -> Callable:
    def deco(fn: Callable) -> Callable:
        @functools.wraps(fn)
        def inner(*args: Any, **kwargs: Any) -> Any:
            def on_alarm(signum, frame):
                raise TimeLimitExceeded(fn.__name__)

            previous = signal.signal(signal.SIGALRM, on_alarm)
            signal.setitimer(signal.ITIMER_REAL, seconds)
            try:
                return fn(*args, **kwargs)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, previous)
        return inner
    return deco


@dataclass(frozen=True)
class Source:
    name: str
    delay: float
    price: float


class Collector:
    def __init__(self, sources: list[Source], parallel: bool) -> None:
        self.sources = sources
        self.parallel = parallel

    @time_limit(0.5)
    def _fetch(self, source: Source) -> float:
        time.sleep(source.delay)
        return source.price

    def _safe_fetch(self, source: Source) -> float | None:
        try:
            return self._fetch(source)
        except Exception as exc:
            log.debug("%s: %s", source.name, exc)
            return None

    def collect(self) -> dict[str, float]:
        if self.parallel:
            with ThreadPoolExecutor(max_workers=len(self.sources)) as executor:
                prices = list(executor.map(self._safe_fetch, self.sources))
        else:
            prices = [self._safe_fetch(s) for s in self.sources]
        return {s.name: p for s, p in zip(self.sources, prices) if p is not None}


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    sources = [Source("alpha", 0.01, 10.5), Source("beta", 0.02, 11.0), Source("slow", 0.8, 9.0)]
    print("sequential:", Collector(sources, parallel=False).collect())
    print("parallel:  ", Collector(sources, parallel=True).collect())


if __name__ == "__main__":
    main()
