"""Stages of several processes each, joined by queues."""

import multiprocessing

STOP = "stop"


def run_stage(func, source, sink):
    while True:
        item = source.get()
        if item == STOP:
            sink.put(STOP)
            return
        number, row = item
        result = func(row)
        if result is not None:
            sink.put((number, result))


class Pipeline:
    def __init__(self, functions, width):
        self.width = width
        self.queues = [multiprocessing.Queue() for _ in range(len(functions) + 1)]
        self.stages = [
            [multiprocessing.Process(target=run_stage, args=(func, source, sink)) for _ in range(width)]
            for func, source, sink in zip(functions, self.queues, self.queues[1:])
        ]

    def run(self, rows):
        for stage in self.stages:
            for process in stage:
                process.start()
        for item in enumerate(rows):
            self.queues[0].put(item)
        for _ in range(self.width):
            self.queues[0].put(STOP)
        found = []
        for _ in range(self.width):
            found.extend(iter(self.queues[-1].get, STOP))
        for stage in self.stages:
            for process in stage:
                process.join()
        return [row for _, row in sorted(found, key=lambda item: item[0])]
