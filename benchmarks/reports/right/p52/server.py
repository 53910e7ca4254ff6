"""The log process: sole writer of the file."""
import logging
import multiprocessing
import signal


def _formatter():
    return logging.Formatter("%(processName)s|%(levelname)s|%(name)s|%(message)s")


def serve(queue, path):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(_formatter())
    try:
        while True:
            record = queue.get()
            if record is None:
                break
            handler.handle(record)
    finally:
        handler.close()


class LogServer:
    """Started before and stopped after every process that logs."""

    def __init__(self, path, context=multiprocessing):
        self.path = path
        self.queue = context.Queue(-1)
        self._process = context.Process(target=serve, args=(self.queue, path), name="log", daemon=True)

    def __enter__(self):
        self._process.start()
        return self

    def __exit__(self, *exc):
        self.queue.put(None)
        self._process.join()
        self.queue.close()
        self.queue.join_thread()
        if self._process.exitcode:
            raise RuntimeError(f"log server ended with {self._process.exitcode}")
