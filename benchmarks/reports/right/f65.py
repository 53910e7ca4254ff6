"""A producer that closes its queue itself, and a parent that joins while a thread reads."""
from __future__ import annotations

import multiprocessing as mp
import threading
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Chunk:
    worker: int
    body: bytes
    last: bool = False


def produce(number: int, chunks: int, out: mp.Queue) -> None:
    for _ in range(chunks):
        out.put(Chunk(number, bytes(50_000)))
    out.put(Chunk(number, b"", last=True))
    out.close()
    out.join_thread()


@dataclass
class Reader:
    source: Any
    producers: int
    sizes: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        open_producers = set(range(self.producers))
        while open_producers:
            chunk = self.source.get()
            self.sizes[chunk.worker] = self.sizes.get(chunk.worker, 0) + len(chunk.body)
            if chunk.last:
                open_producers.discard(chunk.worker)

    def start(self) -> None:
        self._thread.start()

    def finish(self) -> dict[int, int]:
        self._thread.join()
        return self.sizes


def main() -> None:
    out: mp.Queue = mp.Queue()
    procs = [mp.Process(target=produce, args=(n, 8, out)) for n in range(3)]
    for proc in procs:
        proc.start()
    reader = Reader(out, len(procs))
    reader.start()
    for proc in procs:
        proc.join()
    sizes = reader.finish()
    assert sizes == {0: 400_000, 1: 400_000, 2: 400_000}, sizes
    print(sizes)


if __name__ == "__main__":
    main()
