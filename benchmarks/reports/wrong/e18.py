"""Batch jobs with per-job statistics, on a small job framework."""
from __future__ import annotations

import argparse
from abc import ABC, abstractmethod
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Address:
    ident: int
    zipcode: str


class BatchJob(ABC, Generic[T]):
    """Runs `process` for every item; subclasses may record what they see in `stats`."""

    def __init__(self, parallelism: int, use_threads: bool = False) -> None:
        self.parallelism = parallelism
        self.use_threads = use_threads
        self.stats: Counter[str] = Counter()
        self.errors: list[str] = []

    @abstractmethod
    def process(self, item: T) -> None: ...

    def _guarded(self, item: T) -> None:
        try:
            self.process(item)
        except ValueError as exc:
            self.stats["failed"] += 1
            self.errors.append(str(exc))
        else:
            self.stats["ok"] += 1

    def _executor(self) -> Executor:
        if self.use_threads:
            return ThreadPoolExecutor(self.parallelism)
        return ProcessPoolExecutor(self.parallelism)

    def run(self, items: list[T]) -> Counter[str]:
        with self._executor() as executor:
            futures = [executor.submit(self._guarded, item) for item in items]
            done, _ = wait(futures)
            for future in done:
                future.result()
        return self.stats


class ZipcodeCheck(BatchJob[Address]):
    def process(self, item: Address) -> None:
        digits, letters = item.zipcode[:4], item.zipcode[4:].strip()
        if not (digits.isdigit() and len(letters) == 2 and letters.isupper()):
            raise ValueError(f"address {item.ident}: bad zipcode {item.zipcode!r}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", action="store_true")
    args = parser.parse_args()
    addresses = [Address(i, "1234 AB" if i % 10 else "12 34") for i in range(50)]
    job = ZipcodeCheck(2, use_threads=args.threads)
    stats = job.run(addresses)
    print(f"ok={stats['ok']} failed={stats['failed']} errors={len(job.errors)}")


if __name__ == "__main__":
    main()
