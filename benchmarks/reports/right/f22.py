"""Crawler bookkeeping in a manager: nested values are written back as a whole, under the lock."""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass
from multiprocessing.managers import DictProxy, SyncManager


@dataclass(frozen=True)
class Hit:
    host: str
    path: str


class VisitLog:
    def __init__(self, manager: SyncManager) -> None:
        self._hosts: DictProxy = manager.dict()
        self._counts: DictProxy = manager.dict()
        self._recent = manager.list()
        self._lock = manager.RLock()

    def record(self, hit: Hit) -> None:
        with self._lock:
            paths = self._hosts.get(hit.host, [])
            paths.append(hit.path)
            self._hosts[hit.host] = paths
            self._bump(hit.host)
            self._recent.append(hit.path)
            if len(self._recent) > 5:
                self._recent.pop(0)

    def _bump(self, host: str) -> None:
        self._lock.acquire()
        try:
            self._counts[host] = self._counts.get(host, 0) + 1
        finally:
            self._lock.release()

    def summary(self) -> dict[str, tuple[int, int]]:
        with self._lock:
            return {h: (len(p), self._counts[h]) for h, p in self._hosts.items()}

    def recent(self) -> list[str]:
        return list(self._recent)


def crawl(log: VisitLog, host: str, pages: int) -> str:
    for i in range(pages):
        log.record(Hit(host, f"/{i}"))
        log.record(Hit("cdn", f"/{host}/{i}"))
    return host


def main() -> None:
    with mp.Manager() as manager:
        log = VisitLog(manager)
        with mp.Pool(2) as pool:
            pending = [pool.apply_async(crawl, (log, h, 12)) for h in ("a", "b", "c")]
            assert sorted(p.get(timeout=60) for p in pending) == ["a", "b", "c"]
        summary, recent = log.summary(), log.recent()
    assert summary == {"a": (12, 12), "b": (12, 12), "c": (12, 12), "cdn": (36, 36)}, summary
    assert len(recent) == 5
    print(summary)


if __name__ == "__main__":
    main()
