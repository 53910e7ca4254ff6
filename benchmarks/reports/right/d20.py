"""Thumbnail service: nobody calls result(), a done-callback collects failures."""
from __future__ import annotations

import concurrent.futures as cf
import threading


def convert(name: str, size: int) -> int:
    if size > 90:
        raise ValueError(f"{name} too large")
    return size // 2


class Collector:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.sizes: dict[str, int] = {}
        self.failed: dict[str, str] = {}

    def watch(self, name: str, future: cf.Future) -> None:
        def finished(fut: cf.Future) -> None:
            problem = fut.exception()
            with self._lock:
                if problem is None:
                    self.sizes[name] = fut.result()
                else:
                    self.failed[name] = str(problem)

        future.add_done_callback(finished)


def main() -> None:
    collector = Collector()
    with cf.ProcessPoolExecutor(2) as executor:
        for n in range(10):
            collector.watch(f"img{n}", executor.submit(convert, f"img{n}", n * 11))
    assert len(collector.sizes) == 9 and collector.failed == {"img9": "img9 too large"}
    print(collector.sizes, collector.failed)


if __name__ == "__main__":
    main()
