"""Site audit: pages are checked concurrently, and every page checks its assets concurrently."""
from __future__ import annotations

import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

log = logging.getLogger("audit")


@dataclass
class Page:
    url: str
    assets: list[str] = field(default_factory=list)


@dataclass
class Report:
    url: str
    broken: list[str]


class Fetcher:
    """Stand-in for the HTTP client."""

    def __init__(self, latency: float = 0.01) -> None:
        self.latency = latency

    def head(self, url: str) -> int:
        time.sleep(self.latency)
        return 404 if url.endswith("3.css") else 200


class Auditor:
    def __init__(self, fetcher: Fetcher, max_connections: int = 4) -> None:
        self.fetcher = fetcher
        self._executor = ThreadPoolExecutor(max_connections, thread_name_prefix="audit")

    def _check_asset(self, url: str) -> tuple[str, int]:
        return url, self.fetcher.head(url)

    def _check_page(self, page: Page) -> Report:
        status = self.fetcher.head(page.url)
        if status != 200:
            return Report(page.url, [page.url])
        pending = [self._executor.submit(self._check_asset, a) for a in page.assets]
        statuses = [f.result() for f in pending]
        return Report(page.url, [url for url, code in statuses if code >= 400])

    def audit(self, pages: list[Page]) -> list[Report]:
        futures: dict[Future[Report], Page] = {
            self._executor.submit(self._check_page, page): page for page in pages
        }
        reports = []
        for future in as_completed(futures):
            reports.append(future.result())
            log.info("done %s", futures[future].url)
        return reports

    def close(self) -> None:
        self._executor.shutdown()


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    pages = [Page(f"/p{i}", [f"/p{i}/{k}.css" for k in range(5)]) for i in range(10)]
    auditor = Auditor(Fetcher())
    try:
        reports = auditor.audit(pages)
    finally:
        auditor.close()
    print("broken assets:", sum(len(r.broken) for r in reports))


if __name__ == "__main__":
    main()
