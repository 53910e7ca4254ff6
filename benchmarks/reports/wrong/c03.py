"""Crawl a set of hosts and group discovered links by host."""
import multiprocessing as mp
import sys
from typing import Iterable


SITE = {
    "a.example": ["/", "/about", "/jobs"],
    "b.example": ["/", "/docs", "/docs/api", "/blog"],
    "c.example": ["/"],
}


class LinkIndex:
    def __init__(self, manager, hosts: Iterable[str]):
        self.pages = manager.dict()
        self.stats = manager.dict(total=0)
        self.guard = manager.Lock()
        for host in hosts:
            self.pages[host] = []

    def record(self, host: str, url: str) -> None:
        with self.guard:
            self.pages[host].append(url)
            self.stats["total"] = self.stats["total"] + 1


def crawl_host(index: LinkIndex, host: str) -> None:
    for path in SITE[host]:
        index.record(host, f"https://{host}{path}")


def main() -> int:
    with mp.Manager() as manager:
        index = LinkIndex(manager, SITE)
        workers = [mp.Process(target=crawl_host, args=(index, h)) for h in SITE]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        found = {host: list(urls) for host, urls in index.pages.items()}
        total = index.stats["total"]

    for host, urls in found.items():
        print(host, len(urls), urls)
    listed = sum(map(len, found.values()))
    print("visited", total, "listed", listed)
    return 0 if total == listed else 1


if __name__ == "__main__":
    sys.exit(main())
