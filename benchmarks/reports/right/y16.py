"""Replay frames through filters: the callables of the specification are importable."""

import multiprocessing
import operator
import statistics
import sys
from dataclasses import dataclass, field
from functools import partial
from typing import Callable


def not_negative(value):
    return value >= 0


@dataclass
class FilterSpec:
    name: str
    window: int = 3
    accept: Callable = not_negative
    reduce: Callable = statistics.fmean
    pick: Callable = field(default_factory=lambda: operator.itemgetter(0))


@dataclass
class Channel:
    number: int
    spec: FilterSpec
    frames: list = field(default_factory=lambda: [1.0, -2.0, 3.0])

    def smooth(self):
        kept = [value for value in self.frames if self.spec.accept(value)]
        width = self.spec.window
        return [round(self.spec.reduce(kept[n : n + width]), 2) for n in range(len(kept) - width + 1)]


def replay(channel, sink):
    values = channel.smooth()
    sink.put((channel.number, channel.spec.pick(values), len(values)))


def main():
    specs = [FilterSpec("mean"), FilterSpec("big", accept=partial(operator.le, 5.0))]
    sink = multiprocessing.Queue()
    processes = []
    for number, spec in enumerate(specs):
        channel = Channel(number, spec, [((n * 7) % 19) - 3.0 for n in range(12)])
        process = multiprocessing.Process(target=replay, kwargs=dict(channel=channel, sink=sink))
        process.start()
        processes.append(process)
    for row in sorted(sink.get() for _ in processes):
        print(*row)
    for process in processes:
        process.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
