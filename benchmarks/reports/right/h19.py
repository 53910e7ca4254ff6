"""Records of all workers go through a daemonic listener process that is told to end and waited for."""

import logging
import logging.handlers
import multiprocessing as mp
import pathlib
import tempfile


def listener(records, path):
    handler = logging.FileHandler(path)
    for record in iter(records.get, None):
        handler.emit(record)
    handler.close()


def worker(records, steps):
    root = logging.getLogger()
    root.handlers = [logging.handlers.QueueHandler(records)]
    root.setLevel(logging.INFO)
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
        self.records.put(None)
        self.process.join()


def main():
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "app.log")
        with Logs(path) as records:
            workers = [mp.Process(target=worker, args=(records, 100)) for _ in range(2)]
            for process in workers:
                process.start()
            for process in workers:
                process.join()
        count = len(path.read_text().splitlines())
    print(count, "records")
    assert count == 200


if __name__ == "__main__":
    main()
