"""Desktop tool that is also shipped frozen for Windows."""
from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import zlib
from dataclasses import dataclass
from multiprocessing import cpu_count, freeze_support
from multiprocessing.pool import Pool

LEVELS = {"fast": 1, "best": 9}
DEFAULT_JOBS = min(2, cpu_count())


@dataclass(frozen=True)
class Packed:
    name: str
    before: int
    after: int

    @property
    def ratio(self) -> float:
        return self.after / self.before


def pack(args: tuple[str, bytes, int]) -> Packed:
    name, data, level = args
    return Packed(name, len(data), len(zlib.compress(data, level)))


def run(pool: Pool, names: list[str], level: int) -> list[Packed]:
    jobs = ((name, name.encode() * 500, level) for name in names)
    return list(pool.imap(pack, jobs))


def main() -> int:
    parser = argparse.ArgumentParser(prog=os.path.basename(sys.argv[0]))
    parser.add_argument("--level", choices=LEVELS, default="best")
    parser.add_argument("--jobs", type=int, default=DEFAULT_JOBS)
    args = parser.parse_args()
    pool = multiprocessing.Pool(args.jobs)
    try:
        packed = run(pool, ["alpha", "beta", "gamma"], LEVELS[args.level])
    finally:
        pool.close()
        pool.join()
    for item in packed:
        print(item.name, round(item.ratio, 3))
    return 0


if __name__ == "__main__":
    freeze_support()
    sys.exit(main())
