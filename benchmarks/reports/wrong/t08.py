"""Fetches bundles of records; every source has a process, which spreads the parsing over a pool."""
from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass, field


@dataclass
class Bundle:
    source: str
    entries: list[str] = field(default_factory=list)


def parse_entry(raw: str) -> dict:
    kind, _, ident = raw.partition("/")
    return {"resourceType": kind, "id": ident, "size": len(raw)}


class BundleDownloader(multiprocessing.Process):
    """Runs in the background as long as the service does."""

    def __init__(self, source: str, pages: int, results: multiprocessing.Queue) -> None:
        super().__init__(name=f"downloader-{source}", daemon=True)
        self.source = source
        self.pages = pages
        self.results = results

    def fetch(self, page: int) -> Bundle:
        time.sleep(0.01)
        return Bundle(self.source, [f"Patient/{self.source}{page}{n}" for n in range(5)])

    def run(self) -> None:
        rows: list[dict] = []
        with multiprocessing.Pool(2) as pool:
            for page in range(self.pages):
                rows += pool.map(parse_entry, self.fetch(page).entries)
        self.results.put((self.source, rows))


def collect(sources: dict[str, int], patience: float) -> dict[str, int]:
    results: multiprocessing.Queue = multiprocessing.Queue()
    downloaders = [BundleDownloader(source, pages, results) for source, pages in sources.items()]
    for downloader in downloaders:
        downloader.start()
    counts = {}
    for _ in downloaders:
        source, rows = results.get(timeout=patience)
        counts[source] = len(rows)
    for downloader in downloaders:
        downloader.join()
    return counts


if __name__ == "__main__":
    print(collect({"north": 2, "south": 3}, patience=6))
