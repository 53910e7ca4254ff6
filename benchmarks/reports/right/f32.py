"""Logging from workers: one listener in the parent writes, workers only queue."""
from __future__ import annotations

import logging
import logging.handlers
import multiprocessing as mp
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

FORMAT = "%(processName)s %(levelname)s %(message)s"
log = logging.getLogger("import")


class CountingHandler(logging.FileHandler):
    def __init__(self, path: Path) -> None:
        super().__init__(path, mode="w")
        self.setFormatter(logging.Formatter(FORMAT))
        self.records = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.records += 1
        super().emit(record)


def configure_worker(records: mp.Queue, level: int) -> None:
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(records)]
    root.setLevel(level)


@contextmanager
def logging_pool(path: Path, processes: int) -> Iterator[tuple["mp.pool.Pool", CountingHandler]]:
    """The workers exist before the listener thread, and are gone before it stops."""
    records: mp.Queue = mp.Queue()
    handler = CountingHandler(path)
    listener = logging.handlers.QueueListener(records, handler, respect_handler_level=True)
    pool = mp.Pool(processes, initializer=configure_worker, initargs=(records, logging.INFO))
    listener.start()
    try:
        yield pool, handler
    finally:
        pool.close()
        pool.join()
        listener.stop()
        handler.close()


def import_row(row: int) -> int:
    log.info("row %d", row)
    if row % 10 == 0:
        log.warning("row %d is round", row)
    return row


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "import.log"
        with logging_pool(path, 2) as (pool, handler):
            assert sum(pool.imap_unordered(import_row, range(50), chunksize=5)) == 1225
        lines = path.read_text().splitlines()
        assert len(lines) == handler.records == 55, (len(lines), handler.records)
    print("lines", len(lines))


if __name__ == "__main__":
    main()
