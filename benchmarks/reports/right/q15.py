"""Logging from children through a QueueListener; its thread starts after the last fork."""
import logging
import logging.handlers
import multiprocessing as mp


class Keep(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def worker(queue, index):
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(queue)]
    root.setLevel(logging.INFO)
    log = logging.getLogger(f"worker.{index}")
    for step in range(3):
        log.info("%d/%d", index, step)


def start_all(queue, n):
    procs = [mp.Process(target=worker, args=(queue, i)) for i in range(n)]
    for p in procs:
        p.start()
    return procs


def main():
    queue = mp.Queue()
    keep = Keep()
    procs = start_all(queue, 3)
    listener = logging.handlers.QueueListener(queue, keep)
    listener.start()
    try:
        for p in procs:
            p.join()  # the listener drains meanwhile
    finally:
        listener.stop()
    assert [p.exitcode for p in procs] == [0, 0, 0]
    assert sorted(keep.lines) == [f"{i}/{s}" for i in range(3) for s in range(3)]
    print(len(keep.lines), "lines logged")


if __name__ == "__main__":
    main()
