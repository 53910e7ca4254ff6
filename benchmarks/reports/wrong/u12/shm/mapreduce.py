"""Map in processes, reduce in the caller."""

import multiprocessing

from .group import ProcessGroup


class MapReduce:
    def __init__(self, np=2):
        self.np = np

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def map(self, func, sequence, reduce=None):
        work_queue = multiprocessing.Queue()
        result_queue = multiprocessing.Queue()

        def realmain(rank):
            while True:
                item = work_queue.get()
                if item is None:
                    return
                number, argument = item
                result_queue.put((number, func(argument)))

        group = ProcessGroup(main=realmain, np=self.np)
        group.start()
        items = list(sequence)
        for item in enumerate(items):
            work_queue.put(item)
        for _ in range(self.np):
            work_queue.put(None)
        results = [None] * len(items)
        for _ in items:
            number, value = result_queue.get()
            results[number] = value
        group.join()
        if reduce is not None:
            for value in results:
                reduce(value)
        return results
