"""Backup verifier: archives are put on a work queue, workers take from it until it is empty."""
from __future__ import annotations

import hashlib
import multiprocessing as mp
import queue
import time
from dataclasses import dataclass
from typing import Iterator


@dataclass(frozen=True)
class Archive:
    name: str
    content: bytes


@dataclass(frozen=True)
class Verdict:
    name: str
    digest: str


class WorkQueue:
    """Thin typed wrapper."""

    def __init__(self) -> None:
        self._queue: mp.Queue = mp.Queue()

    def add(self, archive: Archive) -> None:
        self._queue.put(archive)

    def discard(self) -> None:
        self._queue.cancel_join_thread()

    def __iter__(self) -> Iterator[Archive]:
        while True:
            try:
                yield self._queue.get_nowait()
            except queue.Empty:
                return


def verify(work: WorkQueue, verdicts: mp.Queue) -> None:
    for archive in work:
        verdicts.put(Verdict(archive.name, hashlib.sha256(archive.content).hexdigest()))
    verdicts.put(None)


class Verifier:
    def __init__(self, workers: int) -> None:
        self.work, self.verdicts = WorkQueue(), mp.Queue()
        self._procs = [
            mp.Process(target=verify, args=(self.work, self.verdicts), daemon=True)
            for _ in range(workers)
        ]

    def __enter__(self) -> "Verifier":
        for proc in self._procs:
            proc.start()
        return self

    def submit(self, archive: Archive) -> None:
        self.work.add(archive)

    def results(self) -> list[Verdict]:
        out, running = [], len(self._procs)
        while running:
            item = self.verdicts.get()
            if item is None:
                running -= 1
            else:
                out.append(item)
        return out

    def __exit__(self, *exc_info: object) -> None:
        for proc in self._procs:
            proc.join()
        self.work.discard()


def read_archives(n: int) -> Iterator[Archive]:
    for i in range(n):
        time.sleep(0.01)
        yield Archive(f"a{i}.tar", bytes([i % 256]) * 500_000)


def main() -> None:
    with Verifier(3) as verifier:
        for archive in read_archives(60):
            verifier.submit(archive)
        verdicts = verifier.results()
    print("archives", 60, "verified", len(verdicts))


if __name__ == "__main__":
    main()
