"""Batch segmentation of a study folder; Ctrl-C must stop it and report what is done."""
from __future__ import annotations

import argparse
import logging
import multiprocessing as mp
import time
from dataclasses import dataclass

log = logging.getLogger("segment")


@dataclass(frozen=True)
class Subject:
    name: str
    slices: int


@dataclass(frozen=True)
class Segmentation:
    subject: str
    volume: float


def segment(subject: Subject) -> Segmentation:
    volume = 0.0
    for index in range(subject.slices):
        time.sleep(0.05)
        volume += 1.5 + index % 3
    return Segmentation(subject.name, volume)


class Batch:
    def __init__(self, jobs: int) -> None:
        self.pool = mp.Pool(jobs)
        self.done: list[Segmentation] = []

    def run(self, subjects: list[Subject]) -> None:
        pending = [self.pool.apply_async(segment, (s,)) for s in subjects]
        for result in pending:
            self.done.append(result.get())

    def stop(self) -> None:
        log.warning("interrupted: waiting for running subjects")
        self.pool.close()
        self.pool.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--subjects", type=int, default=8)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    batch = Batch(args.jobs)
    try:
        batch.run([Subject(f"sub-{i:02d}", 40) for i in range(args.subjects)])
    except KeyboardInterrupt:
        batch.stop()
        print("done before the interrupt:", [s.subject for s in batch.done])
        return 130
    batch.pool.close()
    batch.pool.join()
    print("all done", len(batch.done))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
