"""Document indexer whose index object holds a lock and a background flusher."""
from __future__ import annotations

import logging
import multiprocessing as mp
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any

log = logging.getLogger("indexer")


@dataclass(frozen=True)
class Document:
    ident: int
    body: str


class Indexer:
    def __init__(self, stopwords: frozenset[str]) -> None:
        self.stopwords = stopwords
        self.totals: Counter[str] = Counter()
        self._lock = threading.RLock()
        self._wakeup = threading.Event()
        self._flusher: threading.Thread | None = None

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        for name in ("_lock", "_wakeup", "_flusher"):
            state.pop(name)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._lock = threading.RLock()
        self._wakeup = threading.Event()
        self._flusher = None

    def analyse(self, doc: Document) -> Counter[str]:
        with self._lock:
            return Counter(w for w in doc.body.split() if w not in self.stopwords)

    def merge(self, part: Counter[str]) -> None:
        with self._lock:
            self.totals.update(part)
        self._wakeup.set()

    def _flush_loop(self) -> None:
        while not self._wakeup.wait(0.5):
            log.debug("nothing to flush")

    def build(self, docs: list[Document], processes: int) -> int:
        with mp.Pool(processes) as pool:
            for part in pool.imap_unordered(self.analyse, docs, chunksize=10):
                self.merge(part)
        self._flusher = threading.Thread(target=self._flush_loop)
        self._flusher.start()
        self._flusher.join()
        return sum(self.totals.values())


def main() -> None:
    docs = [Document(i, "the red fox and the blue bird") for i in range(60)]
    indexer = Indexer(frozenset({"the", "and"}))
    total = indexer.build(docs, 2)
    assert total == 60 * 4, total
    print("indexed", total)


if __name__ == "__main__":
    main()
