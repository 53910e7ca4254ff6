"""Log records of all workers go through one listener process, which owns the file."""

import logging
import logging.handlers
import multiprocessing as mp
import pathlib
import tempfile
import time


def listener(records, path):
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("%(processName)s %(message)s"))
    while True:
        record = records.get()
        time.sleep(0.002)
        handler.emit(record)


def configure(records):
    root = logging.getLogger()
    root.handlers = [logging.handlers.QueueHandler(records)]
    root.setLevel(logging.INFO)


def worker(records, steps):
    configure(records)
    for step in range(steps):
        logging.info("step %d", step)


class Logs:
    def __init__(self, path):
        self.records = mp.Queue()
        self.process = mp.Process(target=listener, args=(self.records, path), daemon=True)

    def __enter__(self):
        self.process.start()
        return self.records

    def __exit__(self, *exc_info):
        self.process.terminate()
        self.process.join()


def main():
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "app.log")
        with Logs(path) as records:
            workers = [mp.Process(target=worker, args=(records, 150)) for _ in range(2)]
            for process in workers:
                process.start()
            for process in workers:
                process.join()
        lines = path.read_text().splitlines() if path.exists() else []
        print(len(lines), "of 300 records in the log")
        assert len(lines) == 300


if __name__ == "__main__":
    main()
