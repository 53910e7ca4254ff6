"""Order import with background writers that are finished before the context is left."""
from __future__ import annotations

import json
import multiprocessing as mp
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Order:
    ident: int
    amount: float


def persist(folder: Path, inbox: "mp.JoinableQueue[Order]", failures: "mp.SimpleQueue[str]") -> None:
    while True:
        order = inbox.get()
        try:
            if order.amount > 1000:
                raise ValueError("too expensive")
            (folder / f"{order.ident}.json").write_text(json.dumps(asdict(order)))
        except ValueError as exc:
            failures.put(f"{order.ident}: {exc}")
        finally:
            inbox.task_done()


class BackgroundWriter:
    """The writers are daemons; what matters is that the queue has been worked off."""

    def __init__(self, folder: Path, writers: int = 2) -> None:
        self._inbox: mp.JoinableQueue = mp.JoinableQueue()
        self._failures: mp.SimpleQueue = mp.SimpleQueue()
        self._writers = [
            mp.Process(target=persist, args=(folder, self._inbox, self._failures), daemon=True)
            for _ in range(writers)
        ]

    def __enter__(self) -> "BackgroundWriter":
        for writer in self._writers:
            writer.start()
        return self

    def submit(self, order: Order) -> None:
        self._inbox.put(order)

    @property
    def failures(self) -> list[str]:
        out = []
        while not self._failures.empty():
            out.append(self._failures.get())
        return out

    def __exit__(self, *exc_info: object) -> None:
        self._inbox.join()


def main() -> None:
    orders = [Order(i, 10.0 + i * 9) for i in range(120)]
    with tempfile.TemporaryDirectory() as tmp:
        with BackgroundWriter(Path(tmp)) as writer:
            for order in orders:
                writer.submit(order)
        stored = len(list(Path(tmp).glob("*.json")))
        failed = writer.failures
    assert stored + len(failed) == 120 and len(failed) == 9, (stored, failed)
    print("stored", stored, "refused", len(failed))


if __name__ == "__main__":
    main()
