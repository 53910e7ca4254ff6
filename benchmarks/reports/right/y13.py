"""Watch meters, each by a process with its own counter that the parent keeps."""

import multiprocessing as mp
import sys
from dataclasses import dataclass
from typing import Any


def watch(readings, ceiling, counter):
    for reading in readings:
        if reading > ceiling:
            with counter.get_lock():
                counter.value += 1


@dataclass
class Watch:
    name: str
    counter: Any
    process: Any = None


class Watchers:
    def __init__(self, ceiling):
        self.ceiling = ceiling
        self.watches = []

    def add(self, name, readings):
        entry = Watch(name, mp.Value("i", 0))
        entry.process = mp.Process(target=watch, args=(readings, self.ceiling, entry.counter))
        entry.process.start()
        self.watches.append(entry)

    def finish(self):
        for entry in self.watches:
            entry.process.join()
        return {entry.name: entry.counter.value for entry in self.watches}


def main():
    watchers = Watchers(25)
    for number in range(3):
        watchers.add(f"m{number}", tuple((number * 13 + n * 7) % 40 for n in range(30)))
    print(watchers.finish())
    return 0


if __name__ == "__main__":
    sys.exit(main())
