from __future__ import annotations

import functools
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from .config import CrawlConfig
from .pages import links


class Engine:
    def __init__(self, config: CrawlConfig) -> None:
        self.config = config
        self._seen: set[str] = set()

    def __enter__(self) -> Engine:
        self._processes = ProcessPoolExecutor(self.config.workers)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._processes.shutdown()

    def _remember(self, page: str) -> bool:
        with self.config.lock:
            new = page not in self._seen
            self._seen.add(page)
            return new

    def crawl(self, pages: list[str]) -> set[str]:
        while pages:
            found = self._processes.map(functools.partial(links, self.config), pages)
            candidates = [link for some in found for link in some]
            with ThreadPoolExecutor(2) as threads:
                fresh = threads.map(self._remember, candidates)
                pages = [page for page, new in zip(candidates, fresh) if new]
        return self._seen
