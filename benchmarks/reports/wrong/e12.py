"""Order import: orders are validated at once and persisted by background processes."""
from __future__ import annotations

import json
import multiprocessing as mp
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Order:
    ident: int
    amount: float


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, order: Order) -> None:
        time.sleep(0.02)
        (self.folder / f"{order.ident}.json").write_text(json.dumps(asdict(order)))

    def count(self) -> int:
        return len(list(self.folder.glob("*.json")))


def persist(folder: Path, inbox: mp.Queue) -> None:
    repository = Repository(folder)
    while (order := inbox.get()) is not None:
        repository.save(order)


class BackgroundWriter:
    """Fire-and-forget persistence."""

    def __init__(self, folder: Path, writers: int = 2) -> None:
        self._inbox: mp.Queue = mp.Queue()
        self._writers = [
            mp.Process(target=persist, args=(folder, self._inbox), daemon=True)
            for _ in range(writers)
        ]

    def __enter__(self) -> "BackgroundWriter":
        for writer in self._writers:
            writer.start()
        return self

    def submit(self, order: Order) -> None:
        self._inbox.put(order)

    def __exit__(self, *exc_info: object) -> None:
        for _ in self._writers:
            self._inbox.put(None)


def import_orders(folder: Path, orders: list[Order]) -> int:
    accepted = 0
    with BackgroundWriter(folder) as writer:
        for order in orders:
            if order.amount <= 0:
                continue
            writer.submit(order)
            accepted += 1
    return accepted


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="orders-"))
    folder.mkdir(exist_ok=True)
    orders = [Order(i, 10.0 + i) for i in range(200)]
    accepted = import_orders(folder, orders)
    print(f"accepted {accepted} orders into {folder}, stored so far {Repository(folder).count()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
