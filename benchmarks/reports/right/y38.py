"""Check links with threads: closures, locks and bound methods are fine there."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Callable

PAGES = {"/": ["/a", "/b"], "/a": ["/", "/c"], "/b": [], "/c": ["/missing"]}


class Crawler:
    def __init__(self, fetch: Callable, executor_factory=ThreadPoolExecutor):
        self.fetch = fetch
        self.executor_factory = executor_factory
        self._lock = threading.Lock()
        self.visited: set = set()
        self.broken: list = []

    def _visit(self, path):
        with self._lock:
            if path in self.visited:
                return []
            self.visited.add(path)
        links = self.fetch(path)
        if links is None:
            with self._lock:
                self.broken.append(path)
            return []
        return links

    def run(self, start):
        with self.executor_factory(max_workers=3) as executor:
            pending = {executor.submit(self._visit, start)}
            while pending:
                for future in as_completed(list(pending)):
                    pending.discard(future)
                    pending |= {executor.submit(lambda p=path: self._visit(p)) for path in future.result()}
        return self


def main():
    crawler = Crawler(lambda path: PAGES.get(path)).run("/")
    print(sorted(crawler.visited), crawler.broken)
    return 0


if __name__ == "__main__":
    sys.exit(main())
