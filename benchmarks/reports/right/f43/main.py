from __future__ import annotations

import tempfile
from pathlib import Path

from jobs.scheduler import Scheduler
from jobs.store import JobStore


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        store = JobStore(Path(tmp) / "jobs.db")
        store.create()
        for i in range(24):
            store.enqueue("square" if i % 2 else "fail", i)
        Scheduler(store, workers=3).run()
        states = store.states()
    assert states == {"done": 12, "dead": 12}, states
    print(states)


if __name__ == "__main__":
    main()
