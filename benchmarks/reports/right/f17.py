"""Link checker: processes for parsing, threads for waiting, chosen on the command line."""
from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.dummy
import multiprocessing.pool
import re
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Callable, Iterable, TypeVar

T = TypeVar("T")
R = TypeVar("R")
LINK = re.compile(r'href="([^"]+)"')


@dataclass(frozen=True)
class Page:
    url: str
    html: str


def links(page: Page) -> list[str]:
    return LINK.findall(page.html)


class Backend:
    kinds: dict[str, Callable[[int], "multiprocessing.pool.Pool"]] = {
        "process": lambda n: multiprocessing.Pool(n),
        "thread": lambda n: multiprocessing.pool.ThreadPool(n),
        "dummy": lambda n: multiprocessing.dummy.Pool(n),
    }

    def __init__(self, kind: str, size: int) -> None:
        self.kind = kind
        self.size = size

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> list[R]:
        with self.kinds[self.kind](self.size) as pool:
            return pool.map(fn, items)

    def map_waiting(self, fn: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """Always threads, so closures are welcome."""
        with closing(multiprocessing.pool.ThreadPool(self.size)) as pool:
            return pool.map(fn, items)


def check(pages: list[Page], backend: Backend) -> dict[str, int]:
    seen: dict[str, int] = {}
    found = sorted({url for urls in backend.map(links, pages) for url in urls})

    def probe(url: str) -> None:
        time.sleep(0.001)
        seen[url] = 404 if url.endswith("9") else 200

    backend.map_waiting(probe, found)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--backend", choices=sorted(Backend.kinds))
    args = parser.parse_args()
    pages = [Page(f"/{i}", "".join(f'<a href="/l{i}{k}">' for k in range(5, 10))) for i in range(6)]
    for kind in [args.backend] if args.backend else sorted(Backend.kinds):
        seen = check(pages, Backend(kind, 2))
        assert len(seen) == 30 and list(seen.values()).count(404) == 6, seen
    print("links", len(seen))


if __name__ == "__main__":
    main()
