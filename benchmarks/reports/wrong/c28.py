"""Long batch conversion which can be interrupted from the keyboard."""
from __future__ import annotations

import argparse
import logging
import multiprocessing
import sys
import time

log = logging.getLogger("convert")


def convert(item: int) -> int:
    try:
        time.sleep(0.4)
        return item * 2
    except Exception:
        log.exception("item %d", item)
        return -1


class Batch:
    def __init__(self, items: list[int], processes: int) -> None:
        self.items = items
        self.done: list[int] = []
        self.pool = multiprocessing.Pool(processes)

    def collect(self) -> None:
        for value in self.pool.imap_unordered(convert, self.items):
            self.done.append(value)
            log.info("%d/%d", len(self.done), len(self.items))

    def run(self) -> int:
        try:
            self.collect()
        except KeyboardInterrupt:
            log.warning("interrupted, shutting down")
            self.pool.close()
            self.pool.join()
            return 130
        self.pool.close()
        self.pool.join()
        return 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    return Batch(list(range(args.items)), args.processes).run()


if __name__ == "__main__":
    sys.exit(main())
