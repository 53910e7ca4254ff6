"""All processes log through one queue; a listener in the parent writes the file."""
from __future__ import annotations

import logging
import logging.handlers
import multiprocessing as mp
import tempfile
from pathlib import Path


def configure_worker(queue: mp.Queue) -> None:
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(queue)]
    root.setLevel(logging.INFO)


def import_table(table: str, queue: mp.Queue) -> None:
    configure_worker(queue)
    log = logging.getLogger(f"import.{table}")
    for chunk in range(5):
        log.info("chunk %d of %s", chunk, table)
    log.warning("%s finished", table)


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        target = Path(tmp) / "import.log"
        handler = logging.FileHandler(target)
        handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
        queue: mp.Queue = mp.Queue()
        workers = [mp.Process(target=import_table, args=(t, queue)) for t in ("users", "orders")]
        for worker in workers:
            worker.start()
        listener = logging.handlers.QueueListener(queue, handler, respect_handler_level=True)
        listener.start()
        try:
            for worker in workers:
                worker.join()
        finally:
            listener.stop()
            handler.close()
            queue.close()
            queue.join_thread()
        lines = target.read_text().splitlines()
    print(len(lines), sum("WARNING" in line for line in lines))


if __name__ == "__main__":
    main()
