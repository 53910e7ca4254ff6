from __future__ import annotations

import argparse
import multiprocessing as mp
import sys

from taskreg.config import AppConfig
from taskreg.registry import connect_registry


def poll(registry, name: str, out: mp.Queue) -> None:
    out.put((name, registry.interval(name)))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--interval", type=float, default=2.5)
    args = parser.parse_args()
    config = AppConfig(default_interval=args.interval, overrides={"backup": 60.0})
    out: mp.Queue = mp.Queue()
    with connect_registry(config) as registry:
        procs = [mp.Process(target=poll, args=(registry, n, out)) for n in ("mail", "backup")]
        for p in procs:
            p.start()
        intervals = dict(out.get(timeout=5) for _ in procs)
        for p in procs:
            p.join()
    print(intervals)
    return 0


if __name__ == "__main__":
    sys.exit(main())
