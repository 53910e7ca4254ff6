"""A group of processes that do the same."""

import multiprocessing


class ProcessGroup:
    def __init__(self, main, np, args=()):
        self.processes = [
            multiprocessing.Process(target=main, args=(rank, *args)) for rank in range(np)
        ]

    def start(self):
        for process in self.processes:
            process.daemon = True
            process.start()

    def join(self):
        for process in self.processes:
            process.join()

    def failed(self):
        return [process.name for process in self.processes if process.exitcode]
