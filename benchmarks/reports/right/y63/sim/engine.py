"""The engine drives the herds in lock step."""

import multiprocessing

from .agent import live


class Engine:
    def __init__(self, workers, size=5):
        self.reports = multiprocessing.Queue()
        self.commands = [multiprocessing.Queue() for _ in range(workers)]
        self.herds = [
            multiprocessing.Process(target=live, args=(number, size, commands, self.reports), daemon=True)
            for number, commands in enumerate(self.commands)
        ]

    def _broadcast(self, command):
        for commands in self.commands:
            commands.put(command)

    def run(self, ticks):
        for herd in self.herds:
            herd.start()
        history = []
        for tick in range(ticks):
            self._broadcast(tick - 2)
            sums = dict(self.reports.get(timeout=20) for _ in self.herds)
            history.append([sums[number] for number in sorted(sums)])
        self._broadcast(None)
        for herd in self.herds:
            herd.join()
        return history
