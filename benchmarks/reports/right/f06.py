"""Site audit with two levels of concurrency, one executor per level."""
from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field


@dataclass
class Page:
    url: str
    assets: list[str] = field(default_factory=list)


class Fetcher:
    def __init__(self) -> None:
        self.calls = 0
        self._lock = threading.Lock()

    def head(self, url: str) -> int:
        time.sleep(0.002)
        with self._lock:
            self.calls += 1
        return 404 if url.endswith("3.css") else 200


class Auditor:
    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self._stack = ExitStack()

    def __enter__(self) -> "Auditor":
        self._pages = self._stack.enter_context(ThreadPoolExecutor(4, thread_name_prefix="page"))
        self._assets = self._stack.enter_context(ThreadPoolExecutor(4, thread_name_prefix="asset"))
        return self

    def __exit__(self, *exc_info: object) -> None:
        # LIFO would stop the asset threads while pages still submit to them
        self._pages.shutdown()
        self._stack.close()

    def _check_page(self, page: Page) -> list[str]:
        pending = {self._assets.submit(self.fetcher.head, a): a for a in page.assets}
        return [pending[f] for f in as_completed(pending) if f.result() >= 400]

    def audit(self, pages: list[Page]) -> list[str]:
        futures = [self._pages.submit(self._check_page, p) for p in pages]
        return sorted(url for f in futures for url in f.result())


def main() -> None:
    pages = [Page(f"/p{i}", [f"/p{i}/{k}.css" for k in range(5)]) for i in range(10)]
    fetcher = Fetcher()
    with Auditor(fetcher) as auditor:
        broken = auditor.audit(pages)
    assert len(broken) == 10 and fetcher.calls == 50
    print("broken", len(broken))


main() if __name__ == "__main__" else None
