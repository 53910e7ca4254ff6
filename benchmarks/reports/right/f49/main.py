from __future__ import annotations

import multiprocessing as mp
import sys

from taskreg.config import AppConfig
from taskreg.registry import connect_registry


def poll(registry, name: str, out: mp.Queue) -> None:
    out.put((name, registry.interval(name)))


def main() -> int:
    config = AppConfig(default_interval=2.5, overrides={"backup": 60.0})
    out: mp.Queue = mp.Queue()
    with connect_registry(config) as registry:
        procs = [mp.Process(target=poll, args=(registry, n, out)) for n in ("mail", "backup")]
        for p in procs:
            p.start()
        intervals = dict(out.get(timeout=30) for _ in procs)
        for p in procs:
            p.join()
        registry.override("mail", 1.0)
        assert registry.interval("mail") == 1.0 and registry.lookups() == 3
        rows = [row for row in registry.rows()]
    assert intervals == {"mail": 2.5, "backup": 60.0} and rows == [("backup", 60.0), ("mail", 1.0)]
    print(intervals)
    return 0


if __name__ == "__main__":
    sys.exit(main())
