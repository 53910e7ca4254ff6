"""CLI that takes the start method as an option and passes the context about."""
from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from multiprocessing.context import BaseContext


def choose(environ=os.environ, argv=None):
    methods = multiprocessing.get_all_start_methods()
    parser = argparse.ArgumentParser()
    parser.add_argument("--start-method", choices=methods, default=environ.get("SQUARES_METHOD", "spawn"))
    parser.add_argument("--jobs", "-j", type=int, default=2)
    parser.add_argument("numbers", nargs="*", type=int)
    return parser.parse_args(argv)


class Squares:
    def __init__(self, context: BaseContext, jobs: int):
        self.context = context
        self.jobs = jobs

    def _work(self, numbers, results, lock):
        for n in numbers:
            with lock:
                results.put((n, n * n))
        results.put(None)

    def __call__(self, numbers):
        results = self.context.SimpleQueue()
        lock = self.context.Lock()
        crew = [
            self.context.Process(target=self._work, args=(numbers[k :: self.jobs], results, lock))
            for k in range(self.jobs)
        ]
        for p in crew:
            p.start()
        table, open_ends = {}, self.jobs
        while open_ends:
            message = results.get()
            if message is None:
                open_ends -= 1
                continue
            table[message[0]] = message[1]
        for p in crew:
            p.join()
        results.close()
        return table


def main(argv=None) -> int:
    options = choose(argv=argv)
    numbers = options.numbers or list(range(10))
    context = multiprocessing.get_context(options.start_method)
    table = Squares(context, options.jobs)(numbers)
    for n in numbers:
        if table[n] != n**2:
            return 1
    print(options.start_method, *(table[n] for n in numbers))
    return 0


if __name__ == "__main__":
    status = 0
    for method in multiprocessing.get_all_start_methods():
        status |= main(["--start-method", method, "3", "1", "2"])
    sys.exit(status)
