"""Crawler: several producer processes, a thread in the parent empties the result queue."""
from __future__ import annotations

import multiprocessing as mp
import threading
from dataclasses import dataclass, field
from multiprocessing.queues import Queue


@dataclass(frozen=True)
class Page:
    url: str
    body: str


def crawl(host: str, count: int, out: "Queue[Page | str]") -> None:
    for number in range(count):
        out.put(Page(f"http://{host}/{number}", "x" * 5000))
    out.put(host)


@dataclass
class PageStore:
    hosts: list[str]
    queue: "Queue[Page | str]"
    pages: dict[str, int] = field(default_factory=dict)

    def drain(self) -> None:
        finished: set[str] = set()
        while len(finished) < len(self.hosts):
            item = self.queue.get()
            if isinstance(item, str):
                finished.add(item)
            else:
                self.pages[item.url] = len(item.body)


def main() -> None:
    hosts = ["a.example", "b.example", "c.example"]
    queue: "Queue[Page | str]" = mp.Queue()
    store = PageStore(hosts, queue)
    crawlers = [mp.Process(target=crawl, args=(host, 40, queue)) for host in hosts]
    for crawler in crawlers:
        crawler.start()
    drainer = threading.Thread(target=store.drain, name="drainer")
    drainer.start()
    for crawler in crawlers:
        crawler.join()
    drainer.join()
    queue.close()
    queue.join_thread()
    failed = [c.name for c in crawlers if c.exitcode]
    print(len(store.pages), "pages", "failed:", failed)


if __name__ == "__main__":
    main()
