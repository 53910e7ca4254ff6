"""Recovery from a broken executor: bad tasks are found and run alone."""
import multiprocessing as mp
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def handle(item):
    if item == "poison":
        os._exit(9)  # stands for a segfault in a native library
    return item.upper()


class Resilient:
    def __init__(self, workers=2):
        self._context = mp.get_context("spawn")
        self._workers = workers
        self.breaks = 0

    def _executor(self, workers=None):
        return ProcessPoolExecutor(workers or self._workers, mp_context=self._context)

    def _round(self, items):
        """One try of everything; returns what came out and what did not."""
        done, undone = {}, []
        with self._executor() as executor:
            futures = []
            for item in items:
                try:
                    futures.append((item, executor.submit(handle, item)))
                except BrokenProcessPool:
                    undone.append(item)
            for item, future in futures:
                try:
                    done[item] = future.result()
                except BrokenProcessPool:
                    undone.append(item)
        return done, undone

    def _alone(self, item):
        with self._executor(1) as executor:
            try:
                return executor.submit(handle, item).result()
            except BrokenProcessPool:
                self.breaks += 1
                return None

    def run(self, items):
        done, undone = self._round(items)
        for item in undone:
            done[item] = self._alone(item)
        return {item: done[item] for item in items}


def main():
    runner = Resilient()
    results = runner.run(["a", "b", "poison", "c"])
    assert results == {"a": "A", "b": "B", "poison": None, "c": "C"}, results
    assert runner.breaks == 1
    print(results)


if __name__ == "__main__":
    main()
