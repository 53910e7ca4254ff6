"""Map in processes; the reduction (any callable) stays in the caller."""

import multiprocessing


def realmain(func, work_queue, result_queue):
    for number, argument in iter(work_queue.get, None):
        result_queue.put((number, func(argument)))


class MapReduce:
    def __init__(self, np=2):
        self.np = np

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def map(self, func, sequence, reduce=None):
        work_queue, result_queue = multiprocessing.Queue(), multiprocessing.Queue()
        group = [
            multiprocessing.Process(target=realmain, args=(func, work_queue, result_queue), daemon=True)
            for _ in range(self.np)
        ]
        for process in group:
            process.start()
        items = list(sequence)
        for item in enumerate(items):
            work_queue.put(item)
        for _ in group:
            work_queue.put(None)
        results = dict(result_queue.get() for _ in items)
        for process in group:
            process.join()
        ordered = [results[number] for number in range(len(items))]
        if reduce is not None:
            for value in ordered:
                reduce(value)
        return ordered
