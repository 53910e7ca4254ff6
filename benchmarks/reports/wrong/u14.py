"""Extract nested archives with a pool of processes that feed each other."""

import argparse
import contextlib
import json
import multiprocessing as mp
import sys
import traceback
from typing import Any, Callable

Task = tuple[str, int, Any]

SAMPLE = {"a.txt": "text", "inner": {"b.txt": "more", "deep": {"c.txt": "end"}}, "bad": 13}


class ExtractError(Exception):
    """The content is of no known format."""


def handle(task: Task) -> tuple[list, list[Task]]:
    """Files found and further tasks of one archive."""
    path, depth, content = task
    files: list = []
    more: list[Task] = []
    for name, entry in json.loads(content).items():
        inner = f"{path}/{name}"
        if isinstance(entry, dict):
            more.append((inner, depth + 1, json.dumps(entry)))
        elif isinstance(entry, str):
            files.append(inner)
        else:
            raise ExtractError(f"{inner}: unknown format")
    return files, more


class ExtractPool:
    """Processes that take tasks and may submit more."""

    def __init__(self, process_num: int, handler: Callable):
        self._input = mp.JoinableQueue()
        self._output = mp.Queue()
        self._handler = handler
        self._procs = [mp.Process(target=self._worker, args=(self._input, self._output, handler)) for _ in range(process_num)]

    @staticmethod
    def _worker(tasks, output, handler):
        while True:
            task = tasks.get()
            if task is None:
                tasks.task_done()
                return
            try:
                files, more = handler(task)
                for extra in more:
                    tasks.put(extra)
            except ExtractError:
                traceback.print_exc()
                continue
            output.put(files)
            tasks.task_done()

    def start(self):
        for proc in self._procs:
            proc.start()

    def submit(self, task: Task):
        self._input.put(task)

    def wait(self):
        self._input.join()

    def close(self):
        for _ in self._procs:
            self._input.put(None)
        for proc in self._procs:
            proc.join()


@contextlib.contextmanager
def extract_pool(number):
    pool = ExtractPool(number, handle)
    pool.start()
    try:
        yield pool
    finally:
        pool.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-p", "--process-num", type=int, default=2)
    args = parser.parse_args()
    with extract_pool(args.process_num) as pool:
        pool.submit(("root", 0, json.dumps(SAMPLE)))
        pool.wait()
    print("extracted")


if __name__ == "__main__":
    sys.exit(main())
